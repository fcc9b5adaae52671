/** A file with what is in a dataset, made for a client that downloads it like an item. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { datasetIdSchema, itemIdSchema } from './ids.ts';

export const exportFileSchema = z.object({
  id: itemIdSchema,
  datasetId: datasetIdSchema,
  /** Bytes; null while it is being written. */
  size: z.int().min(0).nullable(),
  createdAt: timeSchema,
});
export type ExportFile = z.infer<typeof exportFileSchema>;
