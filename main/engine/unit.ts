/**
 * A unit of work: one durable transaction together with what must happen once it is on disk (events to the screens,
 * waking the runner). Nothing of that happens when the transaction fails.
 */
import type { Ports } from '#core/ports.ts';
import type { Changes } from './changes.ts';
import type { Database, WritableDb } from './db/driver.ts';
import { insertEvent, type NewEvent } from './db/queries/events.ts';

export type Tx = {
  readonly db: WritableDb;
  /** Milliseconds; the same throughout the transaction. */
  readonly now: number;
  /** A new id. */
  id(): string;
  /** Who does it: a person, or "sluice" for the machine's own decisions. */
  readonly actor: string;
  /** Adds to the append-only log. */
  explain(event: NewEvent): void;
  /** What screens must hear of, told after the commit. */
  readonly changes: Changes;
  /** Runs after the commit, in order; must not throw. */
  after(work: () => void): void;
};

export const MACHINE = 'sluice';

export type Unit = <T>(actor: string, work: (tx: Tx) => T) => T;

/** @param committed told after every commit: there may be new work. Cheap. */
export function createUnit(db: Database, ports: Ports, changes: Changes, committed: () => void): Unit {
  return (actor, work) => {
    const later: (() => void)[] = [];
    const marks = changes.collect();
    const result = db.write((writable) => {
      const now = ports.clock.now();
      return work({
        db: writable,
        now,
        id: () => ports.ids.next(),
        actor,
        explain: (event) => insertEvent(writable, now, actor, event),
        changes: marks,
        after: (next) => later.push(next),
      });
    });
    marks.publish();
    for (const next of later) next();
    committed();
    return result;
  };
}
