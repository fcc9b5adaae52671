/** Projects, recipes and ontologies by the names that people give them, and things by their ids. */
import type { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import type { Ontology } from '#core/model/ontology.ts';
import type { Project } from '#core/model/project.ts';
import type { Recipe } from '#core/model/recipe.ts';
import type { CliEngine } from '../engine.ts';
import { onlyOne, projectsOf } from '../pipelines/find.ts';

type Callable = Pick<CliEngine, 'call'>;

/** @param what as in "an item" @throws SluiceError `invalid-input` for what is no id. */
export function idIn<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new SluiceError(
    'invalid-input',
    `"${text}" is not the id of ${what}: it must be 24 hexadecimal characters.`,
  );
}

/**
 * The project with that name or id; when none is named, the only one there is.
 * @throws SluiceError `not-found`, or `invalid-input` when it is open which is meant.
 */
export async function findProject(engine: Callable, name: string | undefined): Promise<Project> {
  const [project, ...others] = await projectsOf(engine, name);
  if (!project) throw new SluiceError('not-found', 'This workspace has no project: make one.');
  if (others.length === 0) return project;
  const names = [project, ...others].map((one) => `"${one.name}"`).join(', ');
  throw new SluiceError('invalid-input', `Say which project with --project: ${names}.`);
}

export async function allRecipes(engine: Callable, project: string | undefined): Promise<Recipe[]> {
  const projects = await projectsOf(engine, project);
  const lists = projects.map(({ id }) => engine.call('recipes.list', { projectId: id }));
  return (await Promise.all(lists)).flat();
}

export async function allOntologies(engine: Callable, project: string | undefined): Promise<Ontology[]> {
  const projects = await projectsOf(engine, project);
  const lists = projects.map(({ id }) => engine.call('ontologies.list', { projectId: id }));
  return (await Promise.all(lists)).flat();
}

/** @throws SluiceError `not-found`, or `invalid-input` when several have the title. */
export async function findRecipe(
  engine: Callable,
  name: string,
  project: string | undefined,
): Promise<Recipe> {
  return byTitle(await allRecipes(engine, project), name, 'recipe');
}

/** @throws SluiceError `not-found`, or `invalid-input` when several have the title. */
export async function findOntology(
  engine: Callable,
  name: string,
  project: string | undefined,
): Promise<Ontology> {
  return byTitle(await allOntologies(engine, project), name, 'ontology');
}

function byTitle<T extends { readonly id: string; readonly title: string }>(
  all: readonly T[],
  name: string,
  what: string,
): T {
  const named = all.map((one) => ({ id: one.id, name: one.title, one }));
  return onlyOne(named, name, { what, remedy: 'Give the id, or --project.' }).one;
}
