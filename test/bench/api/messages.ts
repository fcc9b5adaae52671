/** What the bench's server tells, and is told. */
import { z } from 'zod';

export const serverInputSchema = z.object({
  /** The workspace; made. */
  folder: z.string(),
  /** Items that are put in before it serves. */
  items: z.int().min(0),
});

export const serverReadySchema = z.object({ address: z.string(), token: z.string(), datasetId: z.string() });
export type ServerReady = z.infer<typeof serverReadySchema>;

export const importInputSchema = z.object({ folder: z.string(), pictures: z.string() });

export const importResultSchema = z.object({ seconds: z.number(), items: z.int() });
