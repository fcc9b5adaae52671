/** Executions as a table. */
import type { Execution } from '#core/model/cycle.ts';
import { table } from '../output.ts';

export function describeExecutions(found: readonly Execution[]): string {
  return table(
    ['id', 'node', 'state', 'item', 'attempt', 'decision', 'error'],
    found.map((one) => [
      one.id,
      one.nodeId,
      one.state,
      one.itemName ?? '',
      one.attempt,
      one.action ?? '',
      one.error ?? '',
    ]),
  );
}
