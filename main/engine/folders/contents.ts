/** What is in a folder and below it, walked a part at a time so that nobody waits for all of a million. */
import { setImmediate } from 'node:timers/promises';
import type { DatasetId } from '#core/model/ids.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listItemsIn, type Placed } from '../db/queries/folders.ts';
import { foldersBelow } from './note.ts';

/** Items a part. */
export const PART = 500;

export type Contents = { readonly folder: string; readonly items: readonly Placed[] };

/** Items that are not in the trash, folder by folder; others may do their work between two parts. */
export async function* itemsWithin(
  db: ReadableDb,
  datasetId: DatasetId,
  path: string,
): AsyncGenerator<Contents> {
  for (const folder of [path, ...foldersBelow(db, datasetId, path)]) {
    for (let after: Placed | null = null; ; ) {
      const items: Placed[] = listItemsIn(db, { datasetId, folder, after, limit: PART });
      if (items.length > 0) yield { folder, items };
      await setImmediate();
      after = items.at(-1) ?? null;
      if (items.length < PART) break;
    }
  }
}
