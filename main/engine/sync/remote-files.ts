/** Files of items that are at a remote: fetched when somebody needs them, and checked before they count. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { Remote } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { findFrameIndex, findItem, locationOf, saveVideo, setFile } from '../db/queries/items.ts';
import { findLink, findRemote, idThere } from '../db/queries/remotes.ts';
import { readFacts } from '../ingest/facts.ts';
import { hashFile } from '../media/hash.ts';
import { MACHINE } from '../unit.ts';
import type { Connections } from './connections.ts';
import type { RemoteFiles } from './files.ts';
import { Refused } from './http.ts';
import { refusal } from './refusal.ts';
import { fetchThumb } from './remote-thumb.ts';
import { download } from './transfer.ts';

/** Bytes from which on people see how a file comes that they wait for. */
const LARGE = 20_000_000;

/** One file on its way, and who waits for it. */
type Coming = {
  readonly made: Promise<Item>;
  readonly stopping: AbortController;
  readonly listeners: Set<(bytes: number) => void>;
  waiting: number;
};

export type StoredRemoteFiles = RemoteFiles & {
  /** Removes what broke off of files that nobody will ask for any more. */
  tidy(): Promise<void>;
};

export function createRemoteFiles(context: () => EngineContext, connections: Connections): StoredRemoteFiles {
  const coming = new Map<string, Coming>();

  function remoteOf(ctx: EngineContext, item: Item): Remote | null {
    const link = findLink(ctx.db, 'dataset', item.datasetId);
    return link && findRemote(ctx.db, link.remoteId);
  }

  async function fetchFile(item: Item, signal: AbortSignal, came: (bytes: number) => void): Promise<Item> {
    const ctx = context();
    const remote = remoteOf(ctx, item);
    const source = item.sourceItemId === null ? null : findItem(ctx.db, item.sourceItemId);
    if (!remote && source) return await shareFile(ctx, item, source, signal);
    if (!remote) {
      const message = `The file of "${item.name}" was never fetched, and its dataset is not linked any more.`;
      throw new SluiceError('not-found', message, { itemId: item.id });
    }
    if (ctx.disk.low()) {
      throw new SluiceError('disk-full', `There is too little room on the disk for "${item.name}".`);
    }
    await mkdir(ctx.files.coming, { recursive: true });
    const output = join(ctx.files.coming, `${item.id}.part`);
    const http = await connections.httpOf(remote);
    const path = `/items/${idThere(ctx.db, 'item', item.id)}/stream`;
    const whole = async () => {
      await download(http, { path, output, size: item.size, came }, signal);
      return await keep(ctx, item, output, signal);
    };
    const isRest = (await stat(output).catch(() => null)) !== null;
    try {
      return await whole().catch(async (error: unknown) => {
        if (!isOtherFile(error)) throw error;
        await rm(output, { force: true });
        if (!isRest) throw error;
        // The part that was here may have been of another file.
        return await whole();
      });
    } catch (error) {
      // What broke off is good for the next time.
      if (isOtherFile(error)) await rm(output, { force: true });
      throw refusal(error);
    }
  }

  /** A copy that was made of an item before its file was here. */
  async function shareFile(ctx: EngineContext, item: Item, source: Item, signal: AbortSignal): Promise<Item> {
    const { storage } = await bring(source, signal);
    const location = locationOf(ctx.db, source.id) ?? '';
    const blob = item.kind === 'video' ? findFrameIndex(ctx.db, source.id) : null;
    const video = findItem(ctx.db, source.id)?.video;
    ctx.unit(MACHINE, (tx) => {
      setFile(tx.db, item.id, { storage, location, at: tx.now });
      if (blob && video) saveVideo(tx.db, item.id, video, blob);
      tx.changes.dataset(item.datasetId);
    });
    return findItem(ctx.db, item.id) ?? item;
  }

  function begin(item: Item): Coming {
    const stopping = new AbortController();
    const listeners = new Set<(bytes: number) => void>();
    const came = (bytes: number) => {
      for (const listener of listeners) listener(bytes);
    };
    const signal = AbortSignal.any([stopping.signal, context().closing]);
    const made = fetchFile(item, signal, came).finally(() => coming.delete(item.id));
    const entry: Coming = { made, stopping, listeners, waiting: 0 };
    coming.set(item.id, entry);
    return entry;
  }

  async function bring(item: Item, signal: AbortSignal, came?: (bytes: number) => void): Promise<Item> {
    if (item.storage !== 'remote') return item;
    const known = coming.get(item.id);
    // One that stops just now ends first, as both would write to the same file.
    if (known?.stopping.signal.aborted) await known.made.catch(() => undefined);
    const entry = coming.get(item.id) ?? begin(item);
    const shown = came || item.size < LARGE ? null : show(context(), item, entry);
    const listener = came ?? shown?.came;
    if (listener) entry.listeners.add(listener);
    entry.waiting += 1;
    try {
      return await unless(signal, entry.made);
    } finally {
      entry.waiting -= 1;
      if (listener) entry.listeners.delete(listener);
      if (entry.waiting === 0) entry.stopping.abort();
      shown?.end();
    }
  }

  return {
    bring,
    async thumb(item, output, signal) {
      const ctx = context();
      const remote = remoteOf(ctx, item);
      if (remote?.kind !== 'sluice') return false;
      const http = await connections.httpOf(remote);
      return await fetchThumb(http, { id: idThere(ctx.db, 'item', item.id), output }, signal);
    },
    async tidy() {
      const ctx = context();
      const names = await readdir(ctx.files.coming).catch(() => []);
      for (const name of names) {
        const item = findItem(ctx.db, name.replace(/\.part$/, ''));
        const isWanted = item?.storage === 'remote' && remoteOf(ctx, item) !== null;
        if (!isWanted) await rm(join(ctx.files.coming, name), { force: true });
      }
    },
  };
}

