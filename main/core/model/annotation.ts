/** An annotation: one labelled thing on an item. */
import { z } from 'zod';
import { metadataSchema, personSchema, timeSchema } from './common.ts';
import { annotationIdSchema, itemIdSchema } from './ids.ts';

/** Left, top, right, bottom in pixels of the upright picture; left < right and top < bottom. */
export const boxGeometrySchema = z
  .object({
    type: z.literal('box'),
    left: z.number(),
    top: z.number(),
    right: z.number(),
    bottom: z.number(),
  })
  .refine((box) => box.left < box.right && box.top < box.bottom, 'a box needs a width and a height');
export type BoxGeometry = z.infer<typeof boxGeometrySchema>;

export const geometrySchema = boxGeometrySchema;
export type Geometry = z.infer<typeof geometrySchema>;

export const annotationSchema = z.object({
  id: annotationIdSchema,
  itemId: itemIdSchema,
  label: z.string().min(1).max(200),
  geometry: geometrySchema,
  /** Values of the recipe's attributes by key. */
  attributes: metadataSchema,
  /** What else is known of it: `user.model` names the model and its confidence, of a prediction. */
  metadata: metadataSchema.optional(),
  creator: personSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
  updatedBy: personSchema,
  /** 1 at creation, one more at each change: a change that names an older one is a conflict. */
  rev: z.int().min(1),
});
export type Annotation = z.infer<typeof annotationSchema>;

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
