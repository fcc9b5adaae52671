/** A file with what is in a dataset, made for a client that downloads it like an item. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { datasetIdSchema, itemIdSchema } from './ids.ts';

/** One JSON list of all items, or an archive with a JSON file for each. */
export const exportFormatSchema = z.enum(['json', 'zip']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** Of an item's file in an archive: "a.png" is "a.json" or "a.png.json". */
export const jsonNamingSchema = z.enum(['stem', 'whole']);
export type JsonNaming = z.infer<typeof jsonNamingSchema>;

export const exportFileSchema = z.object({
  id: itemIdSchema,
  datasetId: datasetIdSchema,
  format: exportFormatSchema,
  /** Bytes; null while it is being written. */
  size: z.int().min(0).nullable(),
  createdAt: timeSchema,
});
export type ExportFile = z.infer<typeof exportFileSchema>;
