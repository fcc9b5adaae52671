/** A dataset: a set of items with a folder tree. */
import { z } from 'zod';
import { metadataSchema, nameSchema, timeSchema } from './common.ts';
import { datasetIdSchema, projectIdSchema, recipeIdSchema } from './ids.ts';

export const datasetSchema = z.object({
  id: datasetIdSchema,
  projectId: projectIdSchema,
  name: nameSchema,
  recipeId: recipeIdSchema.nullable(),
  /** Items that are not in the trash. */
  itemCount: z.int().min(0),
  /** Who made it; empty when it was made before that was noted. */
  creator: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** What clients of the API keep here and we do not look at. */
  extra: metadataSchema,
});
export type Dataset = z.infer<typeof datasetSchema>;
