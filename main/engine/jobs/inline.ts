/** The inline lane: quick nodes, many in one transaction. */
import { isSluiceError } from '#core/errors.ts';
import { nodeById } from '#core/pipeline/graph.ts';
import type { EngineContext } from '../context.ts';
import { listQueued, setParked, type Work } from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import { listInstalled, type PipelineHead } from '../db/queries/pipelines.ts';
import { runnerOf } from '../nodes/registry.ts';
import { MACHINE, type Tx } from '../unit.ts';
import type { Graphs } from './graphs.ts';
import { finish, placeOf, sendOn } from './steps.ts';
import { itemArrived } from './triggers.ts';

/** Executions a transaction: with 100 and more the cost of making it durable hardly shows, and it stays short. */
const BATCH = 256;

/** Runs one batch of queued inline work. True when there may be more. */
export function runInlineBatch(ctx: EngineContext, graphs: Graphs): boolean {
  const installed = listInstalled(ctx.db);
  const share = Math.max(1, Math.floor(BATCH / Math.max(1, installed.length)));
  const batch = installed.flatMap((pipeline) => {
    const queue = {
      lane: 'inline' as const,
      pipelineId: pipeline.id,
      now: ctx.ports.clock.now(),
      limit: share,
    };
    return listQueued(ctx.db, queue).map((work) => ({ pipeline, work }));
  });
  if (batch.length === 0) return false;
  ctx.unit(MACHINE, (tx) => {
    for (const { pipeline, work } of batch) runInline(tx, graphs, pipeline, work);
  });
  return true;
}

function runInline(tx: Tx, graphs: Graphs, pipeline: PipelineHead, work: Work): void {
  try {
    tx.db.savepoint(() => attempt(tx, graphs, pipeline, work));
  } catch (error) {
    // The database itself is in trouble: the whole batch is taken back and tried again later.
    if (isSluiceError(error, 'disk-full', 'read-only', 'database-corrupt', 'io')) throw error;
    const message = error instanceof Error ? error.message : String(error);
    finish(tx, work, { state: 'failed', error: message }, `Failed: ${message}`);
  }
}

function attempt(tx: Tx, graphs: Graphs, pipeline: PipelineHead, work: Work): void {
  const graph = graphs(work.pipelineId, work.version);
  const node = nodeById(graph, work.nodeId);
  const item = findItem(tx.db, work.itemId);
  const runner = runnerOf(node);
  if (!item || runner.lane !== 'inline') throw new Error(`The work ${work.id} is not for this lane.`);
  const result = runner.run(tx, { work, node, graph, projectId: pipeline.projectId, item });
  if (result.kind === 'parked') {
    setParked(tx.db, work.id);
    tx.explain({ ...placeOf(work), kind: 'parked', text: `"${node.name}": ${result.why}` });
    tx.changes.pipeline(work.pipelineId);
    return;
  }
  for (const itemId of result.made) {
    const made = findItem(tx.db, itemId);
    if (made) itemArrived(tx, made);
  }
  const where = sendOn(tx, graph, work, result.itemIds, result.action);
  finish(tx, work, { state: 'success', action: result.action }, `"${node.name}": ${result.why}; ${where}`);
}
