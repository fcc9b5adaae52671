/** What two people changed differently: decided one by one or all that are alike, and decided anew. */
import type { Handlers } from '#contract/index.ts';
import type { Conflict, WhichConflicts } from '#core/model/sync.ts';
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

  function reopen(tx: Tx, decided: readonly Conflict[]): number {
    decideAnew(tx, decided);
    return decided.length;
  }

  /** Those of them that are as they are asked for. */
  const named = (tx: Tx, ids: readonly string[], isWanted: (one: Conflict) => boolean): Conflict[] =>
    ids.flatMap((id) => {
      const found = findConflict(tx.db, id);
      return found && isWanted(found) ? [found] : [];
    });

  /** Page by page, each in a transaction of its own: what is done is no longer among them. */
  function pages(work: (tx: Tx) => number): number {
    let all = 0;
    for (let done = AT_ONCE; done === AT_ONCE; all += done) done = unit(work);
    return all;
  }

  return {
    'sync.conflicts': ({ state, after, ...wanted }) =>
      state === 'waiting'
        ? { conflicts: listConflicts(db, { ...wanted, after }), total: countConflicts(db, wanted) }
        : { conflicts: listDecided(db, wanted), total: countDecided(db, wanted) },
    'sync.conflictGroups': () => groupConflicts(db),
    'sync.solve': (wish) => {
      const isOpen = ({ choice }: Conflict) => choice === null;
      const solved =
        'conflictIds' in wish
          ? unit((tx) => solve(tx, named(tx, wish.conflictIds, isOpen), wish.choice))
          : pages((tx) => solve(tx, listConflicts(tx.db, { ...alike(wish.which), after: '' }), wish.choice));
      told();
      return { solved };
    },
    'sync.reopen': (wish) => {
      const isDecided = ({ choice }: Conflict) => choice !== null;
      const reopened =
        'conflictIds' in wish
          ? unit((tx) => reopen(tx, named(tx, wish.conflictIds, isDecided)))
          : pages((tx) => reopen(tx, listDecided(tx.db, alike(wish.which))));
      told();
      return { reopened };
    },
  };
}

const alike = (which: WhichConflicts) => ({ itemId: null, which, limit: AT_ONCE });
