/**
 * Lanes whose workers take many executions of one node at once and have no effects of their own (code, models). They are
 * taken in memory only: after a crash they are simply still in the queue.
 */
import { toWireError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import type { Work } from '../db/queries/executions.ts';
import { settledRun } from '../nodes/inputs.ts';
import type { BatchNode, NodeRun, Outcome } from '../nodes/node.ts';
import type { Claims } from './claims.ts';
import type { Finished } from './finished.ts';
import { type Graphs, notHere, runNodeByKey } from './graphs.ts';

export type AsyncLane = {
  /** Starts what there is room for. */
  fill(): void;
  /** Stops all of it; it stays queued for the next start. */
  close(): Promise<void>;
};

export type LaneOptions = {
  readonly ctx: EngineContext;
  readonly graphs: Graphs;
  readonly claims: Claims;
  /** How many batches, or executions, at once. */
  readonly atOnce: number;
  readonly finished: (done: readonly Finished[]) => void;
};

export type BatchOptions = LaneOptions & {
  /** Executions a batch. */
  readonly size: number;
};

export function createBatchLane(lane: 'code' | 'model', options: BatchOptions): AsyncLane {
  const { ctx, graphs, claims, atOnce, size, finished } = options;
  const taken = new Set<number>();
  const active = new Set<Promise<void>>();
  const closing = new AbortController();
  let turn = 0;

  function take(): readonly Work[] {
    turn += 1;
    const found = claims.nextBatch({ lane, limit: size, turn, except: taken });
    for (const { key } of found) taken.add(key);
    return found;
  }

  async function run(works: readonly Work[]): Promise<void> {
    const prepared = works.map((work) => prepare(ctx, graphs, lane, work));
    const able = prepared.filter((one): one is Able => 'run' in one);
    const [first] = able;
    const runs = able.map((one) => one.run);
    const outcomes = first ? await outcomesOf(first.runner, runs, ctx, closing.signal) : [];
    let answered = 0;
    finished(
      prepared.map(({ work, ...one }) => {
        const outcome = 'run' in one ? outcomes[answered++] : { ok: false as const, error: one.error };
        return {
          work,
          outcome: outcome ?? { ok: false, error: new Error('no answer') },
          // Until it is written, the queue would offer it again.
          written: () => taken.delete(work.key),
        };
      }),
    );
  }

  return {
    fill() {
      while (active.size < atOnce && !closing.signal.aborted) {
        const works = take();
        if (works.length === 0) return;
        const done: Promise<void> = run(works).finally(() => active.delete(done));
        active.add(done);
      }
    },
    async close() {
      closing.abort();
      await Promise.all(active);
    },
  };
}

type Able = { readonly work: Work; readonly runner: BatchNode; readonly run: NodeRun };
type Prepared = Able | { readonly work: Work; readonly error: unknown };

/** What one execution runs with, or why it cannot run: the others of its batch do not suffer from it. */
function prepare(ctx: EngineContext, graphs: Graphs, lane: string, work: Work): Prepared {
  try {
    const plan = graphs(work.pipelineId, work.version);
    const node = runNodeByKey(plan, work.node);
    const { runner } = node;
    if (!runner || !('runBatch' in runner) || runner.lane !== lane) throw notHere(node);
    // With its values read now, as they are missing or there.
    return { work, runner, run: settledRun(ctx.db, plan, node, work) };
  } catch (error) {
    return { work, error };
  }
}

async function outcomesOf(
  runner: BatchNode,
  runs: Parameters<BatchNode['runBatch']>[1],
  ctx: EngineContext,
  signal: AbortSignal,
): Promise<Finished['outcome'][]> {
  try {
    return await runner.runBatch(ctx, runs, signal);
  } catch (error) {
    if (signal.aborted) return runs.map(() => ({ ok: false, ended: 'closing' }));
    ctx.ports.logger.log('warn', 'a batch failed as a whole', { error: toWireError(error).message });
    return runs.map((): Outcome => ({ ok: false, error }));
  }
}
