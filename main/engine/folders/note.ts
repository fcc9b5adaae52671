/** Folders get their ids when somebody asks for folders: files that come in make none, and cost nothing for them. */
import { setImmediate } from 'node:timers/promises';
import { lineOf, ROOT } from '#core/model/folder.ts';
import { type DatasetId, folderIdSchema } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { hasItems, insertFolder, isNoted, nextFolderWithItems } from '../db/queries/folders.ts';
import { MACHINE, type Tx } from '../unit.ts';

/** Folders that are looked at, or written, in one go. */
const AT_ONCE = 500;

/** Makes the folder, and those that it is in. */
export function makeFolder(tx: Tx, datasetId: DatasetId, path: string): void {
  for (const one of lineOf(path)) {
    if (isNoted(tx.db, datasetId, one)) continue;
    insertFolder(tx.db, { id: folderIdSchema.parse(tx.id()), datasetId, path: one, at: tx.now });
  }
}

/** Gives ids to the root and to folders of items that have none. */
export async function noteFolders(ctx: EngineContext, datasetId: DatasetId): Promise<void> {
  const missing = await missingFolders(ctx.db, datasetId);
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    ctx.unit(MACHINE, (tx) => {
      for (const path of missing.slice(at, at + AT_ONCE)) makeFolder(tx, datasetId, path);
    });
    await setImmediate();
  }
}

async function missingFolders(db: ReadableDb, datasetId: DatasetId): Promise<string[]> {
  // Whoever notes a folder notes those that it is in: what has an id needs no look at the others.
  const isMissing = (path: string) => !isNoted(db, datasetId, path);
  const missing = isMissing(ROOT) ? [ROOT] : [];
  let looked = 0;
  for (const path of foldersBelow(db, datasetId, ROOT)) {
    if (isMissing(path) && hasItems(db, datasetId, path)) missing.push(path);
    looked += 1;
    if (looked % AT_ONCE === 0) await setImmediate();
  }
  return missing;
}

/** Folders below the path that items were put in, by their paths. */
export function* foldersBelow(db: ReadableDb, datasetId: DatasetId, path: string): Generator<string> {
  for (let after: string | null = null; ; ) {
    after = nextFolderWithItems(db, { datasetId, path, after });
    if (after === null) return;
    yield after;
  }
}
