/** Recipes of remotes, put together with what was changed of them here. */
import { isSluiceError } from '#core/errors.ts';
import type { ProjectId } from '#core/model/ids.ts';
import type { Recipe, RecipeContent } from '#core/model/recipe.ts';
import type { Remote, RemoteId } from '#core/model/sync.ts';
import { isSame } from '#core/sync/canonical.ts';
import type { Clash } from '#core/sync/merge.ts';
import { mergeRecipes, recipeContent } from '#core/sync/recipes.ts';
import type { EngineContext } from '../context.ts';
import { findOntology, saveOntology } from '../db/queries/ontologies.ts';
import { quietly } from '../db/queries/outbox.ts';
import {
  findRecipeCopy,
  listDirtyRecipes,
  type RecipeCopy,
  saveRecipeCopy,
} from '../db/queries/recipe-copies.ts';
import { findRecipeOfTask, saveRecipe } from '../db/queries/recipes.ts';
import { MACHINE, type Tx } from '../unit.ts';
import type { RemoteApi } from './remote.ts';

/** A recipe as the remote has it; what was changed of it here and is not there yet stays. */
export function takeRecipe(
  tx: Tx,
  { remoteId, projectId }: { readonly remoteId: RemoteId; readonly projectId: ProjectId },
  there: Omit<Recipe, 'projectId'>,
): void {
  const theirs = recipeContent(there);
  const copy = findRecipeCopy(tx.db, there.id);
  const here = findRecipeOfTask(tx.db, there.id);
  const kept = copy?.dirty && here ? mergeRecipes(copy.base, recipeContent(here), theirs) : null;
  writeRecipe(tx, { ...there, projectId }, kept?.value ?? theirs);
  const clashes = added(copy?.clashes ?? [], kept?.clashes ?? []);
  const dirty = kept !== null && !isSame(kept.value, theirs);
  const refused = dirty ? (copy?.refused ?? null) : null;
  saveRecipeCopy(tx.db, { recipeId: there.id, remoteId, base: theirs, dirty, refused, clashes });
}

/** What is said, and what the recipe is beside that. No change of this workspace that a remote has to hear of. */
export function writeRecipe(tx: Tx, recipe: Recipe, content: RecipeContent): void {
  const { id, ontologyId, projectId, creator, createdAt, updatedAt } = recipe;
  const { labels, attributes, ...said } = content;
  const known = findOntology(tx.db, ontologyId);
  const ontology = known ?? { title: said.title, extra: {}, creator, createdAt };
  quietly(tx.db, () => {
    saveOntology(tx.db, { ...ontology, id: ontologyId, projectId, labels, attributes, updatedAt });
    saveRecipe(tx.db, { ...recipe, ...said, id, projectId });
  });
}

/** Each field once: what was asked last counts. */
function added(before: readonly Clash[], clashes: readonly Clash[]): readonly Clash[] {
  const fields = new Set(clashes.map(({ field }) => field));
  return [...before.filter(({ field }) => !fields.has(field)), ...clashes];
}

type Work = {
  readonly ctx: Pick<EngineContext, 'db' | 'unit'>;
  readonly remote: Pick<Remote, 'id'>;
  readonly api: Pick<RemoteApi, 'sendRecipe'>;
  readonly signal: AbortSignal;
};

/** Sends what was changed here. Throws as `RemoteApi`, but for what the remote refuses. */
export async function pushRecipes({ ctx, remote, api, signal }: Work): Promise<void> {
  for (const copy of listDirtyRecipes(ctx.db, remote.id)) {
    const { recipeId, base, refused } = copy;
    const recipe = findRecipeOfTask(ctx.db, recipeId);
    if (refused || !recipe) continue;
    const mine = recipeContent(recipe);
    try {
      const { now, clashes } = await api.sendRecipe({ recipeId, base, mine }, signal);
      ctx.unit(MACHINE, (tx) => settle(tx, { copy, sent: mine, now, clashes }));
    } catch (error) {
      if (!isSluiceError(error, 'remote-refused', 'not-found')) throw error;
      const { code, message } = error;
      ctx.unit(MACHINE, (tx) => saveRecipeCopy(tx.db, { ...copy, refused: { code, message } }));
    }
  }
}

type Settling = {
  readonly copy: RecipeCopy;
  readonly sent: RecipeContent;
  readonly now: RecipeContent;
  readonly clashes: readonly Clash[];
};

function settle(tx: Tx, { copy, sent, now, clashes }: Settling): void {
  const recipe = findRecipeOfTask(tx.db, copy.recipeId);
  if (!recipe) return;
  // It may have been changed again since it was sent.
  const { value, clashes: later } = mergeRecipes(sent, recipeContent(recipe), now);
  if (!isSame(value, recipeContent(recipe))) writeRecipe(tx, { ...recipe, updatedAt: tx.now }, value);
  const all = added(copy.clashes, [...clashes, ...later]);
  saveRecipeCopy(tx.db, { ...copy, base: now, dirty: !isSame(value, now), refused: null, clashes: all });
  tx.changes.project(recipe.projectId);
}
