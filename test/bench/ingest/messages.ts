/** What the bench's processes are told, and what they tell. */
import { z } from 'zod';

export const bareInputSchema = z.object({
  /** Holds the pictures. */
  pictures: z.string(),
  /** Pictures that are rows already when the clock starts; null for none. */
  known: z.string().nullable(),
  /** Where the database is made. */
  folder: z.string(),
});

export const bareResultSchema = z.object({ seconds: z.number(), files: z.int() });

export const engineInputSchema = z.object({
  pictures: z.string(),
  /** The workspace; made. */
  folder: z.string(),
  /** A folder beside `pictures` with more of them, which is moved in when the first are all items; null for none. */
  later: z.string().nullable(),
});

export const engineResultSchema = z.object({
  /** From the call that watches the folder to the last item. */
  scanSeconds: z.number(),
  files: z.int(),
  /** From when `later` is in the folder to its last item. */
  movedSeconds: z.number().nullable(),
  /** From when a copy of `later` is written, file by file by another process, to its last item. */
  writtenSeconds: z.number().nullable(),
  /** What that process took. */
  writingSeconds: z.number().nullable(),
  /** The longest that the engine's thread did nothing else, and what 99 of 100 turns took at most. Milliseconds. */
  longestTurn: z.number(),
  usualTurn: z.number(),
  /** Of the whole process, at its most. */
  megabytes: z.number(),
});
