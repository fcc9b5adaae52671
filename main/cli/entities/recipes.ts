/** What `sluice recipes` and `sluice ontologies` do. Results have the shape of the API's. */
import { SluiceError } from '#core/errors.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { addLabels, readLabelNodes, readRoots } from '#core/formats/dataloop/labels.ts';
import {
  addAttributes,
  readAttributes,
  readOntologyChange,
  writeOntology,
} from '#core/formats/dataloop/ontology.ts';
import { readRecipeChange, writeRecipe } from '#core/formats/dataloop/recipe.ts';
import type { Ontology } from '#core/model/ontology.ts';
import type { Recipe } from '#core/model/recipe.ts';
import type { CliEngine } from '../engine.ts';
import { table } from '../output.ts';
import { findOntology, findProject } from './find.ts';

/** Nothing serves them here: addresses begin below that of the API. */
const BASE = '';

export type RecipeWire = ReturnType<typeof writeRecipe>;
export type OntologyWire = ReturnType<typeof writeOntology>;

export const recipeWire = (recipe: Recipe) => writeRecipe(recipe, BASE);
export const ontologyWire = (ontology: Ontology) => writeOntology(ontology, BASE);

export type NewRecipe = {
  readonly title: string;
  readonly project: string | undefined;
  /** By title or id; without, it has an empty one of its own. */
  readonly ontology: string | undefined;
  readonly instructions: string | undefined;
};

export async function createRecipe(engine: CliEngine, wish: NewRecipe): Promise<RecipeWire> {
  const { title, instructions = '' } = wish;
  const { id: projectId } = await findProject(engine, wish.project);
  const { id: ontologyId } =
    wish.ontology === undefined
      ? await engine.call('ontologies.create', { projectId, title })
      : await findOntology(engine, wish.ontology, projectId);
  return recipeWire(await engine.call('recipes.create', { projectId, title, ontologyId, instructions }));
}

/** Lays a diff over the recipe: null takes away. */
export async function updateRecipe({ call }: CliEngine, before: Recipe, diff: Json): Promise<RecipeWire> {
  const change = readRecipeChange(before, diff, true);
  return recipeWire(await call('recipes.update', { recipeId: before.id, ...change }));
}

export type NewOntology = {
  readonly title: string;
  readonly project: string | undefined;
  readonly labels: readonly unknown[];
};

export async function createOntology(engine: CliEngine, wish: NewOntology): Promise<OntologyWire> {
  const { id: projectId } = await findProject(engine, wish.project);
  const labels = labelsIn(wish.labels);
  return ontologyWire(await engine.call('ontologies.create', { projectId, title: wish.title, labels }));
}

/** Lays a diff over the ontology; `roots` is the whole tree of labels. */
export async function updateOntology(
  { call }: CliEngine,
  before: Ontology,
  diff: Json,
): Promise<OntologyWire> {
  const change = readOntologyChange(before, diff, true);
  return ontologyWire(await call('ontologies.update', { ontologyId: before.id, ...change }));
}

/** Labels take the place of those that are there, or with `add` are laid over them. */
export async function setLabels(
  { call }: CliEngine,
  { id: ontologyId, labels: before }: Ontology,
  json: readonly unknown[],
  add: boolean,
): Promise<OntologyWire> {
  const given = labelsIn(json);
  const labels = add ? addLabels(before, given, true) : given;
  return ontologyWire(await call('ontologies.update', { ontologyId, labels }));
}

/** Attributes take the place of those that are there, or with `add` are laid over them. */
export async function setAttributes(
  { call }: CliEngine,
  { id: ontologyId, attributes: before }: Ontology,
  json: readonly unknown[],
  add: boolean,
): Promise<OntologyWire> {
  const given = readAttributes(json);
  const attributes = add ? addAttributes(before, given, true) : given;
  return ontologyWire(await call('ontologies.update', { ontologyId, attributes }));
}

/** @throws SluiceError `not-found` naming the first that is not there. */
export async function removeAttributes(
  { call }: CliEngine,
  { id: ontologyId, title, attributes: before }: Ontology,
  keys: readonly string[],
): Promise<OntologyWire> {
  const strange = keys.find((key) => !before.some((one) => one.key === key));
  if (strange !== undefined) {
    const known = before.map(({ key }) => `"${key}"`).join(', ') || 'none';
    const message = `"${title}" has no attribute "${strange}". Attributes there: ${known}.`;
    throw new SluiceError('not-found', message);
  }
  const attributes = before.filter(({ key }) => !keys.includes(key));
  return ontologyWire(await call('ontologies.update', { ontologyId, attributes }));
}

/** Names, labels by their whole path, or a tree as the API has it in `roots`. */
function labelsIn(json: readonly unknown[]) {
  const isTree = json.some((one) => typeof one === 'object' && one !== null && 'children' in one);
  if (isTree) return readRoots(json);
  return readLabelNodes(json.map((one) => (typeof one === 'string' ? { tag: one } : one)));
}

export function describeRecipes(all: readonly RecipeWire[]): string {
  if (all.length === 0) return 'There are no recipes.';
  return table(
    ['id', 'recipe', 'ontology', 'project'],
    all.map(({ id, title, ontologyIds, projectIds }) => [id, title, ontologyIds.join(), projectIds.join()]),
  );
}

export function describeOntologies(all: readonly OntologyWire[]): string {
  if (all.length === 0) return 'There are no ontologies.';
  return table(
    ['id', 'ontology', 'labels', 'attributes'],
    all.map(({ id, title, roots, metadata }) => [
      id,
      title,
      roots.map(({ value }) => value.displayLabel).join(', '),
      metadata.attributes.map(({ key }) => key).join(', '),
    ]),
  );
}
