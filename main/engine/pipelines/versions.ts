/** Making and changing pipelines: a graph that differs is a new version; versions never change. */
import { isDeepStrictEqual } from 'node:util';
import { SluiceError } from '#core/errors.ts';
import type { Graph } from '#core/model/graph.ts';
import { type PipelineId, type ProjectId, pipelineIdSchema } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { afterPipelineEvent } from '#core/pipeline/states.ts';
import { abortCommands } from '../db/queries/commands.ts';
import { removeDraft } from '../db/queries/drafts.ts';
import { nodeKey } from '../db/queries/nodes.ts';
import {
  insertPipeline,
  insertVersion,
  setDeleted,
  setPipelineFacts,
  setVariable,
} from '../db/queries/pipelines.ts';
import { findProject } from '../db/queries/projects.ts';
import type { Tx } from '../unit.ts';
import { terminateAll } from './terminate.ts';

export type PipelineMade = {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly graph: Graph;
  readonly description?: string | null;
  readonly settings?: Readonly<Record<string, unknown>>;
};

/** Stores a new pipeline. @throws SluiceError `not-found` when the project is not there. */
export function createPipeline(tx: Tx, made: PipelineMade): PipelineId {
  if (!findProject(tx.db, made.projectId)) {
    throw new SluiceError('not-found', 'This project is not there any more.', { projectId: made.projectId });
  }
  const id = pipelineIdSchema.parse(tx.id());
  insertPipeline(tx.db, {
    id,
    projectId: made.projectId,
    name: made.name,
    description: made.description ?? null,
    creator: tx.actor,
    settings: made.settings ?? {},
    graph: made.graph,
    createdAt: tx.now,
  });
  numberNodes(tx, id, made.graph);
  tx.explain({ kind: 'pipeline-created', pipelineId: id, text: `Pipeline "${made.name}" created` });
  tx.changes.project(made.projectId);
  return id;
}

/** Every node of every version has a number before anything refers to it. */
function numberNodes(tx: Tx, pipelineId: PipelineId, graph: Graph): void {
  for (const node of graph.nodes) nodeKey(tx.db, pipelineId, node.id);
}

export type PipelineChange = {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly graph?: Graph | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** The version that the change was made from. */
  readonly fromVersion?: number | undefined;
};

/** @throws SluiceError `conflict` when somebody has saved a version meanwhile. */
export function updatePipeline(tx: Tx, pipeline: Pipeline, change: PipelineChange): void {
  afterPipelineEvent(pipeline.status, 'update');
  const { fromVersion, graph } = change;
  if (fromVersion !== undefined && fromVersion !== pipeline.version) {
    throw new SluiceError(
      'conflict',
      `"${pipeline.name}" was changed meanwhile: version ${pipeline.version} is the latest. Load it and change that.`,
      { version: pipeline.version },
    );
  }
  setPipelineFacts(
    tx.db,
    pipeline.id,
    {
      name: change.name ?? pipeline.name,
      description: change.description === undefined ? pipeline.description : change.description,
      settings: change.settings ?? pipeline.settings,
    },
    tx.now,
  );
  for (const [name, value] of Object.entries(change.variables ?? {})) {
    setVariable(tx.db, pipeline.id, { name, value, at: tx.now });
  }
  if (graph && !isDeepStrictEqual(graph, pipeline.graph)) {
    const version = pipeline.version + 1;
    insertVersion(tx.db, {
      pipelineId: pipeline.id,
      version,
      graph,
      author: tx.actor,
      createdAt: tx.now,
    });
    numberNodes(tx, pipeline.id, graph);
    tx.explain({ kind: 'pipeline-version', pipelineId: pipeline.id, text: `Version ${version}` });
  }
  tx.changes.pipeline(pipeline.id);
  tx.changes.project(pipeline.projectId);
}

/** @throws SluiceError `wrong-state` while it is installed. */
export function deletePipeline(tx: Tx, pipeline: Pipeline): void {
  if (pipeline.status === 'Installed') {
    throw new SluiceError('wrong-state', `"${pipeline.name}" is installed. Pause it before deleting it.`);
  }
  abortCommands(tx.db, pipeline.id, tx.now);
  // Nobody shall be asked for work that leads nowhere.
  terminateAll(tx, pipeline.id, 'Ended with its pipeline, which was deleted.');
  removeDraft(tx.db, pipeline.id);
  setDeleted(tx.db, pipeline.id, tx.now);
  tx.explain({ kind: 'pipeline-deleted', pipelineId: pipeline.id, text: 'Deleted' });
  tx.changes.project(pipeline.projectId);
}
