/** A command: work on many things that was asked for at once, done in parts. */
import { z } from 'zod';
import { metadataSchema, personSchema, timeSchema } from './common.ts';
import { commandIdSchema, pipelineIdSchema } from './ids.ts';

export const commandTypeSchema = z.enum([
  'execute',
  'rerun',
  'terminate',
  'existing',
  'fill-task',
  'empty-task',
  'hand-over',
  'clone',
  'merge',
  'split',
  'export',
  'update-items',
  'sync',
  'unlock',
  'vocabulary',
]);
export type CommandType = z.infer<typeof commandTypeSchema>;

export const commandStatusSchema = z.enum(['in-progress', 'success', 'failed', 'aborted']);
export type CommandStatus = z.infer<typeof commandStatusSchema>;

export const commandSchema = z.object({
  id: commandIdSchema,
  type: commandTypeSchema,
  status: commandStatusSchema,
  pipelineId: pipelineIdSchema.nullable(),
  /** How many things were done so far, of how many; the total may be found out on the way. */
  done: z.int().min(0),
  total: z.int().min(0),
  error: z.string().nullable(),
  /** What whoever asked for it reads in it, such as the id of what was made. */
  reply: metadataSchema,
  creator: personSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Command = z.infer<typeof commandSchema>;
