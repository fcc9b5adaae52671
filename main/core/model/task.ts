/** A task: a batch of items for people; an assignment is the part of it that belongs to one person. */
import { z } from 'zod';
import { metadataSchema, nameSchema, personSchema, timeSchema } from './common.ts';
import {
  assignmentIdSchema,
  datasetIdSchema,
  itemIdSchema,
  pipelineIdSchema,
  projectIdSchema,
  recipeIdSchema,
  taskIdSchema,
} from './ids.ts';

export const taskTypeSchema = z.enum(['annotation', 'qa']);
export type TaskType = z.infer<typeof taskTypeSchema>;

/** What a person decides on an item. Words of the reference system; custom words are allowed in graphs. */
export const itemStatusSchema = z.string().trim().min(1).max(60);

/** The usual decisions per task type, the positive one first. */
export const TASK_ACTIONS = {
  annotation: ['completed', 'discard'],
  qa: ['approved', 'discard'],
} as const satisfies Record<TaskType, readonly string[]>;

/** The decision on an item when everybody who worked on a copy of it is done, where the node's output has it. */
export const CONSENSUS_DONE = 'consensus_done';

/** Items, each once: one that several people have copies of counts as the one that it is. */
export const taskCountsSchema = z.object({
  total: z.int().min(0),
  /** Waiting for a person in this task. */
  open: z.int().min(0),
  /** Came back with an issue and waits in this (annotation) task. */
  rework: z.int().min(0),
  /** Sent back by this (qa) task and not yet returned. */
  away: z.int().min(0),
  /** Items with a status, by status. */
  byStatus: z.record(z.string(), z.int().min(0)),
});
export type TaskCounts = z.infer<typeof taskCountsSchema>;

/** `open`: nothing is decided yet; `completed`: nothing waits or is away. */
export const taskStatusSchema = z.enum(['open', 'in progress', 'completed']);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

/** How the items of a task are handed out. */
export const taskSettingsSchema = z.object({
  /** People take so many items at a time, and have at most so many open; null: items are handed out by shares. */
  pulling: z.object({ batchSize: z.int().min(1), maxOpen: z.int().min(1) }).nullable(),
  /** So many people work on a part (in percent) of the items, each on a copy; null: everybody on their own items. */
  consensus: z.object({ percentage: z.number().min(0).max(100), people: z.int().min(2) }).nullable(),
});
export type TaskSettings = z.infer<typeof taskSettingsSchema>;

export const taskSchema = z.object({
  id: taskIdSchema,
  projectId: projectIdSchema,
  name: nameSchema,
  type: taskTypeSchema,
  recipeId: recipeIdSchema.nullable(),
  /** Null: it was made for itself, and no pipeline brings it items. */
  pipelineId: pipelineIdSchema.nullable(),
  nodeId: z.string().nullable(),
  /** Where its items are from; null for a task of a pipeline, which takes what comes. */
  datasetId: datasetIdSchema.nullable(),
  /** The task whose decisions it reviews, where no pipeline leads from that one to it. */
  parentTaskId: taskIdSchema.nullable(),
  /** 1 low, 2 medium, 3 high. */
  priority: z.int().min(1).max(3),
  dueAt: timeSchema.nullable(),
  /** The statuses a person can give, the positive one first. */
  actions: z.array(z.string()).min(1),
  status: taskStatusSchema,
  settings: taskSettingsSchema,
  counts: taskCountsSchema,
  creator: z.string(),
  /** What clients of the API keep with it. */
  extra: metadataSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Task = z.infer<typeof taskSchema>;

export const assignmentSchema = z.object({
  id: assignmentIdSchema,
  taskId: taskIdSchema,
  person: personSchema,
  /** Share of the task's items, relative to those of the others; 0: gets nothing new. */
  load: z.number().min(0),
  /** Items (and copies of items) that are the person's, and those of them that wait for the person. */
  items: z.int().min(0),
  open: z.int().min(0),
  /** What clients of the API keep with it. */
  extra: metadataSchema,
});
export type Assignment = z.infer<typeof assignmentSchema>;

/**
 * An item's place in a task. `open`: waits for the first decision; `rework`: an issue sent it back here;
 * `away`: this QA task sent it back and waits for its return; `review`: returned to this QA task after a fix;
 * `consensus`: several people work on copies of it; `done`: has a status; `merged`: a copy whose work is in the item
 * that it is a copy of; `withdrawn`: taken out because an earlier decision was undone.
 */
export const taskItemStateSchema = z.enum([
  'open',
  'rework',
  'away',
  'review',
  'consensus',
  'done',
  'merged',
  'withdrawn',
]);
export type TaskItemState = z.infer<typeof taskItemStateSchema>;

export const taskItemSchema = z.object({
  taskId: taskIdSchema,
  itemId: itemIdSchema,
  /** Null: nobody has taken it yet, or several people work on copies of it. */
  assignmentId: assignmentIdSchema.nullable(),
  /** The item that this one is a copy of, for one of several people who work on it. */
  copyOf: itemIdSchema.nullable(),
  state: taskItemStateSchema,
  status: z.string().nullable(),
  /** Null on a decided item: it follows from what was decided on its copies. */
  decidedBy: personSchema.nullable(),
  decidedAt: timeSchema.nullable(),
  arrivedAt: timeSchema,
});
export type TaskItem = z.infer<typeof taskItemSchema>;

/** A status that an item had in a task and has no more. */
export const pastStatusSchema = z.object({
  taskId: taskIdSchema,
  pipelineId: pipelineIdSchema.nullable(),
  nodeId: z.string().nullable(),
  assignmentId: assignmentIdSchema.nullable(),
  status: z.string(),
  by: personSchema.nullable(),
  at: timeSchema,
  removedBy: personSchema,
  removedAt: timeSchema,
});
export type PastStatus = z.infer<typeof pastStatusSchema>;

/** Where an item stands in all tasks that it has come to, in the order it came, and what was decided on it before. */
export const itemPlacesSchema = z.object({
  itemId: itemIdSchema,
  places: z.array(
    taskItemSchema.extend({ pipelineId: pipelineIdSchema.nullable(), nodeId: z.string().nullable() }),
  ),
  past: z.array(pastStatusSchema),
  /** Whether it has been through a pipeline. */
  fromPipe: z.boolean(),
});
export type ItemPlaces = z.infer<typeof itemPlacesSchema>;
