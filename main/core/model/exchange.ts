/** What a workstation and a hub say to each other: changes with what they began from, and what became of them. */
import { z } from 'zod';
import { annotationContentSchema, annotationSchema } from './annotation.ts';
import { metadataSchema, personSchema } from './common.ts';
import { annotationIdSchema, itemIdSchema } from './ids.ts';
import { itemFolderSchema, itemNameSchema, itemSchema } from './item.ts';

/** What people and scripts say of an item; the rest is its file's, or follows from its tasks. */
export const itemContentSchema = z.object({
  name: itemNameSchema,
  folder: itemFolderSchema,
  metadata: metadataSchema,
  trashed: z.boolean(),
});
export type ItemContent = z.infer<typeof itemContentSchema>;

/** One entity, as both sides knew it last and as it is at the sender; null: not there. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('annotation'),
    id: annotationIdSchema,
    itemId: itemIdSchema,
    base: annotationContentSchema.nullable(),
    mine: annotationContentSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('item'),
    id: itemIdSchema,
    base: itemContentSchema,
    mine: itemContentSchema,
  }),
]);
export type Change = z.infer<typeof changeSchema>;

/** A field that both sides changed: see `core/sync/merge.ts`. */
export const clashSchema = z.object({
  field: z.string(),
  base: z.unknown().optional(),
  mine: z.unknown().optional(),
  theirs: z.unknown().optional(),
});

/** What became of a change. */
export const outcomeSchema = z.object({
  /** What the entity says now; null: it is not there. Of a refused change it says nothing. */
  now: z.union([annotationContentSchema, itemContentSchema]).nullable(),
  clashes: z.array(clashSchema),
  /** Who changed it last there, where something clashes. */
  by: personSchema.nullable(),
  /** Why it was not taken. */
  refused: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** An item that was changed, or whose annotations were, as it is now. */
export const feedEntrySchema = z.object({
  /** Rises from one change to the next. */
  seq: z.int().min(1),
  item: itemSchema,
  /** What makes it this item and no other in its dataset. */
  identity: z.string(),
  annotations: z.array(annotationSchema),
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;
