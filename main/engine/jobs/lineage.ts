/** What came of what: along connections, and through nodes where values of several sources met. */
import type { ExecutionState } from '#core/model/cycle.ts';
import { findWork, type Work } from '../db/queries/executions.ts';
import { isBegunAgain, lastGeneration, listCaused } from '../db/queries/executions-of.ts';
import { listMetSources } from '../db/queries/slots.ts';
import type { Tx } from '../unit.ts';

/** What came of an execution, however far, in the order it came to be; without what counts no more. */
export function descendants(tx: Tx, work: Work): Work[] {
  const found = new Map<number, Work>();
  const open = [work];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const caused of listCaused(tx.db, from.key)) {
      if (caused.state === 'terminated' || found.has(caused.key)) continue;
      found.set(caused.key, caused);
      open.push(caused);
    }
  }
  return [...found.values()].toSorted((a, b) => a.key - b.key);
}

/** States in which what an execution has let out counts no more. */
const VOID: readonly ExecutionState[] = ['parked', 'terminated'];

/** True when what led to an execution still counts and nothing has come in its place: it may run again. */
export function hasStanding(tx: Tx, work: Work): boolean {
  const { parent, connection, ordinal } = work;
  if (parent === null || connection === null) return !isBegunAgain(tx.db, work);
  const sources = [parent, ...listMetSources(tx.db, work.key)].map((key) => findWork(tx.db, key));
  if (sources.some((source) => source === null || VOID.includes(source.state))) return false;
  const latest = lastGeneration(tx.db, { parent, connection, ordinal });
  return work.generation === latest && work.generation >= (sources[0]?.round ?? 0);
}
