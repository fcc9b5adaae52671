/** The latest parcel of each strand of each workstation, with what it led to. */
import type { Outcome } from '#core/model/exchange.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type StoredParcel = {
  readonly session: string;
  readonly person: string;
  readonly number: number;
  readonly outcomes: readonly Outcome[];
};

export function findParcel(db: ReadableDb, session: string): StoredParcel | null {
  const sql = 'SELECT person, number, reply FROM parcel WHERE session = ?';
  const row = db.get<{ person: string; number: number; reply: string }>(sql, [session]);
  return row ? { session, person: row.person, number: row.number, outcomes: JSON.parse(row.reply) } : null;
}

export function saveParcel(db: WritableDb, parcel: StoredParcel, at: number): void {
  const { session, person, number, outcomes } = parcel;
  db.run(
    `INSERT INTO parcel VALUES (:session, :person, :number, :reply, :at)
     ON CONFLICT DO UPDATE SET number = excluded.number, reply = excluded.reply, at = excluded.at`,
    { session, person, number, reply: JSON.stringify(outcomes), at },
  );
}

/** Those of workstations that have not been heard of since. */
export function forgetParcels(db: WritableDb, before: number): void {
  db.run('DELETE FROM parcel WHERE at < ?', [before]);
}
