/** Perceptual hashes of pictures, in four parts of 16 bits, so that near ones are found by an index. */
import type { ItemId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type HashParts = { readonly a: number; readonly b: number; readonly c: number; readonly d: number };

export type HashedPicture = HashParts & {
  /** In the order in which pictures were first looked at. */
  readonly seq: number;
  readonly itemId: ItemId;
};

/** Keeps the hash, and answers its place in the order, which is the one of before when there was one. */
export function savePictureHash(
  db: WritableDb,
  picture: HashParts & { readonly itemId: string; readonly datasetId: string },
): number {
  db.run(
    `INSERT INTO picture_hash (item_id, dataset_id, a, b, c, d) VALUES (:itemId, :datasetId, :a, :b, :c, :d)
     ON CONFLICT (item_id) DO UPDATE SET a = excluded.a, b = excluded.b, c = excluded.c, d = excluded.d`,
    picture,
  );
  const sql = 'SELECT seq FROM picture_hash WHERE item_id = :itemId';
  return db.get<{ seq: number }>(sql, { itemId: picture.itemId })?.seq ?? 0;
}

const SELECT = `SELECT seq, item_id AS itemId, a, b, c, d FROM picture_hash WHERE dataset_id = :datasetId`;

/** Pictures of the dataset that were looked at before and have one of these values in the part. */
export function listPicturesWithPart(
  db: ReadableDb,
  wanted: {
    readonly datasetId: string;
    readonly before: number;
    readonly part: keyof HashParts;
    readonly values: readonly number[];
  },
): HashedPicture[] {
  const { datasetId, before, part, values } = wanted;
  const sql = `${SELECT} AND ${part} IN (SELECT value FROM json_each(:values)) AND seq < :before`;
  return db.all<HashedPicture>(sql, { datasetId, before, values: JSON.stringify(values) });
}

/** All pictures of the dataset that were looked at before, a page at a time, latest first. */
export function listPicturesBefore(
  db: ReadableDb,
  page: { readonly datasetId: string; readonly before: number; readonly limit: number },
): HashedPicture[] {
  // The table goes by the order; by the dataset's index it would have to be sorted.
  const sql = SELECT.replace('picture_hash WHERE', 'picture_hash NOT INDEXED WHERE');
  return db.all<HashedPicture>(`${sql} AND seq < :before ORDER BY seq DESC LIMIT :limit`, page);
}
