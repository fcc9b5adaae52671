/** A project: a set of datasets, recipes, tasks and pipelines. */
import { z } from 'zod';
import { metadataSchema, nameSchema, timeSchema } from './common.ts';
import { projectIdSchema } from './ids.ts';

export const projectSchema = z.object({
  id: projectIdSchema,
  name: nameSchema,
  /** Who made it; empty when it was made before that was noted. */
  creator: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** What clients of the API keep here and we do not look at. */
  extra: metadataSchema,
});
export type Project = z.infer<typeof projectSchema>;
