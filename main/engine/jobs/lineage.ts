/** What came of what: along connections, and through nodes where values of several sources met. */
import type { ExecutionState } from '#core/model/cycle.ts';
import { findWork, type Work } from '../db/queries/executions.ts';
import { isBegunAgain, lastGeneration, listCaused, listPut } from '../db/queries/executions-of.ts';
import { listMetSources } from '../db/queries/slots.ts';
import type { Tx } from '../unit.ts';

/** What came of an execution, however far, in the order it came to be; without what counts no more. */
export function descendants(tx: Tx, work: Work): Work[] {
  const found = new Map<number, Work>();
  const open = [work];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const caused of listCaused(tx.db, from.key)) {
      if (found.has(caused.key)) continue;
      // What a person put elsewhere counts no more itself, and what became of it does.
      if (caused.state === 'terminated') open.push(...putInstead(tx, caused, found));
      else {
        found.set(caused.key, caused);
        open.push(caused);
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.key - b.key);
}

/** States in which what an execution has let out counts no more. */
const VOID: readonly ExecutionState[] = ['parked', 'terminated'];

/** What stands, of all that came of a person's putting the item of this one elsewhere; noted among what was found. */
function putInstead(tx: Tx, { key }: Work, found: Map<number, Work>): Work[] {
  return listPut(tx.db, key).flatMap((put) => {
    const work = found.has(put.key) ? null : findWork(tx.db, put.key);
    if (!work) return [];
    if (work.state === 'terminated') return putInstead(tx, work, found);
    found.set(work.key, work);
    return [work];
  });
}

/** True when what led to an execution still counts and nothing has come in its place: it may run again. */
export function hasStanding(tx: Tx, work: Work): boolean {
  return stands(tx, work) && listPut(tx.db, work.key).every(({ state }) => state === 'terminated');
}

/** The same of one whose item a person may have put elsewhere: for who runs it again together with what came of it. */
export function stands(tx: Tx, work: Work): boolean {
  const { parent, connection, ordinal } = work;
  if (parent === null) return !isBegunAgain(tx.db, work);
  if (connection === null) {
    const source = findWork(tx.db, parent);
    const isLatest = listPut(tx.db, parent).at(-1)?.key === work.key;
    return source?.state === 'terminated' && isLatest && stands(tx, source);
  }
  const sources = [parent, ...listMetSources(tx.db, work.key)].map((key) => findWork(tx.db, key));
  if (sources.some((source) => source === null || VOID.includes(source.state))) return false;
  const latest = lastGeneration(tx.db, { parent, connection, ordinal });
  return work.generation === latest && work.generation >= (sources[0]?.round ?? 0);
}
