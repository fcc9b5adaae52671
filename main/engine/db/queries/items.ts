/** Items, and what is known of the videos among them. */

import type { ItemFilter } from '#contract/items.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { FrameCheck, Item, ItemKind, VideoFacts } from '#core/model/item.ts';
import type { PictureFacts } from '#core/model/picture.ts';
import type { ReadableDb, SqlValue, WritableDb } from '../driver.ts';
import { rowInsert } from '../row-insert.ts';

export type ItemRow = {
  id: ItemId;
  dataset_id: DatasetId;
  kind: ItemKind;
  name: string;
  folder: string;
  mimetype: string;
  size: number;
  width: number;
  height: number;
  sha256: string | null;
  video_id: ItemId | null;
  frame_index: number | null;
  pts: number | null;
  time_num: number | null;
  time_den: number | null;
  seconds: number | null;
  source_item_id: ItemId | null;
  storage: Item['storage'];
  annotation_count: number;
  status: string | null;
  trashed: number;
  metadata: string;
  picture: string | null;
  overwritten: string | null;
  created_at: number;
  updated_at: number;
  facts: string | null;
};

// A join with the few videos costs 35 microseconds a row, however empty the table; this, 3.5.
export const SELECT_ITEM = `SELECT item.*, CASE kind WHEN 'video' THEN
  (SELECT facts FROM video WHERE item_id = item.id) END AS facts FROM item`;

function frameOf(row: ItemRow): Item['frame'] {
  if (row.video_id === null || row.frame_index === null || row.pts === null) return null;
  return {
    videoId: row.video_id,
    index: row.frame_index,
    pts: row.pts,
    timeBase: { num: row.time_num ?? 1, den: row.time_den ?? 1 },
    seconds: row.seconds ?? 0,
  };
}

/** Facts that videos lack which came before those were noted. */
const NOT_NOTED_THEN = {
  check: null,
  colour: null,
  pixelFormat: null,
  origin: null,
  keyFrames: null,
} as const;

