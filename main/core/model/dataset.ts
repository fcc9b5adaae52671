/** A dataset: a set of items with a folder tree. */
import { z } from 'zod';
import { nameSchema, timeSchema } from './common.ts';
import { datasetIdSchema, projectIdSchema, recipeIdSchema } from './ids.ts';

export const datasetSchema = z.object({
  id: datasetIdSchema,
  projectId: projectIdSchema,
  name: nameSchema,
  recipeId: recipeIdSchema.nullable(),
  /** Items that are not in the trash. */
  itemCount: z.int().min(0),
  createdAt: timeSchema,
});
export type Dataset = z.infer<typeof datasetSchema>;
