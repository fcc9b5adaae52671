/** What the processes that run items through five nodes are told, and what they tell. */
import { z } from 'zod';

/** What is asked of each: so many items, in a folder that is thrown away afterwards. */
export const contestSchema = z.strictObject({ items: z.int().min(1), folder: z.string() });

/** A peer: its packages are in `node_modules` of `peerFolder`. */
export const peerContestSchema = contestSchema.extend({
  peerFolder: z.string(),
  /** SQLite's `synchronous`; null: as the peer sets it. */
  synchronous: z.literal('FULL').nullable(),
});

/** From handing the items in until the last one is through. */
export const timingSchema = z.object({ seconds: z.number().positive() });

export const ownTimingSchema = timingSchema.extend({
  /** Transactions in that time. */
  transactions: z.int().min(1),
  /** Copies of the database as it was before and after. */
  before: z.string(),
  after: z.string(),
});
export type OwnTiming = z.infer<typeof ownTimingSchema>;

/** A bare loop that makes the database `after` out of `before` with so many transactions. */
export const bareContestSchema = ownTimingSchema.omit({ seconds: true }).extend({ folder: z.string() });

export const bareTimingSchema = timingSchema.extend({
  tables: z.array(z.object({ name: z.string(), inserted: z.int(), updated: z.int(), bytes: z.int() })),
});
export type BareTiming = z.infer<typeof bareTimingSchema>;

export const scaleSchema = z.strictObject({
  folder: z.string(),
  /** Items that are done when the rate is measured first, and last. */
  few: z.int().min(1),
  many: z.int().min(1),
  /** Items a measurement, and measurements. */
  chunk: z.int().min(1),
  rounds: z.int().min(1),
  /** Items that wait for a person when questions are asked, and how often each is asked. */
  waiting: z.int().min(1),
  asks: z.int().min(1),
});

export const scaledSchema = z.object({
  done: z.int(),
  /** Items a second. */
  atFew: z.array(z.number()),
  atMany: z.array(z.number()),
  /** Resident memory of the engine's process with many items done. */
  megabytes: z.number(),
  answers: z.array(z.object({ metric: z.string(), milliseconds: z.array(z.number()).nullable() })),
});

export const fannedOutSchema = timingSchema.extend({ megabytes: z.number().positive() });

export const codeNodeSchema = contestSchema.extend({
  /** How many items are run one after the other. */
  alone: z.int().min(1),
  /** The node that is measured, or the one it is compared to. */
  middle: z.enum(['code', 'split']),
  /** Where snippets run. */
  way: z.enum(['thread', 'process']),
});

export const snippetTimingSchema = timingSchema.extend({
  /** Milliseconds of each item that was run alone. */
  oneByOne: z.array(z.number()),
});

export const sandboxSchema = contestSchema.extend({
  /** Where snippets run: see `HomeKind`. */
  way: z.enum(['process', 'thread']),
  /** How many items are run one after the other. */
  alone: z.int().min(1),
});
