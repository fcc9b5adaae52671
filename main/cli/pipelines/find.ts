/** Pipelines and what belongs to them, by the names that people give them. */
import { SluiceError } from '#core/errors.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { ProjectId } from '#core/model/ids.ts';
import type { PipelineSummary } from '#core/model/pipeline.ts';
import type { Project } from '#core/model/project.ts';
import type { CliEngine } from '../engine.ts';

type Callable = Pick<CliEngine, 'call'>;

type Named = { readonly id: string; readonly name: string };

/**
 * The one with that id, or else the only one with that name.
 * @param where Tells two of the same name apart.
 * @throws SluiceError `not-found` naming all, or `invalid-input` naming those with the name.
 */
export function onlyOne<T extends Named>(
  all: readonly T[],
  name: string,
  { what, remedy, where }: { what: string; remedy: string; where?: (one: T) => string },
): T {
  const found = all.find((one) => one.id === name);
  if (found) return found;
  const [first, ...others] = all.filter((one) => one.name === name);
  if (!first) {
    const names = all.map((one) => `"${one.name}"`).join(', ') || 'none';
    throw new SluiceError('not-found', `There is no ${what} "${name}". There are: ${names}.`);
  }
  if (others.length === 0) return first;
  const candidates = [first, ...others].map((one) => (where ? `${one.id} (${where(one)})` : one.id));
  throw new SluiceError(
    'invalid-input',
    `Several are called "${name}": ${candidates.join(', ')}. ${remedy}`,
    {
      candidates: [first.id, ...others.map((one) => one.id)],
    },
  );
}

/** All projects, or the one with the name or id. @throws SluiceError `not-found`. */
export async function projectsOf(engine: Callable, project: string | undefined): Promise<Project[]> {
  const projects = await engine.call('projects.list', {});
  if (project === undefined) return projects;
  return [onlyOne(projects, project, { what: 'project', remedy: 'Give the id.' })];
}

export type PlacedPipeline = PipelineSummary & { readonly projectName: string };

export async function allPipelines(engine: Callable, project: string | undefined): Promise<PlacedPipeline[]> {
  const projects = await projectsOf(engine, project);
  const lists = await Promise.all(
    projects.map(async ({ id, name }) => {
      const pipelines = await engine.call('pipelines.list', { projectId: id });
      return pipelines.map((pipeline) => ({ ...pipeline, projectName: name }));
    }),
  );
  return lists.flat();
}

/** @throws SluiceError `not-found`, or `invalid-input` naming the pipelines of that name. */
export async function findPipeline(
  engine: Callable,
  name: string,
  project: string | undefined,
): Promise<PlacedPipeline> {
  const pipelines = await allPipelines(engine, project);
  return onlyOne(pipelines, name, {
    what: 'pipeline',
    remedy: 'Give the id, or --project.',
    where: (one) => `in "${one.projectName}"`,
  });
}

/** @throws SluiceError `not-found`, or `invalid-input` when several nodes have the name. */
export function findNode(graph: Graph, name: string): GraphNode {
  return onlyOne(graph.nodes, name, { what: 'node', remedy: 'Give the id of one.' });
}

/** @throws SluiceError `not-found`, or `invalid-input` when several datasets have the name. */
export async function findDataset(engine: Callable, projectId: ProjectId, name: string): Promise<Dataset> {
  const datasets = await engine.call('datasets.list', { projectId });
  return onlyOne(datasets, name, { what: 'dataset', remedy: 'Give the id of one.' });
}
