/** Counters of pipelines, kept in the transactions that change what they count: no screen ever counts rows. */
import type { CycleStatus, ExecutionState } from '#core/model/cycle.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import type { NodeCounts, PipelineCounts } from '#core/model/pipeline.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

/** @param change by how much; milliseconds count for ended ones only. */
export function addNodeCount(
  db: WritableDb,
  node: number,
  state: string,
  change: { count: number; ms: number },
): void {
  db.run(
    `INSERT INTO node_count VALUES (:node, :state, :count, :ms)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, ms = ms + excluded.ms`,
    { node, state, ...change },
  );
}

export function addCycleCount(
  db: WritableDb,
  pipelineId: string,
  status: string,
  change: { count: number; ms: number },
): void {
  db.run(
    `INSERT INTO cycle_count VALUES (:pipelineId, :status, :count, :ms)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, ms = ms + excluded.ms`,
    { pipelineId, status, ...change },
  );
}

export function addConnectionCount(
  db: WritableDb,
  connection: { pipelineId: string; version: number; connection: number; items: number },
): void {
  db.run(
    `INSERT INTO connection_count VALUES (:pipelineId, :version, :connection, :items)
     ON CONFLICT DO UPDATE SET items = items + excluded.items`,
    connection,
  );
}

export type NodeCountRow = { nodeId: string; state: ExecutionState; count: number; ms: number };

export function listNodeCounts(db: ReadableDb, pipelineId: string): NodeCountRow[] {
  const sql = `SELECT node_id AS nodeId, state, count, ms FROM node JOIN node_count ON node_count.node = node.key
    WHERE pipeline_id = :pipelineId`;
  return db.all<NodeCountRow>(sql, { pipelineId });
}

export type CycleCountRow = { status: CycleStatus; count: number; ms: number };

export function listCycleCounts(db: ReadableDb, pipelineId: string): CycleCountRow[] {
  const sql = 'SELECT status, count, ms FROM cycle_count WHERE pipeline_id = :pipelineId';
  return db.all<CycleCountRow>(sql, { pipelineId });
}

/** What the screens show of a pipeline. */
export function readCounts(db: ReadableDb, pipelineId: string): PipelineCounts {
  const nodes = new Map<string, NodeCounts>();
  for (const row of listNodeCounts(db, pipelineId)) {
    const nodeId = nodeIdSchema.parse(row.nodeId);
    const counts = nodes.get(nodeId) ?? {
      nodeId,
      queued: 0,
      running: 0,
      parked: 0,
      success: 0,
      failed: 0,
    };
    const key = row.state === 'dead' ? 'failed' : row.state;
    if (key !== 'terminated') nodes.set(nodeId, { ...counts, [key]: counts[key] + row.count });
  }
  const connections = db.all<{ connection: number; items: number }>(
    `SELECT connection, items FROM connection_count
       JOIN pipeline ON pipeline.id = connection_count.pipeline_id AND pipeline.version = connection_count.version
     WHERE connection_count.pipeline_id = :pipelineId ORDER BY connection`,
    { pipelineId },
  );
  const cycles = new Map(listCycleCounts(db, pipelineId).map((row) => [row.status, row.count]));
  const of = (status: CycleStatus) => cycles.get(status) ?? 0;
  return {
    nodes: [...nodes.values()],
    connections,
    cycles: {
      inProgress: of('pending') + of('in-progress') + of('rerun'),
      success: of('success'),
      failed: of('failed'),
      terminated: of('terminated'),
    },
  };
}

/** What installed pipelines have waiting, by node. */
export type QueuedNode = { node: number; nodeId: string; pipelineId: string; count: number };

export function listQueuedNodes(db: ReadableDb): QueuedNode[] {
  return db.all<QueuedNode>(
    `SELECT node_count.node, node_id AS nodeId, node.pipeline_id AS pipelineId, count
     FROM pipeline JOIN node ON node.pipeline_id = pipeline.id
       JOIN node_count ON node_count.node = node.key AND node_count.state = 'queued'
     WHERE pipeline.status = 'Installed' AND count > 0`,
  );
}

/** How much waits at a node. */
export function countQueued(db: ReadableDb, node: number): number {
  const sql = `SELECT count FROM node_count WHERE node = :node AND state = 'queued'`;
  return db.get<{ count: number }>(sql, { node })?.count ?? 0;
}

/** How much is queued or running in installed pipelines: zero means that only people can go on. */
export function countMachineWork(db: ReadableDb): number {
  const sql = `SELECT coalesce(sum(node_count.count), 0) AS count
    FROM pipeline JOIN node ON node.pipeline_id = pipeline.id JOIN node_count ON node_count.node = node.key
    WHERE pipeline.status = 'Installed' AND state IN ('queued', 'running')`;
  return db.get<{ count: number }>(sql)?.count ?? 0;
}

/** Executions that failed or were set aside. */
export function countFailed(db: ReadableDb): number {
  const sql = `SELECT coalesce(sum(count), 0) AS count FROM node_count WHERE state IN ('failed', 'dead')`;
  return db.get<{ count: number }>(sql)?.count ?? 0;
}

/** Forgets what was counted: the cycles before are history. */
export function clearCounters(db: WritableDb, pipelineId: string): void {
  db.run('DELETE FROM node_count WHERE node IN (SELECT key FROM node WHERE pipeline_id = :pipelineId)', {
    pipelineId,
  });
  db.run('DELETE FROM cycle_count WHERE pipeline_id = :pipelineId', { pipelineId });
  db.run('DELETE FROM connection_count WHERE pipeline_id = :pipelineId', { pipelineId });
  db.run('DELETE FROM split_count WHERE pipeline_id = :pipelineId', { pipelineId });
}
