/** Sets counters to what there is to count. */
import type { WritableDb } from '../driver.ts';
import type { CounterSource, Tally } from './counter-check.ts';

/** Counts the owners again and writes down what differs, in the caller's transaction; answers what did. */
export function mendCounters(
  db: WritableDb,
  source: CounterSource,
  owners: readonly (string | number)[],
): readonly Tally[] {
  const wrong = source.tallies(db, owners).filter(({ kept, counted }) => kept !== counted);
  for (const tally of wrong) mend(db, source.name, tally);
  return wrong;
}

function mend(db: WritableDb, name: string, { key, part, counted: count }: Tally): void {
  switch (name) {
    case 'node_count':
      db.run(
        `INSERT INTO node_count VALUES (:key, :part, :count, 0)
         ON CONFLICT DO UPDATE SET count = excluded.count`,
        { key, part, count },
      );
      return;
    case 'cycle_count':
      db.run(
        `INSERT INTO cycle_count VALUES (:key, :part, :count, 0)
         ON CONFLICT DO UPDATE SET count = excluded.count`,
        { key, part, count },
      );
      return;
    case 'task_count': {
      const space = part.indexOf(' ');
      const [state, status] = [part.slice(0, space), part.slice(space + 1)];
      db.run(
        `INSERT INTO task_count VALUES (:key, :state, :status, :count)
         ON CONFLICT DO UPDATE SET count = excluded.count`,
        { key, state, status, count },
      );
      return;
    }
    default: {
      // A column of the owner's own row: "table.column", from our own list.
      const [table = '', column = ''] = name.split('.');
      const id = table === 'cycle' ? 'key' : 'id';
      db.run(`UPDATE ${table} SET ${column} = :count WHERE ${id} = :key`, { key, count });
    }
  }
}
