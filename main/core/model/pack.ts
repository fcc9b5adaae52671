/** A pack: items of a task that somebody takes along where there is no network, and what comes back of them. */
import { z } from 'zod';
import { nameSchema, personSchema, timeSchema } from './common.ts';
import { changeSchema, feedEntrySchema, outcomeSchema } from './exchange.ts';
import { datasetIdSchema, projectIdSchema, taskIdSchema } from './ids.ts';
import { remoteIdSchema } from './sync.ts';

export const packIdSchema = z
  .string()
  .regex(/^[0-9a-f]{24}$/, 'must be 24 hexadecimal characters')
  .brand<'PackId'>();
export type PackId = z.infer<typeof packIdSchema>;

/** So many items are in one pack at most: it is read as a whole. */
export const MOST_PACKED = 10_000;

/** For how long items are kept for somebody. */
export const leaseDaysSchema = z.number().min(0.01).max(365);

const packedSchema = z.object({
  id: packIdSchema,
  taskId: taskIdSchema,
  person: personSchema,
  madeAt: timeSchema,
  /** Until then the items are given to nobody else. */
  until: timeSchema,
});

/** A pack as the side that has made it knows it. */
export const leaseSchema = packedSchema.extend({
  taskName: nameSchema,
  items: z.int().min(0),
  /** Those that still wait for the person. */
  left: z.int().min(0),
  /** When somebody ended it, or its time was over and the items were given on; null: it holds. */
  endedAt: timeSchema.nullable(),
  /** When work came back for the last time; null: not yet. */
  cameAt: timeSchema.nullable(),
});
export type Lease = z.infer<typeof leaseSchema>;

/** A pack as the side that has opened it knows it. */
export const takenPackSchema = packedSchema.extend({
  taskName: nameSchema,
  /** Whose it is, in its own words, and its key as people compare it. */
  hub: z.string(),
  fingerprint: z.string(),
  /** Changes that have not come back to the hub so far as is known here. */
  queued: z.int().min(0),
});
export type TakenPack = z.infer<typeof takenPackSchema>;

/** Items of a remote's task that were taken along over the network: with their files, for a time without one. */
export const takenAlongSchema = z.object({
  id: packIdSchema,
  remoteId: remoteIdSchema,
  taskId: taskIdSchema,
  taskName: nameSchema,
  /** Until then the items are given to nobody else. */
  until: timeSchema,
  items: z.int().min(0),
  /** Those that still wait for the person. */
  left: z.int().min(0),
  /** Of its items: files that are not here yet, and their bytes. */
  away: z.object({ files: z.int().min(0), bytes: z.int().min(0) }),
});
export type TakenAlong = z.infer<typeof takenAlongSchema>;

const keySchema = z.string().regex(/^[A-Za-z0-9_-]{40,200}$/);

/** What labelling needs beside the items, in the words of `hub.dataset`: read by that call's own schema. */
const surroundingsSchema = z.looseObject({
  dataset: z.looseObject({ id: datasetIdSchema, name: nameSchema }),
});

export const packManifestSchema = packedSchema.extend({
  kind: z.literal('pack'),
  hub: z.string().max(300),
  /** The hub's public key, and the private one with which what goes back is signed. */
  key: keySchema,
  returnKey: keySchema,
  project: z.object({ id: projectIdSchema, name: nameSchema }),
  datasets: z.array(surroundingsSchema).max(1000),
  items: z
    .array(
      z.object({
        entry: feedEntrySchema,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        /** Bytes. */
        size: z.int().min(0),
      }),
    )
    .max(MOST_PACKED),
});
export type PackManifest = z.infer<typeof packManifestSchema>;

/** What was done, as parcels that a network would have carried. */
export const returnManifestSchema = z.object({
  kind: z.literal('return'),
  packId: packIdSchema,
  parcels: z
    .array(
      z.object({
        session: z.string().min(16).max(100),
        number: z.int().min(1),
        changes: z.array(changeSchema),
      }),
    )
    .max(100),
});
export type ReturnManifest = z.infer<typeof returnManifestSchema>;

/** What became of it. */
export const outcomeManifestSchema = z.object({
  kind: z.literal('outcome'),
  packId: packIdSchema,
  answers: z.array(z.object({ session: z.string(), number: z.int(), outcomes: z.array(outcomeSchema) })),
});
export type OutcomeManifest = z.infer<typeof outcomeManifestSchema>;
