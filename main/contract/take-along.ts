/** Items of a remote's task that a person takes along: kept for them there, with their files here. */
import { z } from 'zod';
import { nameSchema } from '#core/model/common.ts';
import { projectIdSchema, taskIdSchema } from '#core/model/ids.ts';
import { leaseDaysSchema, MOST_PACKED, packIdSchema, takenAlongSchema } from '#core/model/pack.ts';
import { remoteIdSchema } from '#core/model/sync.ts';
import { mutation, query } from './define.ts';

export const takeAlong = {
  /**
   * Asks the remote to keep items of a task for this person, and brings their files. Answers when they are kept; the files
   * come after. `invalid-input`: the task is kept here; `unsupported`: this remote keeps nothing for anybody;
   * `wrong-state`: nothing of it waits for the person. Throws as `sync.now` beside.
   */
  'sync.takeAlong': mutation(
    z.strictObject({
      taskId: taskIdSchema,
      count: z.int().min(1).max(MOST_PACKED),
      days: leaseDaysSchema.default(7),
    }),
    takenAlongSchema,
  ),
  /** What was taken along and not given back, the newest first; and why files of it do not come, where they do not. */
  'sync.along': query(
    z.strictObject({}),
    z.array(takenAlongSchema.extend({ message: z.string().nullable() })),
  ),
  /** From now on others may get what is left of it. What was done is sent as ever, and all files stay. Throws as `sync.now`. */
  'sync.giveBack': mutation(z.strictObject({ id: packIdSchema }), z.null()),
  /** Tasks of a project from which something can be taken: in a file where they are kept here, along from a remote. */
  'sync.travelTasks': query(
    z.strictObject({ projectId: projectIdSchema }),
    z.array(
      z.object({
        taskId: taskIdSchema,
        name: nameSchema,
        /** That keeps the task; null: it is kept here. */
        remoteId: remoteIdSchema.nullable(),
      }),
    ),
  ),
} as const;
