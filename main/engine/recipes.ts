/** Makes recipes and ontologies inside of a transaction that makes more than that. */
import type { ProjectId } from '#core/model/ids.ts';
import { ontologyIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import type { Ontology } from '#core/model/ontology.ts';
import type { Recipe } from '#core/model/recipe.ts';
import { saveOntology } from './db/queries/ontologies.ts';
import { saveRecipe } from './db/queries/recipes.ts';
import type { Tx } from './unit.ts';

export type NewOntology = Pick<Ontology, 'projectId' | 'title' | 'labels'> &
  Partial<Pick<Ontology, 'attributes' | 'extra'>>;

export function createOntology(tx: Tx, made: NewOntology): Ontology {
  const ontology: Ontology = {
    attributes: [],
    extra: {},
    ...made,
    id: ontologyIdSchema.parse(tx.id()),
    creator: tx.actor,
    createdAt: tx.now,
    updatedAt: tx.now,
  };
  saveOntology(tx.db, ontology);
  return ontology;
}

export type NewRecipe = {
  readonly projectId: ProjectId;
  readonly title: string;
  readonly ontology: Ontology;
  readonly instructions?: string;
  readonly extra?: Recipe['extra'];
};

export function createRecipe(tx: Tx, { ontology, ...made }: NewRecipe): Recipe {
  const recipe: Recipe = {
    instructions: '',
    extra: {},
    ...made,
    id: recipeIdSchema.parse(tx.id()),
    ontologyId: ontology.id,
    labels: ontology.labels,
    attributes: ontology.attributes,
    tools: [],
    creator: tx.actor,
    createdAt: tx.now,
    updatedAt: tx.now,
  };
  saveRecipe(tx.db, recipe);
  return recipe;
}
