/** What two people changed differently: what waits for a decision, and what was decided. */
import { z } from 'zod';
import { itemIdSchema } from '#core/model/ids.ts';
import {
  conflictGroupSchema,
  conflictIdSchema,
  conflictSchema,
  whichConflictsSchema,
} from '#core/model/sync.ts';
import { mutation, query } from './define.ts';

const choiceSchema = z.enum(['mine', 'theirs']);

export const conflicts = {
  /** Those that wait for a decision, oldest first, or those that were decided, latest first; with how many there are. */
  'sync.conflicts': query(
    z.strictObject({
      /** Null: of all items. */
      itemId: itemIdSchema.nullable().default(null),
      which: whichConflictsSchema.default({}),
      state: z.enum(['waiting', 'decided']).default('waiting'),
      /** The id of the last one of the page before, of those that wait. */
      after: z.string().max(100).default(''),
      limit: z.int().min(1).max(1000).default(200),
    }),
    z.object({ conflicts: z.array(conflictSchema), total: z.int().min(0) }),
  ),
  /** How many wait of each kind, part and person. */
  'sync.conflictGroups': query(z.strictObject({}), z.array(conflictGroupSchema)),
  /**
   * Decides conflicts, one by one or all that are alike: `theirs` leaves what is there; `mine` puts ours in its place, as a step
   * of the item's history that can be taken back, and the conflict with it.
   */
  'sync.solve': mutation(
    z.union([
      z.strictObject({ conflictIds: z.array(conflictIdSchema).min(1).max(1000), choice: choiceSchema }),
      z.strictObject({ which: whichConflictsSchema, choice: choiceSchema }),
    ]),
    z.object({ solved: z.int().min(0) }),
  ),
  /** Decided ones wait again. Where `mine` was chosen and nothing was changed since, the other value is in force again. */
  'sync.reopen': mutation(
    z.union([
      z.strictObject({ conflictIds: z.array(conflictIdSchema).min(1).max(1000) }),
      z.strictObject({ which: whichConflictsSchema }),
    ]),
    z.object({ reopened: z.int().min(0) }),
  ),
} as const;
