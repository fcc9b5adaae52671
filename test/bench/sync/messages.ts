/** What the bench's workstation is told, and tells. */
import { z } from 'zod';

export const stationInputSchema = z.object({
  /** The workspace; made. */
  folder: z.string(),
  address: z.string(),
  token: z.string(),
  datasetId: z.string(),
  /** Annotations that are made on each item before they are sent; 0: only the pull is measured. */
  perItem: z.int().min(0),
});

export const stationResultSchema = z.object({
  items: z.int(),
  pullSeconds: z.number(),
  /** From the first parcel until the hub has confirmed the last; 0 when nothing was sent. */
  pushSeconds: z.number(),
  /** The most memory that the process had at any time, in MB. */
  memory: z.number(),
});

export const bareInputSchema = stationInputSchema.omit({ folder: true });
export const bareResultSchema = z.object({ seconds: z.number() });
