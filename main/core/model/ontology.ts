/** An ontology: the labels there are, as a tree, and the attributes that they may have. */
import { z } from 'zod';
import { metadataSchema, nameSchema, timeSchema } from './common.ts';
import { ontologyIdSchema, projectIdSchema } from './ids.ts';
import { attributeSchema, labelSchema } from './recipe.ts';

export const ontologySchema = z.object({
  id: ontologyIdSchema,
  projectId: projectIdSchema,
  title: nameSchema,
  /** In the order of their number keys. */
  labels: z.array(labelSchema).max(1000),
  attributes: z.array(attributeSchema).max(1000),
  /** Who made it; empty when it was made before that was noted. */
  creator: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** What clients of the API keep here and we do not look at. */
  extra: metadataSchema,
});
export type Ontology = z.infer<typeof ontologySchema>;
