import { z } from 'zod';
import { mutation, query } from './define.ts';

const amountSchema = z.object({ files: z.int().min(0), bytes: z.int().min(0) });
export type StorageAmount = z.infer<typeof amountSchema>;

export const storagePartSchema = z.enum([
  'originals',
  'results',
  'frames',
  'thumbs',
  'renditions',
  'tiles',
  'proxies',
  'database',
  'copies',
  'own',
  'trash',
]);

export const storageUsageSchema = z.object({
  /**
   * `originals`: copies of files that were handed in; `results`: what nodes made; `thumbs` to `proxies`: caches;
   * `copies`: of the database; `own`: functions, exports and files of people; `trash`: what was taken away, kept for two weeks.
   */
  parts: z.array(amountSchema.extend({ part: storagePartSchema })),
  /** What no item refers to; the next collection takes it. */
  reclaimable: amountSchema,
  /** What no item refers to so far, and is younger than a day. */
  young: amountSchema,
  /** Free bytes on the disk of the workspace. */
  free: z.number().min(0),
});
export type StorageUsage = z.infer<typeof storageUsageSchema>;

export const collectedSchema = z.object({
  dryRun: z.boolean(),
  /** What no item refers to and was moved to the trash; in a dry run, what would be. */
  moved: amountSchema,
  /** What was removed from the disk for good. */
  removed: amountSchema,
  /** What no item refers to so far, and is younger than a day. */
  young: amountSchema,
  /** Of the caches: the longest unused, as far as they were over their limit. */
  caches: amountSchema,
  /** Locations of what was moved, the first hundred. */
  listed: z.array(z.string()),
});
export type Collected = z.infer<typeof collectedSchema>;

export const storage = {
  /** What takes how much space. Reads every folder, so it takes a while. */
  'storage.usage': query(z.strictObject({}), storageUsageSchema),
  /**
   * Moves what no item refers to into the workspace's trash, where it stays for two weeks; `emptyTrash` removes it at once.
   * Caches are brought under their limit.
   */
  'storage.collect': mutation(
    z.strictObject({ dryRun: z.boolean().default(false), emptyTrash: z.boolean().default(false) }),
    collectedSchema,
  ),
  /** Removes all that can be made again: thumbnails, renditions, tiles, proxies. */
  'storage.clearCaches': mutation(z.strictObject({}), amountSchema),
} as const;
