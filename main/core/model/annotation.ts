/** An annotation: one labelled thing on an item. */
import { z } from 'zod';
import { metadataSchema, personSchema, timeSchema } from './common.ts';
import { annotationIdSchema, datasetIdSchema, itemIdSchema } from './ids.ts';
import { issueStatusSchema } from './issue.ts';
import { classSchema, rawSchema, shapeSchemas } from './shapes.ts';

/** Left, top, right, bottom in pixels of the upright picture; left < right and top < bottom. */
export const boxGeometrySchema = z
  .object({
    type: z.literal('box'),
    left: z.number(),
    top: z.number(),
    right: z.number(),
    bottom: z.number(),
    /** Degrees by which it is turned around its centre. */
    angle: z.number().optional(),
  })
  .refine((box) => box.left < box.right && box.top < box.bottom, 'a box needs a width and a height');
export type BoxGeometry = z.infer<typeof boxGeometrySchema>;

/** What an annotation marks; the types are the reference system's words. */
export const geometrySchema = z.discriminatedUnion('type', [
  boxGeometrySchema,
  classSchema,
  ...shapeSchemas,
  rawSchema,
]);
export type Geometry = z.infer<typeof geometrySchema>;

export const annotationSchema = z.object({
  id: annotationIdSchema,
  itemId: itemIdSchema,
  label: z.string().min(1).max(200),
  geometry: geometrySchema,
  /** Values of the recipe's attributes by key. */
  attributes: metadataSchema,
  /**
   * What else is known of it: `user.model` names the model and its confidence, of a prediction. On a video `system` has
   * its first `frame`, its `endFrame` and, as `snapshots_`, its later keyframes.
   */
  metadata: metadataSchema.optional(),
  /** Keys that other systems keep with it and that mean nothing here. */
  extra: metadataSchema.optional(),
  creator: personSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
  updatedBy: personSchema,
  /** 1 at creation, one more at each change: a change that names an older one is a conflict. */
  rev: z.int().min(1),
});
export type Annotation = z.infer<typeof annotationSchema>;

/** What a person or a script says of an annotation; the rest is known where it is stored. */
export const annotationContentSchema = annotationSchema.pick({
  label: true,
  geometry: true,
  attributes: true,
  metadata: true,
  extra: true,
});
export type AnnotationContent = z.infer<typeof annotationContentSchema>;

/** An annotation with what lists of other systems say beside it. */
export const annotationRecordSchema = annotationSchema.extend({
  datasetId: datasetIdSchema,
  /** Of its latest issue, or else the one that was given to it; null: none. */
  status: issueStatusSchema.nullable(),
});
export type AnnotationRecord = z.infer<typeof annotationRecordSchema>;

/** One change of one annotation. `before` null: created; `after` null: deleted. Never both null. */
export const annotationDiffSchema = z
  .object({
    id: annotationIdSchema,
    before: annotationSchema.nullable(),
    after: annotationSchema.nullable(),
  })
  .refine((diff) => diff.before !== null || diff.after !== null, 'a diff needs a before or an after');
export type AnnotationDiff = z.infer<typeof annotationDiffSchema>;

/** One entry of an item's undo history, as a list for the history panel shows it. */
export const changeSetSchema = z.object({
  id: z.string(),
  itemId: itemIdSchema,
  /** What was done, in a few words: "Draw box", "Change label". */
  title: z.string(),
  actor: personSchema,
  at: timeSchema,
  state: z.enum(['applied', 'undone']),
});
export type ChangeSet = z.infer<typeof changeSetSchema>;
