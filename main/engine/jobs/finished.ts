/** Work of the other lanes that has ended: how its outcome is written down, inside the transaction of a batch. */
import { isSluiceError, SluiceError, toWireError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import type { EngineContext } from '../context.ts';
import type { Work } from '../db/queries/executions.ts';
import { isQueued, isRunningHere } from '../db/queries/queue.ts';
import type { Outcome, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { type Graphs, runNodeByKey } from './graphs.ts';
import type { InlineBatch } from './inline.ts';
import { retryDelay } from './retry.ts';
import { beginSpread, isLong } from './spread.ts';
import { complete, routeResult, stop, stopByHand } from './steps.ts';
import { leavingWhole } from './stream.ts';
import { requeue } from './transitions.ts';
import { announceMade } from './triggers.ts';

/** An execution that was running in this many processes when they died is set aside. */
export const MAX_CRASHES = 3;

export type Finished = {
  readonly work: Work;
  readonly outcome: Outcome | { readonly ok: false; readonly ended: 'closing' | 'cancelled' };
  /** Told once the outcome is in the database, or is not wanted any more. */
  readonly written?: () => void;
};

/** Writes an outcome down, unless somebody has ended the execution meanwhile. */
export function settleFinished(
  ctx: EngineContext,
  tx: Tx,
  graphs: Graphs,
  { work, outcome }: Finished,
  batch: InlineBatch,
): void {
  const claimed = work.state === 'running';
  const mine = claimed ? isRunningHere(tx.db, work.key, ctx.epoch) : isStillQueued(tx, work);
  if (!mine) return;
  tx.changes.pipeline(work.pipelineId);
  const passage = { work, stored: true };
  const plan = graphs(work.pipelineId, work.version);
  if (outcome.ok) {
    try {
      batch.attempt(() => {
        const { result } = outcome;
        const node = runNodeByKey(plan, work.node);
        const done = typeof result === 'function' ? result(tx) : result;
        if (done.kind === 'parked') {
          throw new SluiceError('internal', `"${node.node.name}" may not wait for a person.`);
        }
        const whole = claimed ? leavingWhole(tx, node, work, done) : null;
        if (whole === null && isLong(node, done)) beginSpread(tx, passage, done);
        else {
          const flow = routeResult(tx, whole?.node ?? node, work, whole?.result ?? done);
          complete(tx, plan, passage, { result: done, flow, sink: batch.sink });
        }
        announceMade(tx, work, done.made ?? []);
      });
    } catch (error) {
      if (isSluiceError(error, 'disk-full', 'read-only', 'database-corrupt', 'io')) throw error;
      fail(ctx, tx, work, error, plan);
    }
    return;
  }
  if (!('ended' in outcome)) {
    fail(ctx, tx, work, outcome.error, plan);
  } else if (outcome.ended === 'cancelled') {
    stopByHand(tx, passage, 'Cancelled.');
  } else if (claimed) {
    // A clean stop is nobody's fault: the attempt does not count.
    requeue(tx, work, 'release', { afresh: true });
  }
}

/** As it was when it was taken: a cycle that went over to another version meanwhile runs the step of that one. */
function isStillQueued(tx: Tx, work: Work): boolean {
  return isQueued(tx.db, work.key, work.lane) && tx.ledger.cycle(work.cycle).version === work.version;
}

function fail(ctx: EngineContext, tx: Tx, work: Work, error: unknown, plan: RunPlan): void {
  const { message } = toWireError(error);
  const node = plan.byKey.get(work.node)?.node;
  const crashed = isSluiceError(error) && error.details['crash'] === true;
  const crashes = work.crashes + (crashed && work.state !== 'running' ? 1 : 0);
  if (crashed && crashes >= MAX_CRASHES) {
    stop(tx, { work, stored: true }, 'bury', `Set aside: its process died ${crashes} times. ${message}`);
    return;
  }
  const attempt = Math.max(1, work.attempt + (work.state === 'running' ? 0 : 1));
  const delay = crashed ? 0 : retryDelay(error, attempt, ctx.ports.random.next(), node && attemptsOf(node));
  if (delay === null) {
    tx.after(() => ctx.emit({ name: 'problem', payload: { error: toWireError(error) } }));
    stop(tx, { work, stored: true }, 'fail', message);
    return;
  }
  const full = isSluiceError(error, 'disk-full');
  const when = delay === 0 ? 'again' : `again in ${Math.round(delay / 1000)} s`;
  const text =
    full && error.details['waits'] === true
      ? `"${node?.name}" is ${message}. It goes on by itself`
      : `"${node?.name}" will be tried ${when}: ${message}`;
  // Whoever waits for room looks again every few seconds: that is said once.
  if (!full || work.error === null) tx.explain({ execution: work.key, kind: 'retried', text });
  requeue(tx, work, crashed && work.state === 'running' ? 'crash' : 'delay', {
    notBefore: delay === 0 ? null : tx.now + delay,
    error: message,
    // To wait is no attempt.
    attempt: full ? attempt - 1 : attempt,
    // Whoever could report its fault did not take its process down.
    crashes: crashed ? crashes : 0,
  });
}

/** How often a node's passing faults are tried, when the node says so itself. */
function attemptsOf(node: GraphNode): number | undefined {
  const config = node.metadata['customNodeConfig'];
  const attempts =
    typeof config === 'object' && config !== null ? (config as Record<string, unknown>)['maxAttempts'] : null;
  return typeof attempts === 'number' && attempts >= 1 ? attempts : undefined;
}
