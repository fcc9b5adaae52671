/** Packs that were made here with their leases, and packs that were opened here. */
import type { Lease, TakenPack } from '#core/model/pack.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

const LEASE = `SELECT pack.id, pack.task_id AS taskId, task.name AS taskName, pack.person, pack.made_at AS madeAt, pack.until,
    pack.ended_at AS endedAt, pack.came_at AS cameAt,
    (SELECT count(*) FROM pack_item WHERE pack_id = pack.id) AS items,
    (SELECT count(*) FROM pack_item JOIN task_item ON task_item.task_id = pack.task_id AND task_item.item_id = pack_item.item_id
      WHERE pack_id = pack.id AND state IN ('open', 'rework', 'review')) AS left
  FROM pack JOIN task ON task.id = pack.task_id`;

export function listLeases(db: ReadableDb): Lease[] {
  return db.all<Lease>(`${LEASE} ORDER BY pack.id DESC`);
}

export function findLease(db: ReadableDb, id: string): Lease | null {
  return db.get<Lease>(`${LEASE} WHERE pack.id = :id`, { id }) ?? null;
}

export type NewPack = Pick<Lease, 'id' | 'taskId' | 'person' | 'madeAt' | 'until'> & {
  readonly returnKey: string;
};

export function insertPack(db: WritableDb, pack: NewPack, itemIds: readonly string[]): void {
  db.run(
    `INSERT INTO pack (id, task_id, person, made_at, until, return_key)
     VALUES (:id, :taskId, :person, :madeAt, :until, :returnKey)`,
    pack,
  );
  for (const itemId of itemIds) db.run('INSERT INTO pack_item VALUES (?, ?)', [pack.id, itemId]);
}

/** The public key that signs what comes back. */
export function returnKeyOf(db: ReadableDb, id: string): string | null {
  return db.get<{ key: string }>('SELECT return_key AS key FROM pack WHERE id = ?', [id])?.key ?? null;
}

export function listPackedItems(db: ReadableDb, id: string): string[] {
  const sql = 'SELECT item_id AS itemId FROM pack_item WHERE pack_id = ?';
  return db.all<{ itemId: string }>(sql, [id]).map(({ itemId }) => itemId);
}

/** Whether the item was ever in a pack for the person. */
export function wasPackedFor(db: ReadableDb, person: string, itemId: string): boolean {
  const sql = `SELECT 1 AS yes FROM pack_item JOIN pack ON pack.id = pack_item.pack_id
    WHERE pack_item.item_id = :itemId AND pack.person = :person LIMIT 1`;
  return db.get(sql, { itemId, person }) !== undefined;
}

/** Items of a task that are out in packs whose time is not over. */
export function listLeased(db: ReadableDb, taskId: string, now: number): Set<string> {
  const sql = `SELECT item_id AS itemId FROM pack JOIN pack_item ON pack_item.pack_id = pack.id
    WHERE pack.task_id = :taskId AND pack.ended_at IS NULL AND pack.until > :now`;
  return new Set(db.all<{ itemId: string }>(sql, { taskId, now }).map(({ itemId }) => itemId));
}

/** Packs of a task whose time is over, and which nobody has ended. */
export function listOverdue(db: ReadableDb, taskId: string, now: number): Lease[] {
  const sql = `${LEASE} WHERE pack.task_id = :taskId AND pack.ended_at IS NULL AND pack.until <= :now`;
  return db.all<Lease>(sql, { taskId, now });
}

export function setUntil(db: WritableDb, id: string, until: number): void {
  db.run('UPDATE pack SET until = ? WHERE id = ?', [until, id]);
}

export function setEnded(db: WritableDb, id: string, at: number): void {
  db.run('UPDATE pack SET ended_at = ? WHERE id = ?', [at, id]);
}

export function setCame(db: WritableDb, id: string, at: number): void {
  db.run('UPDATE pack SET came_at = ? WHERE id = ?', [at, id]);
}

export type StoredTaken = Omit<TakenPack, 'taskName' | 'fingerprint' | 'queued'> & {
  readonly remoteId: RemoteId;
  readonly hubKey: string;
};

type TakenRow = StoredTaken & { readonly taskName: string };

const TAKEN = `SELECT taken_pack.id, remote_id AS remoteId, taken_pack.task_id AS taskId, person, made_at AS madeAt, until,
    hub, hub_key AS hubKey, coalesce(task.name, '-') AS taskName
  FROM taken_pack LEFT JOIN task ON task.id = taken_pack.task_id`;

export function listTaken(db: ReadableDb): TakenRow[] {
  return db.all<TakenRow>(`${TAKEN} ORDER BY taken_pack.id DESC`);
}

export function findTaken(db: ReadableDb, id: string): TakenRow | null {
  return db.get<TakenRow>(`${TAKEN} WHERE taken_pack.id = :id`, { id }) ?? null;
}

export function insertTaken(db: WritableDb, taken: StoredTaken): void {
  db.run(
    `INSERT INTO taken_pack (id, remote_id, task_id, person, made_at, until, hub, hub_key)
     VALUES (:id, :remoteId, :taskId, :person, :madeAt, :until, :hub, :hubKey)`,
    taken,
  );
}

/** The remote that a dataset is linked to; its id there is given. */
export function remoteOfDataset(db: ReadableDb, there: string): RemoteId | null {
  const sql = `SELECT remote_id AS id FROM link WHERE kind = 'dataset' AND id_there = ? ORDER BY remote_id LIMIT 1`;
  return db.get<{ id: RemoteId }>(sql, [there])?.id ?? null;
}
