/** What a workstation and a hub say to each other: changes with what they began from, and what became of them. */
import { z } from 'zod';
import { type AnnotationContent, annotationContentSchema, annotationSchema } from './annotation.ts';
import { metadataSchema, personSchema } from './common.ts';
import { annotationIdSchema, issueIdSchema, itemIdSchema, taskIdSchema } from './ids.ts';
import { issueSchema } from './issue.ts';
import { itemFolderSchema, itemNameSchema, itemSchema } from './item.ts';
import { type Assignment, type Task, taskItemSchema } from './task.ts';

/** What people and scripts say of an item; the rest is its file's, or follows from its tasks. */
export const itemContentSchema = z.object({
  name: itemNameSchema,
  folder: itemFolderSchema,
  metadata: metadataSchema,
  trashed: z.boolean(),
});
export type ItemContent = z.infer<typeof itemContentSchema>;

/** One entity, as both sides knew it last and as it is at the sender; null: not there. */
/**
 * How an item stands in a task, as one word: `waiting` for a person, `away` to be fixed, `gone`, or `done:` with the status
 * that a person gave. One field, as half of one decision and half of another would be nobody's; and no more than a person
 * decides: for what it waits follows from the task.
 */
export const standingContentSchema = z.object({
  standing: z.string().regex(/^(waiting|away|gone|done:.+)$/),
});
export type StandingContent = z.infer<typeof standingContentSchema>;

/** What a reviewer says with an issue; where it has got to follows from the task. */
export const issueContentSchema = issueSchema.pick({
  taskId: true,
  annotationId: true,
  point: true,
  text: true,
});
export type IssueContent = z.infer<typeof issueContentSchema>;

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
  z.strictObject({
    kind: z.literal('standing'),
    taskId: taskIdSchema,
    itemId: itemIdSchema,
    base: standingContentSchema,
    mine: standingContentSchema,
  }),
  z.strictObject({
    kind: z.literal('issue'),
    id: issueIdSchema,
    itemId: itemIdSchema,
    base: issueContentSchema.nullable(),
    mine: issueContentSchema.nullable(),
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
  now: z
    .union([annotationContentSchema, itemContentSchema, standingContentSchema, issueContentSchema])
    .nullable(),
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
  /** Where it stands in tasks, and what reviewers object to. */
  places: z.array(taskItemSchema),
  issues: z.array(issueSchema),
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;

/** What a workstation takes over of a remote's task; the rest follows from its items. */
export type TaskThere = Pick<
  Task,
  | 'id'
  | 'name'
  | 'type'
  | 'recipeId'
  | 'parentTaskId'
  | 'priority'
  | 'dueAt'
  | 'actions'
  | 'settings'
  | 'creator'
  | 'extra'
  | 'createdAt'
> & { readonly assignments: readonly Pick<Assignment, 'id' | 'person' | 'load'>[] };

/** Anything that is exchanged. */
export type Content = AnnotationContent | ItemContent | StandingContent | IssueContent;
