/** Remotes, and what of them is linked to what of this workspace. */
import type { LinkKind, Remote, RemoteId } from '#core/model/sync.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { deleteAlongOf } from './taken-along.ts';

type RemoteRow = {
  id: RemoteId;
  kind: Remote['kind'];
  address: string;
  account: string;
  settings: string;
  created_at: number;
};

function toRemote(row: RemoteRow): Remote {
  const { paused, certificate } = JSON.parse(row.settings);
  return {
    id: row.id,
    kind: row.kind,
    address: row.address,
    account: row.account,
    certificate: certificate ?? null,
    paused: paused === true,
    createdAt: row.created_at,
  };
}

export function listRemotes(db: ReadableDb): Remote[] {
  return db.all<RemoteRow>('SELECT * FROM remote ORDER BY id').map(toRemote);
}

export function findRemote(db: ReadableDb, id: string): Remote | null {
  const row = db.get<RemoteRow>('SELECT * FROM remote WHERE id = ?', [id]);
  return row ? toRemote(row) : null;
}

/** Inserts the remote, or gives it another account or state. */
export function saveRemote(db: WritableDb, remote: Remote): void {
  const { id, kind, address, account, certificate, paused, createdAt } = remote;
  db.run(
    `INSERT INTO remote (id, kind, address, account, settings, created_at)
       VALUES (:id, :kind, :address, :account, :settings, :createdAt)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, address = excluded.address, account = excluded.account,
       settings = excluded.settings`,
    { id, kind, address, account, settings: JSON.stringify({ paused, certificate }), createdAt },
  );
}

/**
 * All that was linked to one remote is linked to another from now on, which is the same one by another way. What was on its
 * way is sent anew: put together with what has come of it there, it changes nothing twice.
 */
export function moveLinks(db: WritableDb, from: string, to: string): void {
  db.run(
    'UPDATE outbox SET remote_id = ?, parcel = NULL, sent = NULL, sent_version = NULL WHERE remote_id = ?',
    [to, from],
  );
  for (const table of ['recipe_copy', 'taken_pack', 'link'] as const) {
    db.run(`UPDATE OR IGNORE ${table} SET remote_id = ? WHERE remote_id = ?`, [to, from]);
  }
}

/** Forgets the remote with its links and what was to be sent there. Nothing of this workspace is touched. */
export function deleteRemote(db: WritableDb, id: string): void {
  deleteAlongOf(db, id);
  for (const table of ['outbox', 'remote_order', 'recipe_copy', 'strand', 'taken_pack', 'link'] as const) {
    db.run(`DELETE FROM ${table} WHERE remote_id = ?`, [id]);
  }
  db.run('DELETE FROM remote WHERE id = ?', [id]);
}

export type Link = {
  readonly kind: LinkKind;
  readonly localId: string;
  readonly remoteId: RemoteId;
  readonly idThere: string;
  /** How far the remote's changes are known, in its own words. */
  readonly cursor: string | null;
  /** Of a dataset: what its recipes and tasks said last, hashed. */
  readonly about: string | null;
};

type LinkRow = {
  kind: LinkKind;
  local_id: string;
  remote_id: RemoteId;
  id_there: string;
  cursor: string | null;
  about: string | null;
};

const toLink = (row: LinkRow): Link => ({
  kind: row.kind,
  localId: row.local_id,
  remoteId: row.remote_id,
  idThere: row.id_there,
  cursor: row.cursor,
  about: row.about,
});

export function insertLink(db: WritableDb, link: Omit<Link, 'cursor' | 'about'>): void {
  const { kind, localId, remoteId, idThere } = link;
  db.run(
    'INSERT INTO link (kind, local_id, remote_id, id_there) VALUES (:kind, :localId, :remoteId, :idThere)',
    {
      kind,
      localId,
      remoteId,
      idThere,
    },
  );
}

export function deleteLink(db: WritableDb, kind: LinkKind, localId: string): void {
  db.run('DELETE FROM link WHERE kind = ? AND local_id = ?', [kind, localId]);
}

export function findLink(db: ReadableDb, kind: LinkKind, localId: string): Link | null {
  const row = db.get<LinkRow>('SELECT * FROM link WHERE kind = ? AND local_id = ?', [kind, localId]);
  return row ? toLink(row) : null;
}

export function listLinks(db: ReadableDb, kind: LinkKind, remoteId: string): Link[] {
  const sql = 'SELECT * FROM link WHERE remote_id = :remoteId AND kind = :kind ORDER BY id_there';
  return db.all<LinkRow>(sql, { remoteId, kind }).map(toLink);
}

/** What the remote calls the entity. What came from there has the same id here, and no link. */
export function idThere(db: ReadableDb, kind: LinkKind, localId: string): string {
  return findLink(db, kind, localId)?.idThere ?? localId;
}

/** What this workspace calls an entity of the remote. */
export function idHere(db: ReadableDb, remoteId: string, kind: LinkKind, there: string): string {
  const sql = 'SELECT local_id FROM link WHERE remote_id = ? AND kind = ? AND id_there = ?';
  return db.get<{ local_id: string }>(sql, [remoteId, kind, there])?.local_id ?? there;
}

/**
 * The remote's ids of the dataset's items that are named as its own and not in the trash, in order.
 * @param after ids greater than this one
 * @param to and no greater than this one; null: to the end
 */
export function listIdsThere(
  db: ReadableDb,
  range: { remoteId: string; datasetId: string; after: string; to: string | null },
): string[] {
  const sql = `SELECT link.id_there FROM link JOIN item ON item.id = link.local_id
    WHERE link.remote_id = :remoteId AND link.kind = 'item' AND link.id_there > :after AND link.id_there <= :to
      AND item.dataset_id = :datasetId AND item.trashed = 0
    ORDER BY link.id_there`;
  // No id has a character that comes after this one.
  const bounds = { ...range, to: range.to ?? '\u{10ffff}' };
  return db.all<{ id_there: string }>(sql, bounds).map((row) => row.id_there);
}

export function setCursor(db: WritableDb, kind: LinkKind, localId: string, cursor: string): void {
  db.run('UPDATE link SET cursor = ? WHERE kind = ? AND local_id = ?', [cursor, kind, localId]);
}

export function setAbout(db: WritableDb, kind: LinkKind, localId: string, about: string): void {
  db.run('UPDATE link SET about = ? WHERE kind = ? AND local_id = ?', [about, kind, localId]);
}
