/** Running failed work again because a person says so. */
import { SluiceError } from '#core/errors.ts';
import { executionIdOf } from '#core/model/run-ids.ts';
import type { Work } from '../db/queries/executions.ts';
import { findPipeline } from '../db/queries/pipelines.ts';
import { settleCycle } from '../jobs/cycles.ts';
import { hasStanding, stands } from '../jobs/lineage.ts';
import { requeue } from '../jobs/transitions.ts';
import type { Tx } from '../unit.ts';

/** @throws SluiceError `wrong-state`: it did not fail, or counts no more; `not-found`: its pipeline was deleted. */
export function retryWork(tx: Tx, work: Work): void {
  if (work.state !== 'failed' && work.state !== 'dead' && work.state !== 'terminated') {
    throw new SluiceError('wrong-state', `Only failed work can be run again; this is ${work.state}.`);
  }
  requireStanding(tx, work);
  requeue(tx, work, 'retry', { afresh: true });
  tx.explain({ execution: work.key, kind: 'retried', text: 'Run again' });
  settleCycle(tx, work.cycle);
  tx.changes.pipeline(work.pipelineId);
}

/** @throws SluiceError `wrong-state`: it counts no more; `not-found`: its pipeline was deleted. */
export function requireStanding(tx: Tx, work: Work): void {
  const details = { executionId: executionIdOf(work.key, work.createdAt) };
  if (!findPipeline(tx.db, work.pipelineId)) {
    throw new SluiceError('not-found', 'The pipeline of this execution was deleted.', details);
  }
  if (hasStanding(tx, work)) return;
  const text = stands(tx, work)
    ? 'Its item was moved to another node by hand since. Run the cycle again from this node instead.'
    : 'What led to this was taken back or was run again since: it counts no more.';
  throw new SluiceError('wrong-state', text, details);
}
