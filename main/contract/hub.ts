/** What a hub answers workstations: what has changed since when, and what becomes of their changes. */
import { z } from 'zod';
import { datasetSchema } from '#core/model/dataset.ts';
import { changeSchema, clashSchema, feedEntrySchema, outcomeSchema } from '#core/model/exchange.ts';
import { datasetIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { recipeContentSchema, recipeSchema } from '#core/model/recipe.ts';
import { assignmentSchema, taskSchema } from '#core/model/task.ts';
import { mutation, query, stored } from './define.ts';

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
