/** An issue: a reviewer's objection pinned to an annotation or a place. */
import { z } from 'zod';
import { personSchema, pointSchema, timeSchema } from './common.ts';
import { annotationIdSchema, issueIdSchema, itemIdSchema, taskIdSchema } from './ids.ts';

/** `issue`: waits for the annotator; `review`: fixed, waits for the reviewer; `approved`: settled. */
export const issueStatusSchema = z.enum(['issue', 'review', 'approved']);
export type IssueStatus = z.infer<typeof issueStatusSchema>;

export const issueSchema = z.object({
  id: issueIdSchema,
  itemId: itemIdSchema,
  /** The QA task in which it was opened. */
  taskId: taskIdSchema,
  annotationId: annotationIdSchema.nullable(),
  /** Pixels of the upright picture; null when the issue belongs to an annotation or to the whole item. */
  point: pointSchema.nullable(),
  status: issueStatusSchema,
  text: z.string().max(4000),
  creator: personSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Issue = z.infer<typeof issueSchema>;
