/** The side of a hub: what has changed since when, and what becomes of a workstation's changes. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { isSame } from '#core/sync/canonical.ts';
import { mergeRecipes, recipeContent } from '#core/sync/recipes.ts';
import type { EngineContext } from '../context.ts';
import { beginEra, hasFed, isFed, isOfEra, listFed, startFeed } from '../db/queries/feed.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findRecipeOfTask } from '../db/queries/recipes.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { writeRecipe } from '../sync/recipes.ts';
import { surroundingsOf } from '../sync/surroundings.ts';
import { takeParcel } from '../sync/take-parcel.ts';
import { MACHINE } from '../unit.ts';

/** Bytes of annotations in one answer, about. */
const ROOM = 4_000_000;

export function hubHandlers(
  ctx: EngineContext,
  graphs: Graphs,
): Handlers<`hub.${'dataset' | 'changes' | 'receive' | 'recipe'}`> {
  const { db } = ctx;
  // One a start of the engine: only while it runs can nobody put another database in the place of this one.
  let era: string | null = null;

  function presentEra(): string {
    if (era !== null) return era;
    const begun = ctx.ports.ids.next();
    ctx.unit(MACHINE, (tx) => beginEra(tx.db, begun));
    era = begun;
    return begun;
  }

  function datasetOf(datasetId: DatasetId): Dataset {
    const found = findDataset(db, datasetId);
    if (found) return found;
    throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
  }

  return {
    'hub.dataset': ({ datasetId }) => db.read(() => surroundingsOf(db, datasetOf(datasetId))),
    'hub.changes': ({ datasetId, era: given, after, limit }) => {
      datasetOf(datasetId);
      const now = presentEra();
      if (!isFed(db, datasetId)) ctx.unit(MACHINE, (tx) => startFeed(tx.db, datasetId));
      return db.read(() => {
        const from = given !== null && isOfEra(db, given, after) ? after : 0;
        const entries = listFed(db, { datasetId, after: from, limit, room: ROOM });
        const next = entries.at(-1)?.seq ?? from;
        return {
          era: now,
          entries,
          next,
          more: hasFed(db, datasetId, next),
        };
      });
    },
    'hub.recipe': ({ recipeId, base, mine }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const recipe = findRecipeOfTask(tx.db, recipeId);
        if (!recipe) throw new SluiceError('not-found', 'This recipe is not there any more.', { recipeId });
        const theirs = recipeContent(recipe);
        const { value, clashes } = mergeRecipes(base, mine, theirs);
        if (!isSame(value, theirs)) {
          writeRecipe(tx, { ...recipe, updatedAt: tx.now }, value);
          tx.changes.project(recipe.projectId);
        }
        return { now: value, clashes: [...clashes] };
      }),
    'hub.receive': ({ session, number, changes }) =>
      ctx.unit(ctx.settings().person, (tx) => ({
        outcomes: [...takeParcel(tx, graphs, { session, number, changes }).outcomes],
      })),
  };
}
