/** What a repair asks about items. */
import type { Item } from '#core/model/item.ts';
import type { ReadableDb } from '../driver.ts';

export type FilePlace = { readonly location: string; readonly storage: Item['storage'] };

/** Where the content with that hash is, or was: a row for each item. */
export function listPlacesOf(db: ReadableDb, sha256: string): FilePlace[] {
  return db.all('SELECT location, storage FROM item WHERE sha256 = :sha256', { sha256 });
}

/** The video that an item is a frame of, and its place there; null for what is no frame. */
export function findFramePlace(db: ReadableDb, id: string): { videoId: string; index: number } | null {
  const sql = `SELECT video_id AS videoId, frame_index AS "index" FROM item
    WHERE id = :id AND video_id IS NOT NULL AND frame_index IS NOT NULL`;
  return db.get(sql, { id }) ?? null;
}
