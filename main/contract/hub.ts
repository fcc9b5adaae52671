/** What a hub answers workstations: what has changed since when, and what becomes of their changes. */
import { z } from 'zod';
import { metadataSchema } from '#core/model/common.ts';
import { datasetSchema } from '#core/model/dataset.ts';
import { changeSchema, clashSchema, feedEntrySchema, outcomeSchema } from '#core/model/exchange.ts';
import { datasetIdSchema, itemIdSchema, recipeIdSchema, taskIdSchema } from '#core/model/ids.ts';
import { itemFolderSchema, itemNameSchema } from '#core/model/item.ts';
import { leaseDaysSchema, leaseSchema, MOST_PACKED, packIdSchema } from '#core/model/pack.ts';
import { recipeContentSchema, recipeSchema } from '#core/model/recipe.ts';
import { assignmentSchema, taskSchema } from '#core/model/task.ts';
import { internal, mutation, query, stored } from './define.ts';

/** Of a file, in hex. */
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal characters');

export const hub = {
  /** What the labelling of a dataset needs beside its items: recipes, and the tasks of its project with who works in them. */
  'hub.dataset': query(
    z.strictObject({ datasetId: datasetIdSchema }),
    z.object({
      dataset: datasetSchema,
      recipes: z.array(recipeSchema),
      tasks: z.array(taskSchema.extend({ assignments: z.array(assignmentSchema) })),
    }),
  ),
  /**
   * Items of a dataset that were changed, the ones changed last coming last; each once, as it is now. The first question
   * about a dataset is answered with all of its items. Where `era` is not the one that is given, the database is another than
   * it was (a copy of an earlier day, say), and the answer begins anew.
   */
  'hub.changes': stored(
    query(
      z.strictObject({
        datasetId: datasetIdSchema,
        era: z.string().max(100).nullable().default(null),
        after: z.int().min(0).default(0),
        limit: z.int().min(1).max(1000).default(200),
      }),
      z.object({
        era: z.string(),
        entries: z.array(feedEntrySchema),
        /** The next question's `after`. */
        next: z.int().min(0),
        more: z.boolean(),
      }),
    ),
  ),
  /**
   * Waits until there is something newer than what a workstation has: at once when there is, at the latest after the time.
   * `about` is what the last answer said of recipes and tasks; null: that is not known, which counts as changed.
   */
  'hub.watch': query(
    z.strictObject({
      places: z
        .array(
          z.strictObject({ datasetId: datasetIdSchema, era: z.string().max(100), after: z.int().min(0) }),
        )
        .min(1)
        .max(1000),
      about: z.string().max(100).nullable(),
      /** Seconds. */
      wait: z.int().min(0).max(25),
    }),
    z.object({ changed: z.boolean(), about: z.string() }),
  ),
  /**
   * Makes an item of a file that comes in pieces, once all of it is here; until then says how many bytes are. `conflict`:
   * another file is in its place; `media-unreadable`: what came is not the file of the hash, and is thrown away.
   */
  'hub.upload': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      name: itemNameSchema,
      folder: itemFolderSchema,
      metadata: metadataSchema,
      sha256: sha256Schema,
      /** Bytes. */
      size: z.int().min(1),
    }),
    z.object({ itemId: itemIdSchema.nullable(), received: z.int().min(0) }),
  ),
  /** Adds a passing file, as `items.uploadPlace` gives out, to what has come; answers how many bytes are here then. */
  'hub.append': internal(
    mutation(
      z.strictObject({ sha256: sha256Schema, offset: z.int().min(0), path: z.string().min(1).max(4096) }),
      z.object({ received: z.int().min(0) }),
    ),
  ),
  /**
   * Keeps items of a task for the person who asks, until a day: what is theirs first, then what nobody has where people take
   * items themselves. Asked again with the same id it answers the same. `wrong-state`: the person does not work in the
   * task, or nothing of it waits for them.
   */
  'hub.lease': mutation(
    z.strictObject({
      id: packIdSchema,
      taskId: taskIdSchema,
      /** Only items of these. */
      datasetIds: z.array(datasetIdSchema).min(1).max(1000),
      count: z.int().min(1).max(MOST_PACKED),
      days: leaseDaysSchema,
    }),
    z.object({ lease: leaseSchema, itemIds: z.array(itemIdSchema) }),
  ),
  /** The person needs them no more; ended before, it stays so. `forbidden`: it is somebody else's. */
  'hub.endLease': mutation(z.strictObject({ id: packIdSchema }), leaseSchema),
  /** Takes a change of a recipe, put together with what others have changed. Sent again it does nothing more. */
  'hub.recipe': mutation(
    z.strictObject({ recipeId: recipeIdSchema, base: recipeContentSchema, mine: recipeContentSchema }),
    z.object({ now: recipeContentSchema, clashes: z.array(clashSchema) }),
  ),
  /**
   * Takes a parcel of changes: each is put together with what others have changed meanwhile, and each is answered, in order.
   * Sent again it changes nothing and answers the same. `remote-stale`: a later one of its session has come already.
   */
  'hub.receive': mutation(
    z.strictObject({
      /** Names a workstation and one of its strands; parcels of one come one after the other. */
      session: z.string().min(16).max(100),
      number: z.int().min(1),
      changes: z.array(changeSchema).max(1000),
    }),
    z.object({ outcomes: z.array(outcomeSchema) }),
  ),
} as const;
