/** Folders of datasets, and what goes into them. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { readItemMetadata } from '#core/formats/dataloop/item.ts';
import { type Folder, isWithin, ROOT } from '#core/model/folder.ts';
import type { DatasetId, FolderId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import {
  deleteFolder,
  findFolder,
  findFolderAt,
  listNotedFolders,
  setFolderMetadata,
} from '../db/queries/folders.ts';
import { findDataset } from '../db/queries/projects.ts';
import { itemsWithin } from '../folders/contents.ts';
import { moveFolder, moveInto } from '../folders/move.ts';
import { makeFolder, noteFolders } from '../folders/note.ts';
import { putTrashed } from '../item-trash.ts';

type FolderCalls = `folders.${'list' | 'get' | 'make' | 'update' | 'trash'}` | 'items.move';

export function folderHandlers(ctx: EngineContext): Handlers<FolderCalls> {
  const { db } = ctx;
  return {
    'folders.list': async ({ datasetId }) => {
      await noteFolders(ctx, requireDataset(db, datasetId));
      return listNotedFolders(db, datasetId);
    },
    'folders.get': ({ folderId }) => folderOf(db, folderId),
    'folders.make': ({ datasetId, path }) => {
      requireDataset(db, datasetId);
      const there = findFolderAt(db, datasetId, path);
      if (there) return there;
      return ctx.unit(ctx.settings().person, (tx) => {
        makeFolder(tx, datasetId, path);
        tx.changes.dataset(datasetId);
        const made = findFolderAt(tx.db, datasetId, path);
        if (!made) throw new SluiceError('internal', 'The folder was not written down.', { path });
        return made;
      });
    },
    'folders.update': async ({ folderId, path, metadata, system }) => {
      const before = folderOf(db, folderId);
      if (path !== undefined) await moveFolder(ctx, before, path);
      if (Object.keys(metadata).length > 0) {
        ctx.unit(ctx.settings().person, (tx) => {
          const { metadata: old } = folderOf(tx.db, folderId);
          setFolderMetadata(tx.db, folderId, readItemMetadata(old, metadata, system), tx.now);
        });
      }
      return folderOf(db, folderId);
    },
    'folders.trash': async ({ folderId }) => ({ changed: await trash(ctx, folderOf(db, folderId)) }),
    'items.move': async ({ folderId, ids }) => ({
      changed: await moveInto(ctx, folderOf(db, folderId), ids),
    }),
  };
}

function requireDataset(db: ReadableDb, datasetId: DatasetId): DatasetId {
  if (findDataset(db, datasetId)) return datasetId;
  throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
}

/** @throws SluiceError `not-found`, also for one of a dataset that was deleted. */
function folderOf(db: ReadableDb, folderId: FolderId): Folder {
  const folder = findFolder(db, folderId);
  if (folder && findDataset(db, folder.datasetId)) return folder;
  throw new SluiceError('not-found', `There is no folder ${folderId}.`, { folderId });
}

/** Items first: when that is stopped, the folder is there to be deleted again. */
async function trash(ctx: EngineContext, { datasetId, path }: Folder): Promise<number> {
  if (path === ROOT) {
    throw new SluiceError('conflict', 'The root of a dataset stays: delete its items, or the dataset.');
  }
  const { person } = ctx.settings();
  let changed = 0;
  for await (const { items } of itemsWithin(ctx.db, datasetId, path)) {
    changed += ctx.unit(
      person,
      (tx) => items.filter(({ id }) => putTrashed(tx, { id, datasetId }, true)).length,
    );
  }
  ctx.unit(person, (tx) => {
    for (const one of listNotedFolders(tx.db, datasetId)) {
      if (isWithin(one.path, path)) deleteFolder(tx.db, one.id);
    }
    tx.changes.dataset(datasetId);
  });
  return changed;
}
