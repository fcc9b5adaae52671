/** A pipeline from a file, made and installed in a project of the workspace; found again when it runs once more. */
import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { DatasetId, NodeId, ProjectId } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import type { Project } from '#core/model/project.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { parseConfig } from '#core/pipeline/specs.ts';
import type { GraphFile } from './graph-file.ts';
import { datasetText, fillGraph, wantedDataset } from './placeholders.ts';

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
  const filled = await fillPlaceholders(call, project.id, file.graph);
  const problems = await call('pipelines.validate', { graph: filled });
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    const text = errors.map((error) => error.message).join(' ');
    throw new SluiceError('pipeline-invalid', `The pipeline "${file.name}" cannot run: ${text}`, {
      problems,
    });
  }
  const created = await ensurePipeline(call, project.id, { name: file.name, graph: filled });
  const pipeline =
    created.status === 'Installed' ? created : await call('pipelines.install', { pipelineId: created.id });
  const root = filled.nodes.find((node) => node.id === rootNode(filled));
  const storage = root?.type === 'storage' ? parseConfig('storage', root) : undefined;
  if (storage?.success) {
    const triggered = storage.data.triggerToPipeline?.active === true;
    return { project, pipeline, inputs: storage.data.datasetId, triggered };
  }
  const inputs = await ensureDataset(call, project.id, INPUTS);
  return { project, pipeline, inputs, triggered: false };
}

async function ensureProject(call: Caller, name: string): Promise<Project> {
  const projects = await call('projects.list', {});
  return projects.find((project) => project.name === name) ?? (await call('projects.create', { name }));
}

async function ensureDataset(call: Caller, projectId: ProjectId, name: string): Promise<DatasetId> {
  const datasets = await call('datasets.list', { projectId });
  const found = datasets.find((dataset) => dataset.name === name);
  return (found ?? (await call('datasets.create', { projectId, name }))).id;
}

async function fillPlaceholders(call: Caller, projectId: ProjectId, graph: Graph): Promise<Graph> {
  const datasets = await call('datasets.list', { projectId });
  const recipes = await call('recipes.list', { projectId });
  const ids = new Map<NodeId, DatasetId>();
  for (const node of graph.nodes) {
    const text = datasetText(node);
    if (text === undefined) continue;
    const wanted = wantedDataset(text, node.name, datasets);
    ids.set(node.id, 'id' in wanted ? wanted.id : await ensureDataset(call, projectId, wanted.make));
  }
  const named = recipes.map((recipe) => ({ id: recipe.id, name: recipe.title }));
  return fillGraph(graph, (node: GraphNode) => ids.get(node.id), named);
}

async function ensurePipeline(call: Caller, projectId: ProjectId, wanted: GraphFile): Promise<Pipeline> {
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
