/** What `sluice projects` and `sluice datasets` do. Results have the shape of the API's. */
import { readDatasetChange, readDatasetExtra, writeDataset } from '#core/formats/dataloop/dataset.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { readProjectChange, writeProject } from '#core/formats/dataloop/project.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { Project } from '#core/model/project.ts';
import { type Member, membersOf } from '#engine/http/members.ts';
import type { CliEngine } from '../engine.ts';
import { facts, table } from '../output.ts';
import { projectsOf } from '../pipelines/find.ts';
import { findDataset } from '../tasks/find.ts';
import { findProject, findRecipe } from './find.ts';

/** Nothing serves them here: addresses begin below that of the API. */
const BASE = '';

export type ProjectWire = ReturnType<typeof writeProject>;
export type DatasetWire = ReturnType<typeof writeDataset>;

const write = (project: Project) => writeProject(project, { base: BASE, role: 'owner' });

export async function listProjects({ call }: CliEngine): Promise<ProjectWire[]> {
  return (await call('projects.list', {})).map(write);
}

export async function getProject(engine: CliEngine, name: string): Promise<ProjectWire> {
  return write(await findProject(engine, name));
}

export async function createProject({ call }: CliEngine, name: string): Promise<ProjectWire> {
  return write(await call('projects.create', { name }));
}

/** Who has an account or a token: every project is theirs. */
export async function listMembers(engine: CliEngine, name: string): Promise<Member[]> {
  await findProject(engine, name);
  return membersOf(await engine.call('api.tokens', {}), await engine.call('users.list', {}));
}

export function describeMembers(all: readonly Member[]): string {
  if (all.length === 0) return 'Nobody has an account or a token: see "sluice users" and "sluice token".';
  return table(
    ['email', 'role'],
    all.map(({ email, role }) => [email, role]),
  );
}

/** Lays a diff over the project: null takes away. */
export async function updateProject(engine: CliEngine, name: string, diff: Json): Promise<ProjectWire> {
  const before = await findProject(engine, name);
  const change = readProjectChange(before, diff);
  return write(await engine.call('projects.update', { projectId: before.id, ...change }));
}

/** Answers what was deleted. */
export async function deleteProject(engine: CliEngine, name: string): Promise<ProjectWire> {
  const project = await findProject(engine, name);
  await engine.call('projects.delete', { projectId: project.id });
  return write(project);
}

async function writeOne({ call }: CliEngine, dataset: Dataset): Promise<DatasetWire> {
  return writeDataset(dataset, await call('datasets.annotated', { datasetId: dataset.id }), BASE);
}

export async function listDatasets(engine: CliEngine, project: string | undefined): Promise<DatasetWire[]> {
  const projects = await projectsOf(engine, project);
  const lists = await Promise.all(projects.map(({ id }) => engine.call('datasets.list', { projectId: id })));
  return await Promise.all(lists.flat().map((dataset) => writeOne(engine, dataset)));
}

export async function getDataset(
  engine: CliEngine,
  name: string,
  project: string | undefined,
): Promise<DatasetWire> {
  return await writeOne(engine, await findDataset(engine, name, project));
}

export type NewDataset = {
  readonly name: string;
  readonly project: string | undefined;
  /** By title or id; without, it has one of its own. */
  readonly recipe: string | undefined;
  readonly json: Json;
};

export async function createDataset(engine: CliEngine, wish: NewDataset): Promise<DatasetWire> {
  const { id: projectId } = await findProject(engine, wish.project);
  const recipe = wish.recipe === undefined ? null : await findRecipe(engine, wish.recipe, projectId);
  const made = await engine.call('datasets.create', {
    projectId,
    name: wish.name,
    recipeId: recipe?.id ?? null,
    createRecipe: recipe === null,
    extra: readDatasetExtra(wish.json),
  });
  return await writeOne(engine, made);
}

/** Lays a diff over the dataset; the system's part of the metadata names its recipe. */
export async function updateDataset(engine: CliEngine, dataset: Dataset, diff: Json): Promise<DatasetWire> {
  const change = readDatasetChange(dataset, diff, true);
  return await writeOne(engine, await engine.call('datasets.update', { datasetId: dataset.id, ...change }));
}

/** Answers what was deleted. */
export async function deleteDataset(engine: CliEngine, dataset: Dataset): Promise<DatasetWire> {
  const written = await writeOne(engine, dataset);
  await engine.call('datasets.delete', { datasetId: dataset.id });
  return written;
}

export function describeProjects(all: readonly ProjectWire[]): string {
  if (all.length === 0) return 'There are no projects.';
  return table(
    ['id', 'project', 'created'],
    all.map(({ id, name, createdAt }) => [id, name, createdAt]),
  );
}

export function describeDatasets(all: readonly DatasetWire[]): string {
  if (all.length === 0) return 'There are no datasets.';
  return table(
    ['id', 'dataset', 'items', 'annotated', 'annotations', 'project'],
    all.map((one) => [
      one.id,
      one.name,
      one.itemsCount,
      one.annotated,
      one.annotationsCount,
      one.projects.join(),
    ]),
  );
}

export function describeDataset(one: DatasetWire): string {
  return facts([
    ['dataset', one.id],
    ['name', one.name],
    ['project', one.projects.join()],
    ['recipe', one.metadata.system.recipes.join() || 'none'],
    ['items', one.itemsCount],
    ['annotated', one.annotated],
    ['annotations', one.annotationsCount],
  ]);
}
