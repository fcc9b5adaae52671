/** Files of items that are at a remote: fetched when somebody needs them, and checked before they count. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import { findFrameIndex, findItem, locationOf, saveVideo, setFile } from '../db/queries/items.ts';
import { findLink, findRemote, idThere } from '../db/queries/remotes.ts';
import { readFacts } from '../ingest/facts.ts';
import { hashFile } from '../media/hash.ts';
import { MACHINE } from '../unit.ts';
import type { Connections } from './connections.ts';
import type { RemoteFiles } from './files.ts';
import { refusal } from './refusal.ts';
import { download } from './transfer.ts';

export function createRemoteFiles(context: () => EngineContext, connections: Connections): RemoteFiles {
  const coming = new Map<string, Promise<Item>>();

  async function fetchFile(item: Item): Promise<Item> {
    const ctx = context();
    // Whoever asked may go away; somebody else may have asked meanwhile.
    const signal = ctx.closing;
    const link = findLink(ctx.db, 'dataset', item.datasetId);
    const remote = link && findRemote(ctx.db, link.remoteId);
    const source = item.sourceItemId === null ? null : findItem(ctx.db, item.sourceItemId);
    if (!remote && source) return await shareFile(ctx, item, source);
    if (!remote) {
      const message = `The file of "${item.name}" was never fetched, and its dataset is not linked any more.`;
      throw new SluiceError('not-found', message, { itemId: item.id });
    }
    if (ctx.disk.low()) {
      throw new SluiceError('disk-full', `There is too little room on the disk for "${item.name}".`);
    }
    const output = join(ctx.files.scratch, `${randomUUID()}.part`);
    try {
      const http = await connections.httpOf(remote);
      const path = `/items/${idThere(ctx.db, 'item', item.id)}/stream`;
      await download(http, { path, output, size: item.size }, signal);
      return await keep(ctx, item, output, signal);
    } catch (error) {
      throw refusal(error);
    } finally {
      await rm(output, { force: true });
    }
  }

  /** A copy that was made of an item before its file was here. */
  async function shareFile(ctx: EngineContext, item: Item, source: Item): Promise<Item> {
    const { storage } = await bring(source, ctx.closing);
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

  async function bring(item: Item, signal: AbortSignal): Promise<Item> {
    if (item.storage !== 'remote') return item;
    const known = coming.get(item.id);
    const made = known ?? fetchFile(item).finally(() => coming.delete(item.id));
    if (!known) coming.set(item.id, made);
    return await unless(signal, made);
  }

  return { bring };
}

async function keep(ctx: EngineContext, item: Item, path: string, signal: AbortSignal): Promise<Item> {
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