export const toItem = (row: ItemRow): Item => ({
  id: row.id,
  datasetId: row.dataset_id,
  kind: row.kind,
  name: row.name,
  folder: row.folder,
  mimetype: row.mimetype,
  size: row.size,
  width: row.width,
  height: row.height,
  sha256: row.sha256,
  frame: frameOf(row),
  video: row.facts ? { ...NOT_NOTED_THEN, ...JSON.parse(row.facts) } : null,
  picture: row.picture === null ? null : JSON.parse(row.picture),
  overwritten: row.overwritten === null ? null : JSON.parse(row.overwritten),
  sourceItemId: row.source_item_id,
  storage: row.storage,
  annotationCount: row.annotation_count,
  status: row.status,
  trashed: row.trashed === 1,
  metadata: JSON.parse(row.metadata),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** What a new item consists of; counters start at nothing. */
export type NewItem = Omit<
  Item,
  'annotationCount' | 'status' | 'trashed' | 'video' | 'picture' | 'overwritten'
> & {
  readonly picture?: PictureFacts | null;
  /** What makes it this item and no other in its dataset. */
  readonly identity: string;
  /** Relative to the workspace with forward slashes when stored, absolute when linked. */
  readonly location: string;
  /** Key of the execution that made it. */
  readonly maker: number | null;
};

const insert = rowInsert(
  'item',
  [
    'id',
    'dataset_id',
    'identity',
    'kind',
    'name',
    'folder',
    'mimetype',
    'size',
    'width',
    'height',
    'sha256',
    'video_id',
    'frame_index',
    'pts',
    'time_num',
    'time_den',
    'seconds',
    'source_item_id',
    'storage',
    'location',
    'metadata',
    'maker',
    'created_at',
    'updated_at',
    'picture',
  ],
  {},
  'ON CONFLICT (dataset_id, identity) DO NOTHING',
);

/** Inserts the item unless its dataset has one of that identity; false when it has. */
export function insertItem(db: WritableDb, item: NewItem): boolean {
  const { frame } = item;
  return insert(db, [
    item.id,
    item.datasetId,
    item.identity,
    item.kind,
    item.name,
    item.folder,
    item.mimetype,
    item.size,
    item.width,
    item.height,
    item.sha256,
    frame?.videoId ?? null,
    frame?.index ?? null,
    frame?.pts ?? null,
    frame?.timeBase.num ?? null,
    frame?.timeBase.den ?? null,
    frame?.seconds ?? null,
    item.sourceItemId,
    item.storage,
    item.location,
    JSON.stringify(item.metadata),
    item.maker,
    item.createdAt,
    item.updatedAt,
    item.picture ? JSON.stringify(item.picture) : null,
  ]);
}

export function findItem(db: ReadableDb, id: string): Item | null {
  const row = db.get<ItemRow>(`${SELECT_ITEM} WHERE item.id = :id`, { id });
  return row ? toItem(row) : null;
}

export function findItemByIdentity(db: ReadableDb, datasetId: string, identity: string): Item | null {
  const sql = `${SELECT_ITEM} WHERE item.dataset_id = :datasetId AND item.identity = :identity`;
  const row = db.get<ItemRow>(sql, { datasetId, identity });
  return row ? toItem(row) : null;
}

/** The item of this name in a folder of the dataset that came last; null when none is there but in the trash. */
export function findItemAt(
  db: ReadableDb,
  place: { readonly datasetId: string; readonly folder: string; readonly name: string },
): Item | null {
  const sql = `${SELECT_ITEM} WHERE item.dataset_id = :datasetId AND item.folder = :folder AND item.name = :name
    AND item.trashed = 0 ORDER BY item.id DESC LIMIT 1`;
  const { datasetId, folder, name } = place;
  const row = db.get<ItemRow>(sql, { datasetId, folder, name });
  return row ? toItem(row) : null;
}

/** Sizes of items in the order of their ids, which is that of their coming, after the given one; 0 for what is no image. */
export function listImageSizes(
  db: ReadableDb,
  after: string,
  limit: number,
): { readonly id: ItemId; readonly width: number; readonly height: number }[] {
  const sql = `SELECT id, iif(kind = 'image', width, 0) AS width, height FROM item WHERE id > :after
    ORDER BY id LIMIT :limit`;
  return db.all(sql, { after, limit });
}

/** The item is one of several pictures of its file, as is known by now. */
export function setPicture(
  db: WritableDb,
  id: string,
  {
    picture,
    mimetype,
    at,
  }: { readonly picture: PictureFacts; readonly mimetype: string; readonly at: number },
): void {
  const sql = 'UPDATE item SET picture = :picture, mimetype = :mimetype, updated_at = :at WHERE id = :id';
  db.run(sql, { id, picture: JSON.stringify(picture), mimetype, at });
}

/** Another execution that stands and has let out this copy of the source; null when there is none. */
export function findOtherMaker(db: ReadableDb, copy: string, source: string, except: number): number | null {
  const sql = `SELECT key FROM execution WHERE item_id = :source AND state = 'success' AND key <> :except
    AND instr(output, :copy) > 0 LIMIT 1`;
  return db.get<{ key: number }>(sql, { copy, source, except })?.key ?? null;
}

/** The item when it is a copy of another that a pipeline has made, and is not in the trash. */
export function findMadeCopy(db: ReadableDb, id: string, source: string): Item | null {
  const sql = `${SELECT_ITEM} WHERE item.id = :id AND source_item_id = :source AND maker IS NOT NULL AND trashed = 0`;
  const row = db.get<ItemRow>(sql, { id, source });
  return row ? toItem(row) : null;
}

/** Items made by an execution, live ones only. */
export function listItemsMadeBy(db: ReadableDb, execution: number): Item[] {
  const sql = `${SELECT_ITEM} WHERE item.maker = :execution AND item.trashed = 0`;
  return db.all<ItemRow>(sql, { execution }).map(toItem);
}

export function hasItem(db: ReadableDb, id: string): boolean {
  return db.get('SELECT 1 AS yes FROM item WHERE id = ?', [id]) !== undefined;
}

/** The first of these that is no item; null when all are. */
export function findMissingItem(db: ReadableDb, ids: readonly string[]): string | null {
  const sql = `SELECT value AS id FROM json_each(:ids) WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.id = value) LIMIT 1`;
  return db.get<{ id: string }>(sql, { ids: JSON.stringify(ids) })?.id ?? null;
}

export function datasetIdOf(db: ReadableDb, id: string): DatasetId | null {
  const sql = 'SELECT dataset_id FROM item WHERE id = ?';
  return db.get<{ dataset_id: DatasetId }>(sql, [id])?.dataset_id ?? null;
}

/** Where the item's bytes are; see `NewItem.location`. */
export function locationOf(db: ReadableDb, id: string): string | null {
  return db.get<{ location: string }>('SELECT location FROM item WHERE id = :id', { id })?.location ?? null;
}

export function setStorage(db: WritableDb, id: string, storage: Item['storage'], at: number): void {
  db.run('UPDATE item SET storage = :storage, updated_at = :at WHERE id = :id', { id, storage, at });
}

/** Its file is somewhere else now. */
export function setFile(
  db: WritableDb,
  id: string,
  {
    storage,
    location,
    at,
  }: { readonly storage: Item['storage']; readonly location: string; readonly at: number },
): void {
  const sql = 'UPDATE item SET storage = :storage, location = :location, updated_at = :at WHERE id = :id';
  db.run(sql, { id, storage, location, at });
}

export function setItemStatus(db: WritableDb, id: string, status: string | null, at: number): void {
  db.run('UPDATE item SET status = :status, updated_at = :at WHERE id = :id', { id, status, at });
}

export function setMaker(db: WritableDb, id: string, execution: number): void {
  db.run('UPDATE item SET maker = :execution WHERE id = :id', { id, execution });
}

/** Gives an item whose maker counts no more (its cycle ran again, say) a new one. */
export function inheritItem(db: WritableDb, id: string, execution: number): void {
  db.run(
    `UPDATE item SET maker = :execution
     WHERE id = :id AND maker IN (SELECT key FROM execution WHERE key = item.maker AND state = 'terminated')`,
    { id, execution },
  );
}

/** True when it was not so before. A hidden copy (2) is neither here nor there. */
export function setTrashed(db: WritableDb, id: string, trashed: boolean, at: number): boolean {
  const sql = 'UPDATE item SET trashed = :flag, updated_at = :at WHERE id = :id AND trashed = 1 - :flag';
  return db.run(sql, { id, flag: trashed ? 1 : 0, at }) > 0;
}

/** SQL and parameters of a filter, for a WHERE that starts with `dataset_id = :datasetId`. */
function filterSql(filter: ItemFilter): { sql: string; params: Readonly<Record<string, SqlValue>> } {
  const parts = ['item.trashed = :trashed'];
  const params: Record<string, SqlValue> = { trashed: filter.trashed ? 1 : 0 };
  if (filter.kind) {
    parts.push('item.kind = :kind');
    params['kind'] = filter.kind;
  }
  if (filter.status === 'none') parts.push('item.status IS NULL');
  else if (filter.status) {
    parts.push('item.status = :status');
    params['status'] = filter.status;
  }
  if (filter.text) {
    // instr and not LIKE: what people type is text, `%` and `_` included.
    parts.push('instr(lower(item.name), lower(:text)) > 0');
    params['text'] = filter.text;
  }
  return { sql: parts.join(' AND '), params };
}

export function listItems(
  db: ReadableDb,
  datasetId: string,
  filter: ItemFilter,
  page: { after: string | null; limit: number },
): Item[] {
  const { sql, params } = filterSql(filter);
  return db
    .all<ItemRow>(
      `${SELECT_ITEM} WHERE item.dataset_id = :datasetId AND ${sql} AND item.id > :after ORDER BY item.id LIMIT :limit`,
      { ...params, datasetId, after: page.after ?? '', limit: page.limit },
    )
    .map(toItem);
}

/** The id of the item `skip` places after the cursor, from 1; null beyond the end. Reads an index only, 30 ms a million. */
export function idAfter(
  db: ReadableDb,
  datasetId: string,
  filter: ItemFilter,
  place: { after: string | null; skip: number },
): ItemId | null {
  const { sql, params } = filterSql(filter);
  const text = `SELECT item.id FROM item WHERE item.dataset_id = :datasetId AND ${sql} AND item.id > :after
    ORDER BY item.id LIMIT 1 OFFSET :before`;
  const where = { after: place.after ?? '', before: place.skip - 1 };
  return db.get<{ id: ItemId }>(text, { ...params, datasetId, ...where })?.id ?? null;
}

export function countItems(db: ReadableDb, datasetId: string, filter: ItemFilter): number {
  const { sql, params } = filterSql(filter);
  const text = `SELECT count(*) AS count FROM item WHERE item.dataset_id = :datasetId AND ${sql}`;
  return db.get<{ count: number }>(text, { ...params, datasetId })?.count ?? 0;
}

export function saveVideo(db: WritableDb, itemId: string, facts: VideoFacts, frameIndex: Uint8Array): void {
  db.run(
    `INSERT INTO video VALUES (:itemId, :facts, :frameIndex)
     ON CONFLICT (item_id) DO UPDATE SET facts = excluded.facts, frame_index = excluded.frame_index`,
    { itemId, facts: JSON.stringify(facts), frameIndex },
  );
}

export function setFrameCheck(db: WritableDb, itemId: string, check: FrameCheck): void {
  const sql = `UPDATE video SET facts = json_set(facts, '$.check', json(:check)) WHERE item_id = :itemId`;
  db.run(sql, { itemId, check: JSON.stringify(check) });
}

/** The encoded frame index of a video; null when none was built. */
export function findFrameIndex(db: ReadableDb, itemId: string): Uint8Array | null {
  const sql = 'SELECT frame_index FROM video WHERE item_id = :itemId';
  return db.get<{ frame_index: Uint8Array }>(sql, { itemId })?.frame_index ?? null;
}

/** Changes that a node or a client makes to an item. */
export type ItemChange = {
  readonly name?: string | undefined;
  readonly folder?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
};

export function updateItem(db: WritableDb, id: string, change: ItemChange, at: number): void {
  db.run(
    `UPDATE item SET name = coalesce(:name, name), folder = coalesce(:folder, folder),
       metadata = coalesce(:metadata, metadata), updated_at = :at
     WHERE id = :id`,
    {
      id,
      at,
      name: change.name ?? null,
      folder: change.folder ?? null,
      metadata: change.metadata ? JSON.stringify(change.metadata) : null,
    },
  );
}
