/** Ending cycles: nothing of them runs or waits any more; what they made stays. */
import type { EngineContext } from '../context.ts';
import { listOpenCycles } from '../db/queries/cycles.ts';
import { findWorkById } from '../db/queries/executions.ts';
import { listOpenOfCycle } from '../db/queries/executions-of.ts';
import { clearSlots } from '../db/queries/slots.ts';
import { end } from '../jobs/transitions.ts';
import { leave } from '../nodes/tasks/places.ts';
import type { Tx } from '../unit.ts';

/** Cycles looked at in one go. */
const PAGE = 500;

/** False when it had ended before. */
export function terminateCycle(tx: Tx, key: number, why: string): boolean {
  const { status, pipelineId } = tx.ledger.cycle(key);
  if (status === 'success' || status === 'failed' || status === 'terminated') return false;
  tx.ledger.moveCycle(key, 'terminate', tx.now);
  for (const work of listOpenOfCycle(tx.db, key)) {
    leaveTask(tx, work.key);
    end(tx, { work, stored: true }, 'terminate', { error: why });
  }
  clearSlots(tx.db, key);
  tx.explain({ kind: 'cycle-terminated', cycle: key, pipelineId, text: why });
  tx.changes.pipeline(pipelineId);
  return true;
}

/** Ends every open cycle of the pipeline. Answers how many. */
export function terminateAll(tx: Tx, pipelineId: string, why: string): number {
  let count = 0;
  let after = 0;
  for (;;) {
    const page = listOpenCycles(tx.db, { pipelineId, below: Number.MAX_SAFE_INTEGER, after, limit: PAGE });
    for (const { key } of page) if (terminateCycle(tx, key, why)) count += 1;
    const last = page.at(-1);
    if (page.length < PAGE || !last) return count;
    after = last.key;
  }
}

/** Takes the item of an execution out of the task it is in; a status that it has there counts no more. */
export function leaveTask(tx: Tx, execution: number, why = 'its cycle was ended or runs again'): void {
  leave(tx, execution, why);
}

/** Stops what a person could cancel of cycles that were ended: call it after the transaction that ended them. */
export function cancelJobs(ctx: EngineContext): void {
  for (const job of ctx.jobs.list()) {
    if (!job.cancellable || !['split', 'step', 'command', 'sample'].includes(job.kind)) continue;
    const work = findWorkById(ctx.db, job.id);
    if (work?.state === 'terminated') ctx.jobs.cancel(job.id);
  }
}
