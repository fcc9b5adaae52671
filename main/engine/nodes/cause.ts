/** What happens because of a node: its happenings name their cause, so that a pipeline does not start itself. */
import type { Work } from '../db/queries/executions.ts';
import type { Happening } from '../happening.ts';
import type { Tx } from '../unit.ts';

export function raiseFor(tx: Tx, work: Work, happening: Omit<Happening, 'cause'>): void {
  tx.raise({ ...happening, cause: { pipelineId: work.pipelineId, cycle: work.cycle } });
}
