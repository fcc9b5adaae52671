/** Lanes of long work with child processes or a network: each claimed on disk before it begins. */
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { executionIdOf } from '#core/model/run-ids.ts';
import type { EngineContext } from '../context.ts';
import { setCursor, type Work } from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import { isRunningHere } from '../db/queries/queue.ts';
import { settledRun } from '../nodes/inputs.ts';
import type { LongNode, LongRun, RunNode, RunPlan } from '../nodes/node.ts';
import { MACHINE, type Tx } from '../unit.ts';
import type { AsyncLane, LaneOptions } from './batches.ts';
import type { JobHandle } from './board.ts';
import { isHeldBack } from './claims.ts';
import type { Finished } from './finished.ts';
import { type Graphs, notHere, runNodeByKey } from './graphs.ts';
import { deliver, route, routesOf } from './steps.ts';
import { leavingInParts } from './stream.ts';
import { claim, store } from './transitions.ts';
import { announceMade } from './triggers.ts';

/** Milliseconds between two looks whether there is room again for what long work makes. */
const ROOM_PERIOD = 50;

type LongOptions = LaneOptions & {
  /** Whether work may begin now: not while the disk is nearly full, say. */
  readonly mayStart: () => boolean;
};

export function createLongLane(lane: LongNode['lane'], options: LongOptions): AsyncLane {
  const { ctx, graphs, claims, atOnce, finished, mayStart } = options;
  const active = new Map<number, Promise<void>>();
  const closing = new AbortController();
  let turn = 0;

  return {
    fill() {
      if (active.size >= atOnce || closing.signal.aborted) return;
      turn += 1;
      const works = claims.next({ lane, limit: atOnce - active.size, turn });
      if (works.length === 0 || !mayStart()) return;
      const claimed = ctx.unit(MACHINE, (tx) =>
        works.map((work): Work => {
          claim(tx, work, ctx.epoch);
          tx.changes.pipeline(work.pipelineId);
          return { ...work, state: 'running', attempt: work.attempt + 1, crashes: work.crashes + 1 };
        }),
      );
      for (const work of claimed) {
        const done = perform({ ctx, graphs, lane, work, closing: closing.signal })
          .then((outcome) => finished([{ work, outcome }]))
          .finally(() => active.delete(work.key));
        active.set(work.key, done);
      }
    },
    async close() {
      closing.abort();
      await Promise.all(active.values());
    },
  };
}

type Performance = {
  readonly ctx: EngineContext;
  readonly graphs: Graphs;
  readonly lane: LongNode['lane'];
  readonly work: Work;
  readonly closing: AbortSignal;
};

async function perform(performance: Performance): Promise<Finished['outcome']> {
  const { ctx, graphs, lane, work, closing } = performance;
  const cancelled = new AbortController();
  let job: JobHandle | null = null;
  try {
    const plan = graphs(work.pipelineId, work.version);
    const node = runNodeByKey(plan, work.node);
    const { runner } = node;
    if (!runner || !('run' in runner) || runner.lane !== lane) throw notHere(node);
    job = startJob(ctx, work, node, () => cancelled.abort());
    const run: LongRun = {
      ...settledRun(ctx.db, plan, node, work),
      ctx,
      signal: AbortSignal.any([cancelled.signal, closing]),
      closing,
      progress: (done, total) => job?.progress(done, total),
      resume: (done, total) => job?.resume(done, total),
      settle: () => job?.settle(),
      emit: (cursor, make) => emit({ ...performance, plan, node }, cursor, make),
    };
    return { ok: true, result: await (runner as LongNode).run(run) };
  } catch (error) {
    if (cancelled.signal.aborted) return { ok: false, ended: 'cancelled' };
    if (closing.aborted) return { ok: false, ended: 'closing' };
    return { ok: false, error };
  } finally {
    job?.end();
  }
}

function startJob(
  ctx: EngineContext,
  work: Work,
  { node, runner }: RunNode,
  cancel: () => void,
): JobHandle | null {
  if (!runner || !('run' in runner) || !('job' in runner) || runner.job === null) return null;
  const item: Item | null = work.itemId === null ? null : findItem(ctx.db, work.itemId);
  return ctx.jobs.start({
    id: executionIdOf(work.key, work.createdAt),
    kind: node.namespace?.functionName === 'video.split' ? 'split' : 'step',
    title: runner.job.title(item, node),
    ...(work.itemId === null ? {} : { itemId: work.itemId }),
    unit: runner.job.unit,
    cancel,
  });
}

async function emit(
  { ctx, work, plan, node, closing }: Performance & { readonly plan: RunPlan; readonly node: RunNode },
  cursor: number,
  make: Parameters<LongRun['emit']>[1],
): Promise<void> {
  const [port] = node.node.outputs;
  ctx.unit(MACHINE, (tx: Tx) => {
    if (!isRunningHere(tx.db, work.key, ctx.epoch)) {
      throw new SluiceError('aborted', 'This work was ended while it ran.');
    }
    const { values, made } = make(tx);
    if (port && values.length > 0) {
      const leaving = leavingInParts(tx, node, work, cursor, values);
      const flow = route(tx, leaving, { outputs: { [port.name]: values }, action: null });
      const offset = cursor - values.length;
      tx.explain({ execution: work.key, kind: 'emitted', text: `${cursor}`, routes: routesOf(flow) });
      deliver(tx, plan, work, flow, { offset, sink: (passage) => store(tx, passage) });
    }
    announceMade(tx, work, made);
    setCursor(tx.db, work.key, cursor);
    tx.changes.pipeline(work.pipelineId);
  });
  // Lets calls in between: a person's action never waits for a whole video. And waits for room in the queues.
  do {
    await new Promise((resolve) => setImmediate(resolve));
    if (!isHeldBack(ctx.db, plan, node)) return;
    await new Promise((resolve) => setTimeout(resolve, ROOM_PERIOD));
  } while (!closing.aborted);
}
