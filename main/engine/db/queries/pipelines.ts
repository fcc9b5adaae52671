/** Pipelines, their versions and their counters. */

import type { ExecutionState } from '#core/model/cycle.ts';
import type { Graph } from '#core/model/graph.ts';
import type { PipelineId, ProjectId } from '#core/model/ids.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import type {
  NodeCounts,
  Pipeline,
  PipelineCounts,
  PipelineStatus,
  PipelineSummary,
} from '#core/model/pipeline.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Row = {
  id: PipelineId;
  project_id: ProjectId;
  name: string;
  status: PipelineStatus;
  version: number;
  created_at: number;
  updated_at: number;
};

const toSummary =
  (db: ReadableDb) =>
  (row: Row): PipelineSummary => ({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    status: row.status,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    counts: readCounts(db, row.id),
  });

export function listPipelines(db: ReadableDb, projectId: string): PipelineSummary[] {
  const sql = 'SELECT * FROM pipeline WHERE project_id = :projectId ORDER BY id';
  return db.all<Row>(sql, { projectId }).map(toSummary(db));
}

export function findPipeline(db: ReadableDb, id: string): Pipeline | null {
  const row = db.get<Row>('SELECT * FROM pipeline WHERE id = :id', { id });
  if (!row) return null;
  return { ...toSummary(db)(row), graph: readGraph(db, id, row.version) };
}

/** The graph of a version; versions never change. */
export function readGraph(db: ReadableDb, pipelineId: string, version: number): Graph {
  const sql = 'SELECT graph FROM pipeline_version WHERE pipeline_id = :pipelineId AND version = :version';
  const row = db.get<{ graph: string }>(sql, { pipelineId, version });
  return row ? JSON.parse(row.graph) : { nodes: [], connections: [], startNodes: [] };
}

export type PipelineHead = { id: PipelineId; projectId: ProjectId; version: number };

/** Installed pipelines, of which work may start. */
export function listInstalled(db: ReadableDb): PipelineHead[] {
  return db.all<PipelineHead>(
    `SELECT id, project_id AS projectId, version FROM pipeline WHERE status = 'Installed' ORDER BY id`,
  );
}

export function insertPipeline(db: WritableDb, pipeline: Omit<Pipeline, 'counts'>): void {
  const { graph, ...row } = pipeline;
  db.run(
    'INSERT INTO pipeline VALUES (:id, :projectId, :name, :status, :version, :createdAt, :updatedAt)',
    row,
  );
  db.run('INSERT INTO pipeline_version VALUES (:id, :version, :graph, :createdAt)', {
    ...row,
    graph: JSON.stringify(graph),
  });
}

export function setPipelineStatus(db: WritableDb, id: string, status: PipelineStatus, at: number): void {
  db.run('UPDATE pipeline SET status = :status, updated_at = :at WHERE id = :id', { id, status, at });
}

/** Read from counters that are kept in the transactions that change them: no rows are counted here. */
export function readCounts(db: ReadableDb, pipelineId: string): PipelineCounts {
  const nodes = new Map<string, NodeCounts>();
  const nodeRows = db.all<{ node_id: string; state: ExecutionState; count: number }>(
    'SELECT node_id, state, count FROM node_count WHERE pipeline_id = :pipelineId',
    { pipelineId },
  );
  for (const row of nodeRows) {
    const counts = nodes.get(row.node_id) ?? {
      nodeId: nodeIdSchema.parse(row.node_id),
      queued: 0,
      running: 0,
      parked: 0,
      success: 0,
      failed: 0,
    };
    const key = row.state === 'dead' ? 'failed' : row.state;
    if (key !== 'terminated') nodes.set(row.node_id, { ...counts, [key]: counts[key] + row.count });
  }
  const connections = db.all<{ connection: number; items: number }>(
    `SELECT connection, items FROM connection_count JOIN pipeline USING (version)
     WHERE connection_count.pipeline_id = :pipelineId AND pipeline.id = :pipelineId ORDER BY connection`,
    { pipelineId },
  );
  const cycleRows = db.all<{ status: string; count: number }>(
    'SELECT status, count FROM cycle_count WHERE pipeline_id = :pipelineId',
    { pipelineId },
  );
  const cycles = (status: string) => cycleRows.find((row) => row.status === status)?.count ?? 0;
  return {
    nodes: [...nodes.values()],
    connections,
    cycles: {
      inProgress: cycles('in-progress'),
      success: cycles('success'),
      failed: cycles('failed'),
      terminated: cycles('terminated'),
    },
  };
}

export function countConnection(
  db: WritableDb,
  pipelineId: string,
  version: number,
  connection: number,
): void {
  db.run(
    `INSERT INTO connection_count VALUES (:pipelineId, :version, :connection, 1)
     ON CONFLICT DO UPDATE SET items = items + 1`,
    { pipelineId, version, connection },
  );
}

/** How many items a split has sent to each group. */
export function readSplitCounts(
  db: ReadableDb,
  pipelineId: string,
  nodeId: string,
): ReadonlyMap<string, number> {
  const rows = db.all<{ name: string; count: number }>(
    'SELECT name, count FROM split_count WHERE pipeline_id = :pipelineId AND node_id = :nodeId',
    { pipelineId, nodeId },
  );
  return new Map(rows.map((row) => [row.name, row.count]));
}

export function countSplit(db: WritableDb, pipelineId: string, nodeId: string, name: string): void {
  db.run(
    `INSERT INTO split_count VALUES (:pipelineId, :nodeId, :name, 1)
     ON CONFLICT DO UPDATE SET count = count + 1`,
    { pipelineId, nodeId, name },
  );
}
