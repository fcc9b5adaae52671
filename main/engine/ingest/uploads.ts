/** Files that come from a client of the API, one by one, each to a place of its own in a dataset. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { Metadata } from '#core/model/common.ts';
import type { DatasetId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import { findItem, findItemAt, setTrashed, updateItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import { waitingForDisk } from '../jobs/disk.ts';
import type { Tx } from '../unit.ts';
import { type Content, foreignReason, type Handed, type ReadTools, readFile } from './reading.ts';
import { recordItem } from './record.ts';
import type { Recorder } from './recorder.ts';

export type UploadWish = {
  /** A passing file that `place` gave out. It is gone afterwards, whatever becomes of it. */
  readonly path: string;
  readonly datasetId: DatasetId;
  readonly name: string;
  /** In the dataset, with a leading slash. */
  readonly folder: string;
  /** What becomes of an item that is there already. */
  readonly mode: 'skip' | 'overwrite';
  /** Laid over by what Sluice finds out about the file itself. */
  readonly metadata: Metadata;
};

export type Uploaded = { readonly item: Item; readonly op: 'created' | 'overwrite' | 'skipped' };

export type Uploads = {
  /** A path for a passing file on the workspace's disk; the file's extension may be added to it. @throws SluiceError `not-found`, `disk-full`, `io`. */
  place(datasetId: DatasetId): Promise<string>;
  /**
   * Makes an item of the passing file.
   * @throws SluiceError `media-unreadable` for what is neither picture nor video, or damaged; `not-found`, `disk-full`.
   */
  take(wish: UploadWish): Promise<Uploaded>;
  busy(): boolean;
};

export type UploadOptions = ReadTools & { readonly recorder: Recorder };

export function createUploads(options: UploadOptions): Uploads {
  const { ctx, recorder } = options;
  let underWay = 0;

  async function take(wish: UploadWish): Promise<Uploaded> {
    requireDataset(ctx, wish.datasetId);
    const before = findItemAt(ctx.db, wish);
    if (before && wish.mode === 'skip') return { item: before, op: 'skipped' };
    const { path, datasetId, name, folder } = wish;
    const file: Handed = { path, datasetId, name, folder, mode: 'copy', passing: true };
    const reading = await readFile(options, file, { signal: ctx.closing, known: true, apart: true });
    switch (reading.kind) {
      case 'read':
        return await recorder.run(ctx.settings().person, (tx) =>
          settle(tx, { wish, file, content: withMetadata(reading.content, wish.metadata) }),
        );
      case 'foreign':
        throw new SluiceError('media-unreadable', foreignReason(name), { name });
      case 'problem':
        throw new SluiceError('media-unreadable', `"${name}" cannot be used: ${reading.reason}`, { name });
      case 'ours':
      case 'unsettled':
        throw new SluiceError('io', `"${name}" was taken away while it was read. Send it again.`, { name });
    }
  }

  return {
    async place(datasetId) {
      requireDataset(ctx, datasetId);
      if (ctx.disk.low()) {
        throw new SluiceError('disk-full', `Nothing can be taken in: ${waitingForDisk(ctx.disk.room())}.`);
      }
      await mkdir(ctx.files.scratch, { recursive: true });
      return join(ctx.files.scratch, `${ctx.ports.ids.next()}.upload`);
    },
    async take(wish) {
      requirePassing(ctx, wish.path);
      underWay += 1;
      try {
        return await take(wish);
      } finally {
        underWay -= 1;
        await rm(wish.path, { force: true });
      }
    },
    busy: () => underWay > 0,
  };
}

type Arrival = { readonly wish: UploadWish; readonly file: Handed; readonly content: Content };

/** Others may have written to the same place since it was looked at. */
function settle(tx: Tx, { wish, file, content }: Arrival): Uploaded {
  const there = findItemAt(tx.db, wish);
  if (there && wish.mode === 'skip') return { item: there, op: 'skipped' };
  if (there && there.sha256 === content.sha256) {
    const metadata = { ...there.metadata, ...wish.metadata, system: there.metadata['system'] };
    updateItem(tx.db, there.id, { metadata }, tx.now);
    tx.changes.dataset(there.datasetId);
    return { item: found(tx, there.id), op: 'overwrite' };
  }
  if (there && setTrashed(tx.db, there.id, true, tx.now)) {
    // An item is its content: the labels of what was here before are of another picture, and stay with that.
    const text = 'Moved to the trash: another file was uploaded in its place. Its labels stay with it.';
    tx.explain({ itemId: there.id, kind: 'trashed', text });
    tx.raise({ resource: 'Item', action: 'Deleted', id: there.id });
  }
  const recorded = recordItem(tx, file, content, { apart: true });
  if (!recorded) throw new SluiceError('internal', 'What was uploaded was not written down.');
  return { item: found(tx, recorded.itemId), op: there ? 'overwrite' : 'created' };
}

function found(tx: Tx, id: string): Item {
  const item = findItem(tx.db, id);
  if (!item) throw new SluiceError('internal', 'The item is not there.', { id });
  return item;
}

function withMetadata(content: Content, metadata: Metadata): Content {
  const { facts } = content;
  return facts ? { ...content, facts: { ...facts, metadata: { ...metadata, ...facts.metadata } } } : content;
}

function requireDataset(ctx: EngineContext, datasetId: DatasetId): void {
  if (findDataset(ctx.db, datasetId)) return;
  throw new SluiceError('not-found', 'This dataset is not there any more.', { datasetId });
}

/** It is moved and removed, so it must be one that we gave out. */
function requirePassing(ctx: EngineContext, path: string): void {
  const [name = ''] = path.startsWith(join(ctx.files.scratch, '/')) ? path.split(/[\\/]/).slice(-1) : [];
  if (/^[0-9a-z]+\.upload(\.[a-z0-9]{1,8})?$/i.test(name) && join(ctx.files.scratch, name) === path) return;
  throw new SluiceError('invalid-input', 'This is no path of an upload.');
}
