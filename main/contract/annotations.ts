import { z } from 'zod';
import { annotationDiffSchema, annotationSchema, changeSetSchema } from '#core/model/annotation.ts';
import { changeSetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { mutation, query } from './define.ts';

const byItem = z.strictObject({ itemId: itemIdSchema });

/** Undo and redo answer with what changed, so that a screen need not read everything again. */
const stepSchema = z.object({
  changeSet: changeSetSchema.nullable(),
  diffs: z.array(annotationDiffSchema),
});

export const annotations = {
  'annotations.list': query(byItem, z.array(annotationSchema)),
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
} as const;
