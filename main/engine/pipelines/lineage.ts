/** What came out of executions, for running them again: what they sent on, and what that met in nodes with several inputs. */
import type { Work } from '../db/queries/executions.ts';
import type { CycleSlot } from '../db/queries/slots.ts';
import { branchesAbove } from '../jobs/arrivals.ts';

/** @param works all of a cycle, in the order they came to be. Answers keys; those of `from` only when they came out of others. */
export function descendants(
  works: readonly Work[],
  slots: readonly CycleSlot[],
  from: readonly Work[],
): ReadonlySet<number> {
  const reached = new Set<number>();
  const roots = new Set(from.map((work) => work.key));
  const isGone = (key: number) => roots.has(key) || reached.has(key);
  const waiting = new Map<string, CycleSlot[]>();
  for (const slot of slots) {
    const place = `${slot.node} ${slot.branch}`;
    waiting.set(place, [...(waiting.get(place) ?? []), slot]);
  }
  // A node with several inputs has one of those that fed it for its cause: the last to come.
  const isFed = ({ key, node, branch }: Work) =>
    [branch ?? '', ...branchesAbove(branch ?? '')].some((one) =>
      waiting.get(`${node} ${one}`)?.some((slot) => slot.execution < key && isGone(slot.execution)),
    );
  // Executions come after what caused them, so one pass in order of their keys reaches all.
  for (const work of works) {
    if ((work.parent !== null && isGone(work.parent)) || isFed(work)) reached.add(work.key);
  }
  return reached;
}