/** A job that people see and can stop; who waits for the file hears of that. */
function show(ctx: EngineContext, item: Item, { stopping }: Coming) {
  const total = Math.ceil(item.size / 1e6);
  const job = ctx.jobs.start({
    ...{ id: ctx.ports.ids.next(), kind: 'download', title: item.name, itemId: item.id, unit: 'MB', total },
    cancel: () => stopping.abort(new SluiceError('aborted', `The file of "${item.name}" is not fetched.`)),
  });
  return { came: (bytes: number) => job.progress(Math.floor(bytes / 1e6), total), end: () => job.end() };
}

function isOtherFile(error: unknown): boolean {
  return error instanceof Refused || (error instanceof SluiceError && error.code === 'media-unreadable');
}

/** Takes a whole file as the item's, when it is the one that it should be; it is moved. */
export async function keep(ctx: EngineContext, item: Item, path: string, signal: AbortSignal): Promise<Item> {
  const { sha256, size } = await hashFile(path, signal);
  if (item.sha256 !== null && item.sha256 !== sha256) {
    const message = `The remote's file of "${item.name}" is not the one that was labelled there.`;
    throw new SluiceError('media-unreadable', message, { itemId: item.id });
  }
  const { kind, mimetype, name } = item;
  const facts =
    kind === 'video' ? await readFacts(ctx, { path, kind, mimetype, sha256, size }, signal) : null;
  const location = await ctx.blobs.adopt({ path, sha256, size, name }, signal);
  ctx.unit(MACHINE, (tx) => {
    setFile(tx.db, item.id, { storage: 'stored', location, at: tx.now });
    if (facts?.video) saveVideo(tx.db, item.id, facts.video.facts, facts.video.frameIndex);
    tx.changes.dataset(item.datasetId);
  });
  return findItem(ctx.db, item.id) ?? item;
}

/** What `work` answers, unless the signal is aborted before. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
