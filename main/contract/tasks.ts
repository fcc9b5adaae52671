import { z } from 'zod';
import { annotationSchema } from '#core/model/annotation.ts';
import { personSchema, pointSchema } from '#core/model/common.ts';
import {
  annotationIdSchema,
  issueIdSchema,
  itemIdSchema,
  projectIdSchema,
  taskIdSchema,
} from '#core/model/ids.ts';
import { issueSchema } from '#core/model/issue.ts';
import { itemSchema } from '#core/model/item.ts';
import { recipeSchema } from '#core/model/recipe.ts';
import {
  assignmentSchema,
  itemPlacesSchema,
  itemStatusSchema,
  taskItemSchema,
  taskItemStateSchema,
  taskSchema,
} from '#core/model/task.ts';
import { mutation, query, stored } from './define.ts';
import { pageInputShape, pageOf } from './paging.ts';

const byTask = z.strictObject({ taskId: taskIdSchema });
const place = z.strictObject({ taskId: taskIdSchema, itemId: itemIdSchema });
const moved = z.object({ moved: z.int().min(0) });

/** Everything a studio or review screen needs to show one item of a task, in one answer. */
export const taskViewSchema = z.object({
  task: taskSchema,
  item: itemSchema,
  taskItem: taskItemSchema,
  annotations: z.array(annotationSchema),
  issues: z.array(issueSchema),
  recipe: recipeSchema.nullable(),
  /** 1-based place among all items of the task, in order of arrival. */
  position: z.int().min(1),
  previousItemId: itemIdSchema.nullable(),
  nextItemId: itemIdSchema.nullable(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type TaskView = z.infer<typeof taskViewSchema>;

export const tasks = {
  'tasks.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(taskSchema)),
  'tasks.get': query(byTask, taskSchema),
  'tasks.assignments': query(byTask, z.array(assignmentSchema)),
  'tasks.items': query(
    z.strictObject({
      taskId: taskIdSchema,
      state: taskItemStateSchema.nullable().default(null),
      ...pageInputShape,
    }),
    pageOf(taskItemSchema),
  ),
  /** Where items stand in all their tasks; one answer for each, in the order asked. Items that are not there stand nowhere. */
  'tasks.places': query(
    z.strictObject({ itemIds: z.array(itemIdSchema).max(1000) }),
    z.array(itemPlacesSchema),
  ),
  /** One item of the task with all that belongs to it. */
  'tasks.view': stored(query(place, taskViewSchema)),
  /**
   * The next item that waits: of cycles with a higher priority first, then items that came back, then in order of arrival after `afterItemId` and from the start
   * again; null when nothing waits. With a person: of what is theirs.
   */
  'tasks.next': query(
    z.strictObject({
      taskId: taskIdSchema,
      person: personSchema.optional(),
      afterItemId: itemIdSchema.nullable().default(null),
    }),
    z.object({
      itemId: itemIdSchema.nullable(),
      /** True: nothing waits for the person, and there are items that they may take with `tasks.pull`. */
      canPull: z.boolean(),
    }),
  ),
  /**
   * The next item of the task that has no annotations, whatever its state: in order of arrival after `afterItemId`, and from
   * the start again; null when each has some.
   */
  'tasks.nextEmpty': query(
    z.strictObject({ taskId: taskIdSchema, afterItemId: itemIdSchema.nullable().default(null) }),
    z.object({ itemId: itemIdSchema.nullable() }),
  ),
  /**
   * Gives a person (this workspace's, when none is named) the oldest items that nobody has, as many as they may have open.
   * `wrong-state`: items of this task are handed out by shares, or the person does not work in it.
   */
  'tasks.pull': mutation(
    z.strictObject({ taskId: taskIdSchema, person: personSchema.optional() }),
    z.object({ pulled: z.int().min(0) }),
  ),
  /** Gives items that wait (all of them with null) to a person; with `from`, only those of another one. */
  'tasks.reassign': mutation(
    z.strictObject({
      taskId: taskIdSchema,
      itemIds: z.array(itemIdSchema).min(1).max(1000).nullable(),
      from: personSchema.optional(),
      to: personSchema,
    }),
    moved,
  ),
  /** Hands out by the shares anew what waits for its first decision. `wrong-state`: people take items themselves. */
  'tasks.redistribute': mutation(byTask, moved),
  /**
   * A person's decision on an item; the pipeline goes on with it.
   * `wrong-state`: the item does not wait here, or issues are open on it.
   */
  'tasks.setStatus': mutation(
    z.strictObject({ taskId: taskIdSchema, itemId: itemIdSchema, status: itemStatusSchema }),
    taskItemSchema,
  ),
  /**
   * Takes a decision back: the item waits in this task again and what the decision caused is withdrawn; where the task is
   * not repeatable that stays. `wrong-state` when another person has decided further on.
   */
  'tasks.clearStatus': mutation(place, taskItemSchema),
  'issues.list': query(z.strictObject({ itemId: itemIdSchema }), z.array(issueSchema)),
  /**
   * Pins an issue in a QA task and, unless `hold`, sends the item back to whoever labelled it.
   * `wrong-state`: the item does not wait in this task, or no labelling task came before it.
   */
  'issues.open': mutation(
    z.strictObject({
      taskId: taskIdSchema,
      itemId: itemIdSchema,
      annotationId: annotationIdSchema.nullable().default(null),
      point: pointSchema.nullable().default(null),
      text: z.string().trim().max(4000).default(''),
      /** True: only pin it; the item is sent back with `issues.sendBack`. */
      hold: z.boolean().default(false),
    }),
    issueSchema,
  ),
  /** Sends an item with open issues back to the labelling task it came from. */
  'issues.sendBack': mutation(place, taskItemSchema),
  /** Removes an issue that was opened by mistake, while the item is still here. */
  'issues.remove': mutation(z.strictObject({ issueId: issueIdSchema }), z.null()),
} as const;
