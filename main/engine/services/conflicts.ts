/** What two people changed differently: decided one by one or all that are alike, and decided anew. */
import type { Handlers } from '#contract/index.ts';
import type { Conflict } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import {
  countConflicts,
  countDecided,
  findConflict,
  groupConflicts,
  listConflicts,
  listDecided,
} from '../db/queries/conflicts.ts';
import { chooseMine, chooseTheirs, decideAnew } from '../sync/solve.ts';
import type { Tx } from '../unit.ts';

type ConflictCalls = 'sync.conflicts' | 'sync.conflictGroups' | 'sync.solve' | 'sync.reopen';

/** Conflicts that are decided in one transaction. */
const AT_ONCE = 1000;

/** @param told how the remotes stand is to be said again */
export function conflictHandlers(ctx: EngineContext, told: () => void): Handlers<ConflictCalls> {
  const { db } = ctx;
  const unit = <T>(work: (tx: Tx) => T): T => ctx.unit(ctx.settings().person, work);

  function solve(tx: Tx, open: readonly Conflict[], choice: 'mine' | 'theirs'): number {
    if (choice === 'mine') chooseMine(tx, open);
    else chooseTheirs(tx, open);
    return open.length;
  }

  /** Those of them that are as they are asked for. */
  const named = (tx: Tx, ids: readonly string[], isWanted: (one: Conflict) => boolean): Conflict[] =>
    ids.flatMap((id) => {
      const found = findConflict(tx.db, id);
      return found && isWanted(found) ? [found] : [];
    });

  return {
    'sync.conflicts': ({ state, after, ...wanted }) =>
      state === 'waiting'
        ? { conflicts: listConflicts(db, { ...wanted, after }), total: countConflicts(db, wanted) }
        : { conflicts: listDecided(db, wanted), total: countDecided(db, wanted) },
    'sync.conflictGroups': () => groupConflicts(db),
    'sync.solve': (wish) => {
      const { choice } = wish;
      let solved = 0;
      if ('conflictIds' in wish) {
        const isOpen = (one: Conflict) => one.choice === null;
        solved = unit((tx) => solve(tx, named(tx, wish.conflictIds, isOpen), choice));
      } else {
        const page = { itemId: null, which: wish.which, after: '', limit: AT_ONCE };
        for (let done = AT_ONCE; done === AT_ONCE; solved += done) {
          done = unit((tx) => solve(tx, listConflicts(tx.db, page), choice));
        }
      }
      told();
      return { solved };
    },
    'sync.reopen': ({ conflictIds }) => {
      const reopened = unit((tx) => {
        const decided = named(tx, conflictIds, (one) => one.choice !== null);
        decideAnew(tx, decided);
        return decided.length;
      });
      told();
      return { reopened };
    },
  };
}
