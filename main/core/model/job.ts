/** A job: long work that a person can watch and cancel (a split, an import), as the status bar shows it. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { itemIdSchema, jobIdSchema } from './ids.ts';

export const jobSchema = z.object({
  id: jobIdSchema,
  kind: z.enum([
    'split',
    'import',
    'scan',
    'sample',
    'step',
    'command',
    'verify',
    'check',
    'repair',
    'backup',
    'collect',
    'proxy',
    'tiles',
    'download',
  ]),
  title: z.string(),
  itemId: itemIdSchema.nullable(),
  done: z.int().min(0),
  /** Null while unknown. */
  total: z.int().min(0).nullable(),
  /** What is counted: "frames", "files". */
  unit: z.string(),
  /** Units per second; null while unknown. */
  rate: z.number().min(0).nullable(),
  secondsLeft: z.number().min(0).nullable(),
  cancellable: z.boolean(),
  startedAt: timeSchema,
});
export type Job = z.infer<typeof jobSchema>;
