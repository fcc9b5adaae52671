/** A recipe on its way to a remote that puts nothing together itself (reference section 2.6). */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { writeRoots } from '#core/formats/dataloop/labels.ts';
import type { RecipeContent } from '#core/model/recipe.ts';
import { isSame } from '#core/sync/canonical.ts';
import { mergeRecipes, recipeContent } from '#core/sync/recipes.ts';
import type { Http } from '../http.ts';
import type { RecipeChange, RecipeOutcome } from '../remote.ts';
import { readRecipe } from './surroundings.ts';

/** Throws as `Http.ask`; SluiceError `not-found` when it is there no more. */
export async function sendRecipe(
  http: Http,
  { recipeId, base, mine }: RecipeChange,
  signal: AbortSignal,
): Promise<RecipeOutcome> {
  const there = await readRecipe(http, recipeId, signal);
  if (there === null) throw new SluiceError('not-found', 'The remote has this recipe no more.', { recipeId });
  const theirs = recipeContent(there);
  const { value, clashes } = mergeRecipes(base, mine, theirs);
  if (!isSame(saidBeside(value), saidBeside(theirs))) {
    const { title, instructions, tools } = value;
    const body = { title, instructions, metadata: { user: { sluiceTools: tools } } };
    const path = `/recipes/${recipeId}`;
    await http.ask({ method: 'PATCH', path, body, reply: z.unknown() }, signal);
  }
  const { labels, attributes } = value;
  if (!isSame({ labels, attributes }, { labels: theirs.labels, attributes: theirs.attributes })) {
    const body = { roots: writeRoots(labels), metadata: { attributes } };
    const path = `/ontologies/${there.ontologyId}?system=true`;
    await http.ask({ method: 'PUT', path, body, reply: z.unknown() }, signal);
  }
  // As the remote says it: a tree of labels has parents that a list may lack.
  const after = await readRecipe(http, recipeId, signal);
  return { now: after === null ? value : recipeContent(after), clashes };
}

const saidBeside = ({ title, instructions, tools }: RecipeContent) => ({ title, instructions, tools });
