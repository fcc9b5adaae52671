/**
 * A unit of work: one durable transaction together with what must happen once it is on disk (events to the screens,
 * waking the runner). Nothing of that happens when the transaction fails.
 */
import type { Ports } from '#core/ports.ts';
import { actingAlone } from './actor.ts';
import type { Changes } from './changes.ts';
import type { Database, WritableDb } from './db/driver.ts';
import { lastCycleKey } from './db/queries/cycles.ts';
import { insertEvent, lastLogged, type NewEvent, setLastLogged } from './db/queries/events.ts';
import { lastExecutionKey } from './db/queries/executions.ts';
import type { Happening } from './happening.ts';
import { createLedger, type Ledger } from './jobs/ledger.ts';
import { newsOf } from './news/collect.ts';
import type { NewsFeed } from './news/feed.ts';
import type { News } from './news/news.ts';

export type Tx = {
  readonly db: WritableDb;
  /** Milliseconds; the same throughout the transaction. */
  readonly now: number;
  /** A new id. */
  id(): string;
  /** A new key for a row of these tables; keys that a failed transaction took are not used again. */
  key(table: 'cycle' | 'execution' | 'log'): number;
  /** Who does it: a person, or "sluice" for the machine's own decisions. */
  readonly actor: string;
  /** Adds to the append-only log. */
  explain(event: NewEvent): void;
  /** Tells what happened, for the triggers that wait for it: they fire in this very transaction. */
  raise(happening: Happening): void;
  /** Counters and cycles, written at the end. */
  readonly ledger: Ledger;
  /** Runs the work so that it leaves nothing when it throws; the error goes on. */
  savepoint<T>(work: () => T): T;
  /** What screens must hear of, told after the commit. */
  readonly changes: Changes;
  /** Runs after the commit, in order; must not throw. */
  after(work: () => void): void;
};

export const MACHINE = 'sluice';

export type Unit = <T>(actor: string, work: (tx: Tx) => T) => T;

export type UnitOptions = {
  readonly db: Database;
  readonly ports: Ports;
  readonly changes: Changes;
  /** Fires the triggers, inside the transaction. */
  readonly dispatch: (tx: Tx, happenings: readonly Happening[]) => void;
  /** Told after every commit: there may be new work. Cheap. */
  readonly committed: () => void;
  /** Hears what happened once it is on disk. */
  readonly news?: NewsFeed | undefined;
};

export function createUnit({ db, ports, changes, dispatch, committed, news }: UnitOptions): Unit {
  const keys = { cycle: lastCycleKey(db), execution: lastExecutionKey(db), log: lastLogged(db) };
  return (actor, work) => {
    const later: (() => void)[] = [];
    const happenings: Happening[] = [];
    let told: News[] = [];
    const marks = changes.collect();
    const result = db.write((writable) => {
      const now = ports.clock.now();
      const ledger = createLedger(writable);
      const who = actor === MACHINE ? null : actor;
      const logged = keys.log;
      const tx: Tx = {
        db: writable,
        now,
        id: () => ports.ids.next(),
        key: (table) => {
          keys[table] += 1;
          return keys[table];
        },
        actor,
        explain(event) {
          keys.log += 1;
          insertEvent(writable, keys.log, now, who, event);
        },
        raise: (happening) => happenings.push(happening),
        ledger,
        savepoint(part) {
          const before = happenings.length;
          try {
            return writable.savepoint(() => ledger.savepoint(part));
          } catch (error) {
            happenings.length = before;
            throw error;
          }
        },
        changes: marks,
        after: (next) => later.push(next),
      };
      const done = work(tx);
      if (happenings.length > 0) dispatch(tx, happenings);
      if (news?.wanted()) told = newsOf(writable, { happenings, ended: ledger.ended(), now });
      ledger.flush();
      if (keys.log !== logged) setLastLogged(writable, keys.log);
      return done;
    });
    marks.publish();
    if (told.length > 0) news?.tell(told);
    for (const next of later) next();
    actingAlone(committed);
    return result;
  };
}
