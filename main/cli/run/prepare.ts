/** A pipeline from a file, made and installed in a project of the workspace; found again when it runs once more. */
import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Graph } from '#core/model/graph.ts';
import type { DatasetId, NodeId, ProjectId } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import type { Project } from '#core/model/project.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { datasetText, datasetVariables, fillGraph, wantedDataset } from '#core/pipeline/placeholders.ts';
import { parseConfig } from '#core/pipeline/specs.ts';
import { triggersOf } from '#core/pipeline/triggers.ts';
import { installRefusal } from '#core/pipeline/validate.ts';
import { variableValues, withVariables } from '#core/pipeline/variables.ts';
import type { GraphFile } from './graph-file.ts';

export type Prepared = {
  readonly project: Project;
  readonly pipeline: Pipeline;
  /** Where inputs arrive. */
  readonly inputs: DatasetId;
  /** True when an item's arrival starts a cycle by itself. */
  readonly triggered: boolean;
};

/** Where inputs of a pipeline arrive whose first node is no dataset. */
const INPUTS = 'Inputs';

/** @throws SluiceError `pipeline-invalid` with all problems, `conflict` when another pipeline has the name. */
export async function preparePipeline(call: Caller, file: GraphFile, projectName: string): Promise<Prepared> {
  const project = await ensureProject(call, projectName);
  const { graph } = await fillPlaceholders(call, project.id, file.graph);
  const problems = await call('pipelines.validate', { graph });
  const refusal = installRefusal(problems);
  if (refusal !== null) {
    throw new SluiceError('pipeline-invalid', `The pipeline "${file.name}" cannot run: ${refusal}`, {
      problems,
    });
  }
  const created = await ensurePipeline(call, project.id, { name: file.name, graph });
  const pipeline =
    created.status === 'Installed' ? created : await call('pipelines.install', { pipelineId: created.id });
  const arrivals = arrivalsOf(pipeline);
  if (arrivals !== null) return { project, pipeline, ...arrivals };
  const inputs = (await ensureDataset(call, project.id, INPUTS)).id;
  return { project, pipeline, inputs, triggered: false };
}

/** The dataset of the first node, and whether an item that arrives there starts a cycle; null when it has none. */
export function arrivalsOf({
  graph,
  variables,
}: Pick<Pipeline, 'graph' | 'variables'>): Pick<Prepared, 'inputs' | 'triggered'> | null {
  const root = graph.nodes.find((node) => node.id === rootNode(graph));
  if (root?.type !== 'storage') return null;
  const values = new Map([...variableValues(graph), ...Object.entries(variables)]);
  const storage = parseConfig('storage', withVariables(root, values));
  if (!storage.success) return null;
  const triggered = triggersOf(graph).some(
    (trigger) =>
      trigger.kind === 'event' &&
      trigger.nodeId === root.id &&
      trigger.resource === 'Item' &&
      trigger.actions.includes('Created'),
  );
  return { inputs: storage.data.datasetId, triggered };
}

/** The project with the name or id, made under that name when it is not there. */
export async function ensureProject(call: Caller, name: string): Promise<Project> {
  const projects = await call('projects.list', {});
  const found = projects.find((project) => project.id === name || project.name === name);
  return found ?? (await call('projects.create', { name }));
}

/** The project's dataset of that name, made when it is not there. */
export async function ensureDataset(call: Caller, projectId: ProjectId, name: string): Promise<Ensured> {
  const datasets = await call('datasets.list', { projectId });
  const found = datasets.find((dataset) => dataset.name === name);
  if (found) return { id: found.id, made: false };
  return { id: (await call('datasets.create', { projectId, name })).id, made: true };
}

type Ensured = { readonly id: DatasetId; readonly made: boolean };

export type Filled = {
  readonly graph: Graph;
  /** Names of the datasets that were made for it. */
  readonly made: readonly string[];
};

/** The graph with datasets of the project, made where they are not there, and recipes that are here. */
export async function fillPlaceholders(call: Caller, projectId: ProjectId, graph: Graph): Promise<Filled> {
  const datasets = await call('datasets.list', { projectId });
  const recipes = await call('recipes.list', { projectId });
  const made: string[] = [];
  async function idFor(text: string | null, name: string): Promise<DatasetId> {
    const wanted = wantedDataset(text, name, datasets);
    if ('id' in wanted) return wanted.id;
    const ensured = await ensureDataset(call, projectId, wanted.make);
    if (ensured.made) made.push(wanted.make);
    return ensured.id;
  }
  const nodes = new Map<NodeId, DatasetId>();
  for (const node of graph.nodes) {
    const text = datasetText(node);
    if (text !== undefined) nodes.set(node.id, await idFor(text, node.name));
  }
  const variables = new Map<string, DatasetId>();
  for (const [name, text] of datasetVariables(graph)) variables.set(name, await idFor(text, name));
  const named = recipes.map((recipe) => ({ id: recipe.id, name: recipe.title }));
  return { graph: fillGraph(graph, { nodes, variables, recipes: named }), made };
}

async function ensurePipeline(
  call: Caller,
  projectId: ProjectId,
  wanted: Pick<GraphFile, 'name' | 'graph'>,
): Promise<Pipeline> {
  const pipelines = await call('pipelines.list', { projectId });
  const found = pipelines.find((pipeline) => pipeline.name === wanted.name);
  if (!found) return await call('pipelines.create', { projectId, ...wanted });
  const pipeline = await call('pipelines.get', { pipelineId: found.id });
  if (isDeepStrictEqual(plain(pipeline.graph), plain(wanted.graph))) return pipeline;
  throw new SluiceError(
    'conflict',
    `This workspace has another pipeline called "${wanted.name}". Give this one another name with --name, or use another --workspace.`,
    { pipelineId: pipeline.id },
  );
}

function plain(graph: Graph): unknown {
  return JSON.parse(JSON.stringify(graph));
}
