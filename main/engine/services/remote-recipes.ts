/** Recipes of remotes that were changed here, and what a person has to decide about them. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { RecipeId } from '#core/model/ids.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { isSame } from '#core/sync/canonical.ts';
import { recipeContent, withMine } from '#core/sync/recipes.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findRecipeCopy, listOpenRecipes, saveRecipeCopy } from '../db/queries/recipe-copies.ts';
import { findRecipeOfTask } from '../db/queries/recipes.ts';
import { writeRecipe } from '../sync/recipes.ts';

type Calls = `sync.${'recipes' | 'solveRecipe' | 'unparkRecipe'}`;

/** @param changed something waits for the remote now */
export function remoteRecipeHandlers(
  ctx: Pick<EngineContext, 'db' | 'unit' | 'settings'>,
  changed: (remoteId: RemoteId) => void,
): Handlers<Calls> {
  const { db } = ctx;
  return {
    'sync.recipes': () =>
      db.read(() =>
        listOpenRecipes(db).map(({ recipeId, remoteId, clashes, refused }) => ({
          ...{ recipeId, remoteId, clashes: [...clashes], refused },
          title: findRecipeOfTask(db, recipeId)?.title ?? '',
        })),
      ),
    'sync.solveRecipe': ({ recipeId, field, choice }) => {
      const remoteId = ctx.unit(ctx.settings().person, (tx) => {
        const { copy, recipe } = both(tx.db, recipeId);
        const clash = copy.clashes.find((one) => one.field === field);
        if (!clash) throw new SluiceError('not-found', 'This was decided already.', { recipeId, field });
        const before = recipeContent(recipe);
        const after = choice === 'mine' ? withMine(before, clash) : before;
        if (!isSame(before, after)) writeRecipe(tx, { ...recipe, updatedAt: tx.now }, after);
        const clashes = copy.clashes.filter((one) => one !== clash);
        saveRecipeCopy(tx.db, { ...copy, clashes, dirty: !isSame(after, copy.base), refused: null });
        tx.changes.project(recipe.projectId);
        return copy.remoteId;
      });
      changed(remoteId);
      return null;
    },
    'sync.unparkRecipe': ({ recipeId, how }) => {
      const remoteId = ctx.unit(ctx.settings().person, (tx) => {
        const { copy, recipe } = both(tx.db, recipeId);
        if (how === 'drop') writeRecipe(tx, { ...recipe, updatedAt: tx.now }, copy.base);
        saveRecipeCopy(tx.db, { ...copy, dirty: how === 'again', refused: null });
        tx.changes.project(recipe.projectId);
        return copy.remoteId;
      });
      changed(remoteId);
      return null;
    },
  };
}

function both(db: ReadableDb, recipeId: RecipeId) {
  const copy = findRecipeCopy(db, recipeId);
  const recipe = findRecipeOfTask(db, recipeId);
  if (copy && recipe) return { copy, recipe };
  throw new SluiceError('not-found', "This recipe is no remote's any more.", { recipeId });
}
