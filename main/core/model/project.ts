/** A project: a set of datasets, recipes, tasks and pipelines. */
import { z } from 'zod';
import { nameSchema, timeSchema } from './common.ts';
import { projectIdSchema } from './ids.ts';

export const projectSchema = z.object({
  id: projectIdSchema,
  name: nameSchema,
  createdAt: timeSchema,
});
export type Project = z.infer<typeof projectSchema>;
