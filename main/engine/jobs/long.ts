/** The media lane: long work with child processes, a few at once, each claimed on disk before it begins. */
import { SluiceError, toWireError } from '#core/errors.ts';
import { nodeById } from '#core/pipeline/graph.ts';
import type { EngineContext } from '../context.ts';
import { cycleProgress, setCycleStatus } from '../db/queries/cycles.ts';
import {
  findWork,
  isRunningHere,
  listQueued,
  requeue,
  setCursor,
  setRunning,
  type Work,
} from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import { listInstalled, type PipelineHead } from '../db/queries/pipelines.ts';
import type { LongRun } from '../nodes/node.ts';
import { runnerOf } from '../nodes/registry.ts';
import { MACHINE } from '../unit.ts';
import type { Graphs } from './graphs.ts';
import { retryDelay } from './retry.ts';
import { finish, placeOf, sendOn } from './steps.ts';
import { itemArrived } from './triggers.ts';

export type LongLane = {
  /** Starts what there is room for. */
  fill(): void;
  /** Stops all of it; it stays queued for the next start. */
  close(): Promise<void>;
};

/** ffmpeg uses every core by itself: a second one beside it only takes turns with the first. */
const AT_ONCE = 1;

export function createLongLane(ctx: EngineContext, graphs: Graphs, wake: () => void): LongLane {
  const active = new Map<string, Promise<void>>();
  const closing = new AbortController();

  function next(): { pipeline: PipelineHead; work: Work } | null {
    for (const pipeline of listInstalled(ctx.db)) {
      const now = ctx.ports.clock.now();
      const [work] = listQueued(ctx.db, { lane: 'media', pipelineId: pipeline.id, now, limit: 1 });
      if (work) return { pipeline, work };
    }
    return null;
  }

  function fill(): void {
    while (active.size < AT_ONCE && !closing.signal.aborted) {
      const found = next();
      if (!found) return;
      const { work, pipeline } = found;
      ctx.unit(MACHINE, (tx) => {
        setRunning(tx.db, work.id, ctx.epoch, tx.now);
        tx.changes.pipeline(work.pipelineId);
      });
      const done = runLong(ctx, graphs, { work, pipeline, closing: closing.signal })
        .catch((error: unknown) => {
          ctx.ports.logger.log('error', 'long work ended badly', {
            id: work.id,
            error: toWireError(error).message,
          });
        })
        .finally(() => {
          active.delete(work.id);
          wake();
        });
      active.set(work.id, done);
    }
  }

  return {
    fill,
    async close() {
      closing.abort();
      await Promise.all(active.values());
    },
  };
}

type Claim = { work: Work; pipeline: PipelineHead; closing: AbortSignal };

async function runLong(ctx: EngineContext, graphs: Graphs, claim: Claim): Promise<void> {
  const { work, pipeline } = claim;
  const graph = graphs(work.pipelineId, work.version);
  const node = nodeById(graph, work.nodeId);
  const item = findItem(ctx.db, work.itemId);
  const runner = runnerOf(node);
  if (!item || runner.lane !== 'media') throw new Error(`The work ${work.id} is not for this lane.`);
  const cancelled = new AbortController();
  const job = ctx.jobs.start({
    id: work.id,
    kind: 'split',
    title: `Splitting "${item.name}"`,
    itemId: item.id,
    unit: 'frames',
    cancel: () => cancelled.abort(),
  });
  const run: LongRun = {
    work,
    node,
    graph,
    projectId: pipeline.projectId,
    item,
    ctx,
    signal: AbortSignal.any([cancelled.signal, claim.closing]),
    progress: job.progress,
    settle: job.settle,
    emit(cursor, make) {
      ctx.unit(MACHINE, (tx) => {
        requireOwned(ctx, work);
        const { itemIds, made } = make(tx);
        for (const itemId of made) {
          const arrived = findItem(tx.db, itemId);
          if (arrived) itemArrived(tx, arrived);
        }
        sendOn(tx, graph, work, itemIds, null);
        setCursor(tx.db, work.id, cursor);
        tx.changes.pipeline(work.pipelineId);
      });
    },
  };
  try {
    const why = await runner.run(run);
    ctx.unit(MACHINE, (tx) => {
      if (isRunningHere(tx.db, work.id, ctx.epoch)) {
        finish(tx, work, { state: 'success' }, `"${node.name}": ${why}`);
      }
    });
  } catch (error) {
    endBadly(ctx, claim, { error, nodeName: node.name, cancelled: cancelled.signal.aborted });
  } finally {
    job.end();
  }
}

/** @throws SluiceError `aborted` when somebody has ended the execution meanwhile. */
function requireOwned(ctx: EngineContext, work: Work): void {
  if (isRunningHere(ctx.db, work.id, ctx.epoch)) return;
  throw new SluiceError('aborted', 'This work was ended while it ran.', { executionId: work.id });
}

function endBadly(
  ctx: EngineContext,
  { work, closing }: Claim,
  end: { error: unknown; nodeName: string; cancelled: boolean },
): void {
  ctx.unit(MACHINE, (tx) => {
    if (!isRunningHere(tx.db, work.id, ctx.epoch)) return;
    tx.changes.pipeline(work.pipelineId);
    if (closing.aborted && !end.cancelled) {
      // A clean stop is nobody's fault: the attempt does not count.
      requeue(tx.db, work.id, { notBefore: 0, error: null, resetAttempts: true });
      return;
    }
    if (end.cancelled) {
      finish(tx, work, { state: 'terminated', error: 'Cancelled.' }, 'Cancelled');
      const { open } = cycleProgress(tx.db, work.cycleId) ?? { open: 0 };
      // Nothing failed, but it was no success either.
      if (open === 0) setCycleStatus(tx.db, work.cycleId, 'terminated', tx.now);
      return;
    }
    const { message } = toWireError(end.error);
    const attempt = findWork(tx.db, work.id)?.attempt ?? 1;
    const delay = retryDelay(end.error, attempt, ctx.ports.random.next());
    if (delay === null) {
      tx.after(() => ctx.emit({ name: 'problem', payload: { error: toWireError(end.error) } }));
      finish(tx, work, { state: 'failed', error: message }, `"${end.nodeName}" failed: ${message}`);
      return;
    }
    const text = `"${end.nodeName}" will be tried again in ${Math.round(delay / 1000)} s: ${message}`;
    tx.explain({ ...placeOf(work), kind: 'retried', text });
    requeue(tx.db, work.id, { notBefore: tx.now + delay, error: message, resetAttempts: false });
  });
}
