/** What happened, as scripts hear of it: one entry for each entity, told once it is on disk. */
import { z } from 'zod';

export const NEWS_TYPES = [
  'item.created',
  'item.updated',
  'item.deleted',
  'item.status',
  'item.assigned',
  'annotation.created',
  'annotation.updated',
  'annotation.deleted',
  'task.created',
  'task.updated',
  'task.status',
  'dataset.created',
  'dataset.updated',
  'dataset.deleted',
  'cycle.ended',
] as const;

export const newsSchema = z.object({
  type: z.enum(NEWS_TYPES),
  /** Of the item, annotation, task, dataset or cycle. */
  id: z.string(),
  at: z.iso.datetime(),
  projectId: z.string().nullable(),
  datasetId: z.string().nullable(),
  itemId: z.string().nullable(),
  /** Of an ended cycle. */
  pipelineId: z.string().optional(),
  /** Of an item, a task or a cycle, as it is now. */
  status: z.string().nullable().optional(),
});
export type News = z.infer<typeof newsSchema>;
export type NewsType = News['type'];
