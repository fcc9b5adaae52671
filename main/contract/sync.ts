/** Keeping in step with remotes. */
import { z } from 'zod';
import { nameSchema } from '#core/model/common.ts';
import { datasetSchema } from '#core/model/dataset.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { remoteAbilitySchema } from '#core/model/remote-ability.ts';
import {
  exchangedKindSchema,
  fingerprintSchema,
  remoteIdSchema,
  remoteSchema,
  syncStateSchema,
} from '#core/model/sync.ts';
import { mutation, query } from './define.ts';

const byRemote = z.strictObject({ remoteId: remoteIdSchema });

export const sync = {
  'sync.remotes': query(z.strictObject({}), z.array(remoteSchema)),
  /** How each remote stands. */
  'sync.states': query(z.strictObject({}), z.array(syncStateSchema)),
  /** Where the token of each remote is: in the system's key store, or in a file that only the person may read; null: nowhere. */
  'sync.tokens': query(
    z.strictObject({}),
    z.array(z.object({ remoteId: remoteIdSchema, keptIn: z.enum(['key-store', 'file']).nullable() })),
  ),
  /**
   * Makes a remote known, or gives one that is known another token. See `sync.tokens` for where the token goes.
   * `remote-offline`: it was not reached; `remote-denied`: it does not know the token; `unsupported`: it is nothing that this
   * workspace can be kept in step with, or its address would send the token through the open net; `remote-untrusted`: nobody
   * vouches for its certificate, which `details.certificate` shows. Nothing was sent then.
   */
  'sync.connect': mutation(
    z.strictObject({
      /** With or without the path of its API. */
      address: z.string().trim().min(1).max(500),
      credentials: z.union([
        z.strictObject({ token: z.string().trim().min(1).max(10_000) }),
        z.strictObject({ user: z.string().trim().min(1).max(200), password: z.string().min(1).max(1000) }),
      ]),
      /** SHA-256 of a certificate that a person trusts: from now on it may show this one alone. */
      certificate: fingerprintSchema.nullable().default(null),
    }),
    remoteSchema,
  ),
  /** Forgets a remote, with what was to be sent there; everything here stays as it is. */
  'sync.disconnect': mutation(byRemote, z.null()),
  /** A person trusts the certificate that the remote shows now. */
  'sync.trust': mutation(byRemote.extend({ certificate: fingerprintSchema }), remoteSchema),
  'sync.setPaused': mutation(byRemote.extend({ paused: z.boolean() }), remoteSchema),
  /** Exchanges at once what waits on both sides, and answers when that is done. Throws as `sync.connect`. */
  'sync.now': mutation(byRemote, syncStateSchema),
  /** What the remote supports, of all that workspaces are kept in step with; it is asked. */
  'sync.abilities': query(byRemote, z.array(remoteAbilitySchema)),
  /** What there is at the remote to link to. */
  'sync.catalog': query(
    byRemote,
    z.array(
      z.object({
        idThere: z.string(),
        name: nameSchema,
        datasets: z.array(
          z.object({
            idThere: z.string(),
            name: nameSchema,
            items: z.int().min(0),
            /** The dataset of this workspace that is linked to it. */
            datasetId: datasetIdSchema.nullable(),
          }),
        ),
      }),
    ),
  ),
  /** Makes a dataset that is kept in step with one of the remote. Answers it; its items come after. */
  'sync.link': mutation(byRemote.extend({ datasetIdThere: z.string().min(1).max(100) }), datasetSchema),
  /**
   * Makes an empty dataset at the remote, with the same recipe, that this one is kept in step with: its items go there after.
   * `conflict`: it is linked, or one of that name is there; `wrong-state`: files of it are not here.
   */
  'sync.publish': mutation(byRemote.extend({ datasetId: datasetIdSchema }), datasetSchema),
  /** From now on the dataset goes its own way. What was to be sent is not; everything here stays. */
  'sync.unlink': mutation(z.strictObject({ datasetId: datasetIdSchema }), z.null()),
  /** Of each linked dataset: whether all of its files are to be here, and what of them is not yet. */
  'sync.files': query(
    z.strictObject({}),
    z.array(
      z.object({
        datasetId: datasetIdSchema,
        keep: z.boolean(),
        /** Not here: files, and their bytes. */
        away: z.object({ files: z.int().min(0), bytes: z.int().min(0) }),
        /** `waiting`: for the remote, or for room on the disk. */
        state: z.enum(['off', 'going', 'waiting', 'here']),
        /** Why it waits, or what is wrong with a file that could not be had. */
        message: z.string().nullable(),
      }),
    ),
  ),
  /**
   * From now on all files of a linked dataset are brought, while there is room for them; or only those that are asked for.
   * What is here stays. `not-found` when it is not linked.
   */
  'sync.keepFiles': mutation(z.strictObject({ datasetId: datasetIdSchema, keep: z.boolean() }), z.null()),
  /** What goes to the remote by itself: how many changes of each kind, and the first of them. */
  'sync.queued': query(
    byRemote,
    z.object({
      kinds: z.array(z.object({ kind: exchangedKindSchema, count: z.int().min(1) })),
      changes: z.array(z.object({ seq: z.int(), kind: exchangedKindSchema, itemId: itemIdSchema })),
    }),
  ),
  /** What the remote did not take, oldest first. */
  'sync.parked': query(
    z.strictObject({}),
    z.array(
      z.object({
        seq: z.int(),
        kind: exchangedKindSchema,
        entity: z.string(),
        itemId: itemIdSchema,
        code: z.string(),
        message: z.string(),
      }),
    ),
  ),
  /** Sends it again, or gives it up: what the remote has is then taken over with its next change. */
  'sync.unpark': mutation(z.strictObject({ seq: z.int(), how: z.enum(['again', 'drop']) }), z.null()),
} as const;
