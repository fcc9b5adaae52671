/** Work of the other lanes that has ended: how its outcome is written down, inside the transaction of a batch. */
import { isSluiceError, SluiceError, toWireError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import type { Work } from '../db/queries/executions.ts';
import { isQueued, isRunningHere } from '../db/queries/executions.ts';
import type { Outcome, RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import type { InlineBatch } from './inline.ts';
import { retryDelay } from './retry.ts';
import { beginSpread, isLong } from './spread.ts';
import { complete, routeResult, stop } from './steps.ts';
import { requeue } from './transitions.ts';
import { announceMade } from './triggers.ts';

/** An execution that was running in this many processes when they died is set aside. */
export const MAX_CRASHES = 3;

export type Finished = {
  readonly work: Work;
  readonly plan: RunPlan;
  readonly node: RunNode;
  readonly outcome: Outcome | { readonly ok: false; readonly ended: 'closing' | 'cancelled' };
};

/** Writes an outcome down, unless somebody has ended the execution meanwhile. */
export function settleFinished(
  ctx: EngineContext,
  tx: Tx,
  { work, plan, node, outcome }: Finished,
  batch: InlineBatch,
): void {
  const claimed = work.state === 'running';
  const mine = claimed ? isRunningHere(tx.db, work.key, ctx.epoch) : isQueued(tx.db, work.key);
  if (!mine) return;
  tx.changes.pipeline(work.pipelineId);
  const passage = { work, stored: true };
  if (outcome.ok) {
    try {
      tx.savepoint(() => {
        const { result } = outcome;
        const done = typeof result === 'function' ? result(tx) : result;
        if (done.kind === 'parked') {
          throw new SluiceError('internal', `"${node.node.name}" may not wait for a person.`);
        }
        if (isLong(node, done)) beginSpread(tx, passage, done);
        else
          complete(tx, plan, passage, {
            result: done,
            flow: routeResult(tx, node, work, done),
            sink: batch.sink,
          });
        announceMade(tx, work, done.made ?? []);
      });
    } catch (error) {
      if (isSluiceError(error, 'disk-full', 'read-only', 'database-corrupt', 'io')) throw error;
      fail(ctx, tx, work, error, node);
    }
    return;
  }
  if (!('ended' in outcome)) {
    fail(ctx, tx, work, outcome.error, node);
  } else if (outcome.ended === 'cancelled') {
    stop(tx, passage, 'terminate', 'Cancelled.');
    // Nothing failed, but it was no success either.
    const { open, status } = tx.ledger.cycle(work.cycle);
    if (open === 0 && status === 'success') {
      tx.ledger.moveCycle(work.cycle, 'rerun', null);
      tx.ledger.moveCycle(work.cycle, 'terminate', tx.now);
    }
  } else if (claimed) {
    // A clean stop is nobody's fault: the attempt does not count.
    requeue(tx, work, 'release', { afresh: true });
  }
}

function fail(ctx: EngineContext, tx: Tx, work: Work, error: unknown, node: RunNode): void {
  const { message } = toWireError(error);
  const name = node.node.name;
  const crashed = isSluiceError(error) && error.details['crash'] === true;
  const crashes = work.crashes + (crashed && work.state !== 'running' ? 1 : 0);
  if (crashed && crashes >= MAX_CRASHES) {
    stop(tx, { work, stored: true }, 'bury', `Set aside: its process died ${crashes} times. ${message}`);
    return;
  }
  const attempt = Math.max(1, work.attempt + (work.state === 'running' ? 0 : 1));
  const delay = crashed ? 0 : retryDelay(error, attempt, ctx.ports.random.next(), attemptsOf(node));
  if (delay === null) {
    tx.after(() => ctx.emit({ name: 'problem', payload: { error: toWireError(error) } }));
    stop(tx, { work, stored: true }, 'fail', message);
    return;
  }
  const when = delay === 0 ? 'again' : `again in ${Math.round(delay / 1000)} s`;
  tx.explain({ execution: work.key, kind: 'retried', text: `"${name}" will be tried ${when}: ${message}` });
  requeue(tx, work, crashed && work.state === 'running' ? 'crash' : 'delay', {
    notBefore: delay === 0 ? null : tx.now + delay,
    error: message,
    attempt,
    crashes,
  });
}

/** How often a node's passing faults are tried, when the node says so itself. */
function attemptsOf(node: RunNode): number | undefined {
  const config = node.node.metadata['customNodeConfig'];
  const attempts =
    typeof config === 'object' && config !== null ? (config as Record<string, unknown>)['maxAttempts'] : null;
  return typeof attempts === 'number' && attempts >= 1 ? attempts : undefined;
}
