import { z } from 'zod';
import {
  annotationContentSchema,
  annotationDiffSchema,
  annotationRecordSchema,
  annotationSchema,
  changeSetSchema,
} from '#core/model/annotation.ts';
import { metadataSchema, personSchema, timeSchema } from '#core/model/common.ts';
import { annotationIdSchema, changeSetIdSchema, datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { issueStatusSchema } from '#core/model/issue.ts';
import { mutation, query, stored } from './define.ts';

const byItem = z.strictObject({ itemId: itemIdSchema });

/** A step that the caller names, so that it may be sent again. */
const newStep = byItem.extend({ changeSetId: changeSetIdSchema, title: z.string().min(1).max(100) });

/** Undo and redo answer with what changed, so that a screen need not read everything again. */
const stepSchema = z.object({
  changeSet: changeSetSchema.nullable(),
  diffs: z.array(annotationDiffSchema),
});

/** Which annotations of a dataset: a filter in the reference system's shape, `{}` for all. */
const ofDataset = { datasetId: datasetIdSchema, filter: metadataSchema.default({}) };

/** Null: none, and whatever issues it has are gone. */
const statusSchema = issueStatusSchema.nullable();

export const annotations = {
  'annotations.list': stored(query(byItem, z.array(annotationSchema))),
  /**
   * Stores one change set with its journal entry in one transaction. Sent again with the same id it changes
   * nothing and answers the same, so it may be retried after `engine-restarted`.
   */
  'annotations.apply': mutation(
    z.strictObject({
      itemId: itemIdSchema,
      changeSetId: changeSetIdSchema,
      title: z.string().min(1).max(100),
      diffs: z.array(annotationDiffSchema).min(1).max(10_000),
    }),
    changeSetSchema,
  ),
  /** Takes back the latest change set that is applied; `changeSet` is null when there is none. */
  'annotations.undo': mutation(byItem, stepSchema),
  /** Applies the latest undone change set again; `changeSet` is null when there is none. */
  'annotations.redo': mutation(byItem, stepSchema),
  /** Change sets, latest first. */
  'annotations.history': query(byItem, z.array(changeSetSchema)),
  /** Steps with how much each made, changed and deleted, latest first; on with the `seq` of the last as `before`. */
  'annotations.steps': query(
    byItem.extend({
      before: z.int().min(1).nullable().default(null),
      limit: z.int().min(1).max(200).default(50),
    }),
    z.object({
      steps: z.array(
        changeSetSchema.extend({
          seq: z.int(),
          made: z.int().min(0),
          changed: z.int().min(0),
          deleted: z.int().min(0),
        }),
      ),
      more: z.boolean(),
    }),
  ),
  /**
   * Brings an item to how it was right after a step, as a new step that can be undone; `stepId` null: before the first.
   * `changeSet` is null when it is so already. Sent again with the same id it changes nothing.
   */
  'annotations.goTo': mutation(newStep.extend({ stepId: changeSetSchema.shape.id.nullable() }), stepSchema),
  /** Annotations that were deleted from an item and are not back, the latest first. */
  'annotations.deleted': query(
    byItem,
    z.array(z.object({ annotation: annotationSchema, actor: personSchema, at: timeSchema })),
  ),
  /** Brings deleted annotations back, in a new step; those that are back already are left out. */
  'annotations.restore': mutation(
    newStep.extend({ annotationIds: z.array(annotationIdSchema).min(1).max(10_000) }),
    stepSchema,
  ),
  'annotations.get': query(z.strictObject({ annotationId: annotationIdSchema }), annotationRecordSchema),
  /** All of an item, in the order of their ids. */
  'annotations.ofItem': stored(query(byItem, z.array(annotationRecordSchema))),
  /**
   * Those of a dataset that match. Pages far in are fast when the filter says after which id to go on, as in
   * `{"id": {"$gt": "…"}}`, and the order is by id.
   */
  'annotations.search': query(
    z.strictObject({
      ...ofDataset,
      order: z
        .strictObject({
          field: z.enum(['id', 'itemId', 'label', 'type', 'creator', 'createdAt', 'updatedAt', 'updatedBy']),
          descending: z.boolean().default(false),
        })
        .prefault({ field: 'id' }),
      offset: z.int().min(0).default(0),
      limit: z.int().min(0).max(1000).default(1000),
    }),
    z.object({ total: z.int().min(0), annotations: z.array(annotationRecordSchema) }),
  ),
  /** Adds to an item, in one step of its history; answers with what was made, in the same order. */
  'annotations.add': mutation(
    z.strictObject({
      itemId: itemIdSchema,
      annotations: z
        .array(annotationContentSchema.extend({ status: statusSchema.default(null) }))
        .max(10_000),
    }),
    z.array(annotationRecordSchema),
  ),
  /**
   * Gives an annotation another content, another status, or both. With the status `issue` an item that waits in a QA task
   * goes back to whoever labelled it. `conflict`: it is not in revision `rev` any more.
   */
  'annotations.change': mutation(
    z.strictObject({
      annotationId: annotationIdSchema,
      rev: z.int().min(1),
      content: annotationContentSchema.nullable().default(null),
      status: statusSchema.optional(),
    }),
    annotationRecordSchema,
  ),
  'annotations.remove': mutation(z.strictObject({ annotationId: annotationIdSchema }), z.null()),
  /** Removes those of a dataset that match, item by item; each item's can be undone. */
  'annotations.removeMatching': mutation(z.strictObject(ofDataset), z.object({ removed: z.int().min(0) })),
} as const;
