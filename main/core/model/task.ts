/** A task: a batch of items for people; an assignment is the part of it that belongs to one person. */
import { z } from 'zod';
import { nameSchema, personSchema, timeSchema } from './common.ts';
import {
  assignmentIdSchema,
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

export const taskSchema = z.object({
  id: taskIdSchema,
  projectId: projectIdSchema,
  name: nameSchema,
  type: taskTypeSchema,
  recipeId: recipeIdSchema.nullable(),
  pipelineId: pipelineIdSchema.nullable(),
  nodeId: z.string().nullable(),
  /** 1 low, 2 medium, 3 high. */
  priority: z.int().min(1).max(3),
  dueAt: timeSchema.nullable(),
  /** The statuses a person can give, the positive one first. */
  actions: z.array(z.string()).min(1),
  counts: taskCountsSchema,
  createdAt: timeSchema,
});
export type Task = z.infer<typeof taskSchema>;

export const assignmentSchema = z.object({
  id: assignmentIdSchema,
  taskId: taskIdSchema,
  person: personSchema,
  /** Share of the task's items, in percent. */
  load: z.number().min(0).max(100),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/**
 * An item's place in a task. `open`: waits for the first decision; `rework`: an issue sent it back here;
 * `away`: this QA task sent it back and waits for its return; `review`: returned to this QA task after a fix;
 * `done`: has a status; `withdrawn`: taken out because an earlier decision was undone.
 */
export const taskItemStateSchema = z.enum(['open', 'rework', 'away', 'review', 'done', 'withdrawn']);
export type TaskItemState = z.infer<typeof taskItemStateSchema>;

export const taskItemSchema = z.object({
  taskId: taskIdSchema,
  itemId: itemIdSchema,
  assignmentId: assignmentIdSchema,
  state: taskItemStateSchema,
  status: z.string().nullable(),
  decidedBy: personSchema.nullable(),
  decidedAt: timeSchema.nullable(),
  arrivedAt: timeSchema,
});
export type TaskItem = z.infer<typeof taskItemSchema>;
