/** Items that are taken along where there is no network, as files. Paths are absolute, on the engine's computer. */
import { z } from 'zod';
import { personSchema } from '#core/model/common.ts';
import { taskIdSchema } from '#core/model/ids.ts';
import {
  leaseDaysSchema,
  leaseSchema,
  MOST_PACKED,
  packIdSchema,
  takenPackSchema,
} from '#core/model/pack.ts';
import { mutation, query } from './define.ts';

const path = z.string().min(1).max(4000);

export const packs = {
  /**
   * Hands items of a task to a person until a day, and writes them to a file with all that their labelling needs: what is
   * the person's already first, then what nobody has. `wrong-state`: there is none.
   */
  'packs.make': mutation(
    z.strictObject({
      taskId: taskIdSchema,
      person: personSchema,
      count: z.int().min(1).max(MOST_PACKED),
      days: leaseDaysSchema.default(7),
      path,
    }),
    z.object({ lease: leaseSchema, fingerprint: z.string() }),
  ),
  /** Packs that were made here, the newest first. */
  'packs.leases': query(z.strictObject({}), z.array(leaseSchema)),
  /** From now on so long; also one whose time was over, unless it was ended. */
  'packs.extend': mutation(z.strictObject({ packId: packIdSchema, days: leaseDaysSchema }), leaseSchema),
  /** Its items may be given to others again. What comes back after that is put together with what they did. */
  'packs.end': mutation(z.strictObject({ packId: packIdSchema }), leaseSchema),
  /**
   * Takes a pack over once all of it was checked. `invalid-input`: it is damaged, or was changed; `unsupported`: it is newer
   * than this version; `forbidden`: another hub has made it than the earlier ones; nothing is left of it then.
   */
  'packs.open': mutation(
    z.strictObject({ path }),
    z.object({ pack: takenPackSchema, items: z.int().min(0), knownBefore: z.boolean() }),
  ),
  /** Packs that were opened here, the newest first. */
  'packs.taken': query(z.strictObject({}), z.array(takenPackSchema)),
  /**
   * Writes what was done since. Until its outcome is here the same is written again, and what was done later waits.
   * `wrong-state`: there is nothing to write.
   */
  'packs.writeReturn': mutation(
    z.strictObject({ packId: packIdSchema, path }),
    z.object({
      changes: z.int().min(0),
      /** Changes that wait until the outcome is here, and new items, which only go over a network. */
      later: z.int().min(0),
      newItems: z.int().min(0),
    }),
  ),
  /** Takes what was done, as over a network, and writes what became of it. The same file again changes nothing. */
  'packs.receive': mutation(
    z.strictObject({ path, outcomePath: path }),
    z.object({
      lease: leaseSchema,
      changes: z.int().min(0),
      /** Of them, those that had come before. */
      before: z.int().min(0),
      conflicts: z.int().min(0),
      refused: z.array(z.string()),
    }),
  ),
  /** Takes over what became of it: conflicts wait to be decided, and what was refused is set aside. */
  'packs.takeOutcome': mutation(z.strictObject({ path }), z.object({ settled: z.int().min(0) })),
} as const;
