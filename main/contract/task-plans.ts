/** Making tasks that no pipeline makes, and what goes into them. */
import { z } from 'zod';
import { commandSchema } from '#core/model/command.ts';
import { metadataSchema, nameSchema, personSchema, timeSchema } from '#core/model/common.ts';
import {
  datasetIdSchema,
  itemIdSchema,
  projectIdSchema,
  recipeIdSchema,
  taskIdSchema,
} from '#core/model/ids.ts';
import {
  itemStatusSchema,
  taskItemSchema,
  taskSchema,
  taskSettingsSchema,
  taskTypeSchema,
} from '#core/model/task.ts';
import { mutation } from './define.ts';

const shareSchema = z.strictObject({ person: personSchema, load: z.number().positive().max(1e9) });
const people = z.array(shareSchema).max(1000);
const actions = z.array(itemStatusSchema).min(1).max(100);
const limit = z.int().min(1).nullable().default(null);

export const taskPlans = {
  /**
   * A task outside of all pipelines with the items of a dataset that the filter (DQL) matches. It is there at once; its
   * items are when the command is done. `reply`: noted with the command, beside the id of the task as `createdTaskId`.
   */
  'tasks.create': mutation(
    z.strictObject({
      projectId: projectIdSchema,
      datasetId: datasetIdSchema,
      name: nameSchema,
      type: taskTypeSchema.default('annotation'),
      /** Of a QA task: the task whose decisions it reviews; what has an issue goes back there. */
      parentTaskId: taskIdSchema.nullable().default(null),
      /** Null: the dataset's. */
      recipeId: recipeIdSchema.nullable().default(null),
      priority: z.int().min(1).max(3).default(2),
      dueAt: timeSchema.nullable().default(null),
      /** What people can decide; null: the usual of its type. */
      actions: actions.nullable().default(null),
      /** Who gets the items, by shares; nobody named: whoever makes it. */
      people: people.default([]),
      settings: taskSettingsSchema.partial().default({}),
      filter: metadataSchema.default({}),
      limit,
      extra: metadataSchema.default({}),
      reply: metadataSchema.default({}),
    }),
    z.object({ task: taskSchema, command: commandSchema }),
  ),
  /** Changes what is given. Of a task of a pipeline its node says the rest: the next install sets that again. */
  'tasks.update': mutation(
    z.strictObject({
      taskId: taskIdSchema,
      name: nameSchema.optional(),
      priority: z.int().min(1).max(3).optional(),
      dueAt: timeSchema.nullable().optional(),
      recipeId: recipeIdSchema.nullable().optional(),
      actions: actions.optional(),
      extra: metadataSchema.optional(),
    }),
    taskSchema,
  ),
  /** Takes out all its items, and then the task. `wrong-state` for the task of a pipeline. */
  'tasks.delete': mutation(
    z.strictObject({ taskId: taskIdSchema, reply: metadataSchema.default({}) }),
    commandSchema,
  ),
  /** What is in the task already stays as it is. */
  'tasks.addItems': mutation(
    z.strictObject({
      taskId: taskIdSchema,
      filter: metadataSchema,
      limit,
      /** Among whom these items are shared out; whoever is new works in the task from now on. Null: as the others. */
      people: people.min(1).nullable().default(null),
      reply: metadataSchema.default({}),
    }),
    commandSchema,
  ),
  /** What waits for them here ends, and statuses that they have here count no more. */
  'tasks.removeItems': mutation(
    z.strictObject({ taskId: taskIdSchema, filter: metadataSchema, reply: metadataSchema.default({}) }),
    commandSchema,
  ),
  /**
   * Gives each of the items this status, instead of one that it has; null takes the status away. All of them or, when one
   * cannot have it, none.
   */
  'tasks.setStatuses': mutation(
    z.strictObject({
      taskId: taskIdSchema,
      itemIds: z.array(itemIdSchema).min(1).max(1000),
      status: itemStatusSchema.nullable(),
    }),
    z.array(taskItemSchema),
  ),
} as const;
