import { z } from 'zod';
import { commandSchema } from '#core/model/command.ts';
import { metadataSchema, personSchema } from '#core/model/common.ts';
import { assignmentIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { assignmentSchema, taskSchema } from '#core/model/task.ts';
import { mutation, query } from './define.ts';

const byAssignment = z.strictObject({ assignmentId: assignmentIdSchema });

/** With the task that it is a part of, and what of it is done. */
export const assignmentViewSchema = z.object({
  assignment: assignmentSchema,
  task: taskSchema,
  /** Items of the person that have a status, by status. */
  byStatus: z.record(z.string(), z.int().min(0)),
  /** Items of the person that came back with an issue; of a QA task, that were fixed. */
  rework: z.int().min(0),
});
export type AssignmentView = z.infer<typeof assignmentViewSchema>;

export const assignments = {
  'assignments.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(assignmentViewSchema)),
  'assignments.get': query(byAssignment, assignmentViewSchema),
  'assignments.update': mutation(byAssignment.extend({ extra: metadataSchema }), assignmentViewSchema),
  /** Gives all that waits for one person to another. `reply` of the command: `toAssignment`, the id of theirs. */
  'assignments.reassign': mutation(byAssignment.extend({ to: personSchema }), commandSchema),
  /** Shares what waits for one person out among others. `reply` of the command: `workload`. */
  'assignments.redistribute': mutation(
    byAssignment.extend({
      people: z
        .array(z.strictObject({ person: personSchema, load: z.number().positive().max(1e9) }))
        .min(1)
        .max(1000),
    }),
    commandSchema,
  ),
  /** The person takes the next items, as many as they may have open. `wrong-state`: see `tasks.pull`. */
  'assignments.pull': mutation(byAssignment, assignmentViewSchema),
  /** What waits for the person is nobody's again. `wrong-state`: items of this task are handed out by shares. */
  'assignments.release': mutation(byAssignment, assignmentViewSchema),
} as const;
