/** A remote that the workspace is kept in step with, and how that stands. */
import { z } from 'zod';
import { personSchema, timeSchema } from './common.ts';
import { itemIdSchema } from './ids.ts';

const hexId = z.string().regex(/^[0-9a-f]{24}$/, 'must be 24 hexadecimal characters');
export const remoteIdSchema = hexId.brand<'RemoteId'>();
export type RemoteId = z.infer<typeof remoteIdSchema>;
export const conflictIdSchema = hexId.brand<'ConflictId'>();

/**
 * `sluice`: another Sluice that serves a team; `dataloop`: anything else that speaks the reference API; `pack`: a Sluice that
 * only files come from, and go to.
 */
export const remoteKindSchema = z.enum(['sluice', 'dataloop', 'pack']);
export type RemoteKind = z.infer<typeof remoteKindSchema>;

/** SHA-256 of a certificate, as programs print it. */
export const fingerprintSchema = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, 'must be a SHA-256');

/** What a server shows of itself. */
export const shownCertificateSchema = z.object({
  fingerprint: fingerprintSchema,
  name: z.string(),
  validFrom: timeSchema,
  validTo: timeSchema,
  /** It is not valid now. */
  ended: z.boolean(),
});
export type ShownCertificate = z.infer<typeof shownCertificateSchema>;

export const remoteSchema = z.object({
  id: remoteIdSchema,
  kind: remoteKindSchema,
  /** Of its API, without a slash at the end: "https://hub.example:7411/api/v1". */
  address: z.url(),
  /** Who works there under the token that is kept. */
  account: personSchema,
  /** The one certificate that it may show, because a person trusts it; null: any that the system trusts. */
  certificate: fingerprintSchema.nullable(),
  /** True: a person has stopped it for now. */
  paused: z.boolean(),
  createdAt: timeSchema,
});
export type Remote = z.infer<typeof remoteSchema>;

/** What is exchanged; a standing is an item's in a task. */
export const exchangedKindSchema = z.enum(['annotation', 'item', 'standing', 'issue']);

/** What of a remote is linked to what of this workspace. */
export const linkKindSchema = z.enum(['project', 'dataset', 'item', 'task', 'pipeline']);
export type LinkKind = z.infer<typeof linkKindSchema>;

/** How a remote stands. */
export const syncStateSchema = z.object({
  remoteId: remoteIdSchema,
  /**
   * `offline`: not reached, tried again; `denied`: it wants another token, and nothing is tried until it has one; `untrusted`:
   * its certificate is not the one that is trusted, nothing is sent, and a person decides.
   */
  state: z.enum(['idle', 'working', 'offline', 'denied', 'untrusted', 'paused']),
  /** Why, where something is wrong. */
  message: z.string().nullable(),
  /** What it shows, where that is not trusted. */
  certificate: shownCertificateSchema.nullable(),
  /** Changes that it has not confirmed, and those that it did not take. */
  queued: z.int().min(0),
  parked: z.int().min(0),
  /** When everything was in step for the last time; null: never so far. */
  syncedAt: timeSchema.nullable(),
  /** When it is tried again by itself. */
  retryAt: timeSchema.nullable(),
});
export type SyncState = z.infer<typeof syncStateSchema>;

/** One field that two people changed differently. The remote's value is in force until somebody decides. */
export const conflictSchema = z.object({
  id: conflictIdSchema,
  kind: exchangedKindSchema,
  /** The annotation, item or issue; of a standing the task and the item, with a colon between. */
  entity: z.string(),
  itemId: itemIdSchema,
  /** As `core/sync/fields.ts` names it; empty: one side deleted what the other changed. */
  field: z.string(),
  /** Absent: not there. */
  base: z.unknown().optional(),
  mine: z.unknown().optional(),
  theirs: z.unknown().optional(),
  /** Whose the other value is, where that is known. */
  by: personSchema.nullable(),
  at: timeSchema,
  /** What a person chose, and null until then. */
  choice: z.enum(['mine', 'theirs']).nullable(),
});
export type Conflict = z.infer<typeof conflictSchema>;

/** Conflicts that are alike. */
export const conflictGroupSchema = z.object({
  kind: exchangedKindSchema,
  /** First key of the field, with its slash: "/label", "/geometry", "/attributes"; empty: the whole thing. */
  part: z.string().max(300),
  by: personSchema.nullable(),
  count: z.int().min(1),
});
export type ConflictGroup = z.infer<typeof conflictGroupSchema>;
/** Which conflicts are meant: those of which everything that is named is so; nothing named: all. */
export const whichConflictsSchema = conflictGroupSchema.pick({ kind: true, part: true, by: true }).partial();
export type WhichConflicts = z.infer<typeof whichConflictsSchema>;
