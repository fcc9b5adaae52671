/** Copies of recipes. */
import type { Caller } from '#contract/index.ts';
import type { RecipeId } from '#core/model/ids.ts';
import type { Recipe } from '#core/model/recipe.ts';

/** @param shallow whether the copy has the same ontology, and not one of its own. */
export async function copyRecipe(call: Caller, recipeId: RecipeId, shallow: boolean): Promise<Recipe> {
  const { projectId, title, ontologyId, instructions, extra } = await call('recipes.get', { recipeId });
  const shared = shallow ? ontologyId : await copyOntology();
  return await call('recipes.create', { projectId, title, ontologyId: shared, instructions, extra });

  async function copyOntology() {
    const { labels, attributes, extra: kept, title: name } = await call('ontologies.get', { ontologyId });
    return (await call('ontologies.create', { projectId, title: name, labels, attributes, extra: kept })).id;
  }
}
