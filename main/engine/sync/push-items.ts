/** Takes new items to a remote: the file first, then, as changes of their own, what is said of them. */
import { isSluiceError, toWireError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { Remote } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { findItem, locationOf } from '../db/queries/items.ts';
import { dropFromOutbox, listToSend, type OutboxRow, park } from '../db/queries/outbox.ts';
import { idThere, insertLink } from '../db/queries/remotes.ts';
import { itemPath } from '../files.ts';
import { MACHINE } from '../unit.ts';
import type { NewItem, RemoteApi } from './remote.ts';

type Work = {
  readonly ctx: Pick<EngineContext, 'db' | 'unit' | 'files'>;
  readonly remote: Pick<Remote, 'id'>;
  readonly api: RemoteApi;
  readonly signal: AbortSignal;
};

/** The next of a strand when it is a new item; null when it is something else, or nothing waits. */
export function nextNewItem({ ctx, remote }: Pick<Work, 'ctx' | 'remote'>, strand: number): OutboxRow | null {
  const [row] = listToSend(ctx.db, remote.id, strand, 1);
  return row && row.kind === 'item' && row.base === null ? row : null;
}

/**
 * Uploads it. Sent again after a reply was lost, the remote knows it by its place and content. What the remote does not take
 * is parked with the reason, and what is said of it waits.
 * @throws SluiceError see `RemoteApi`, but for `remote-refused`
 */
export async function pushNewItem(work: Work, row: OutboxRow): Promise<void> {
  const { ctx, remote, api, signal } = work;
  const item = findItem(ctx.db, row.entity);
  if (!item || item.trashed) {
    // Made and thrown away before anybody else has heard of it.
    ctx.unit(MACHINE, (tx) => dropFromOutbox(tx.db, row.seq));
    return;
  }
  try {
    const there = await api.create(newItemOf(work, item), signal);
    ctx.unit(MACHINE, (tx) => {
      if (there !== item.id) {
        insertLink(tx.db, { kind: 'item', localId: item.id, remoteId: remote.id, idThere: there });
      }
      dropFromOutbox(tx.db, row.seq);
    });
  } catch (error) {
    if (!isSluiceError(error, 'remote-refused', 'not-found', 'conflict', 'io')) throw error;
    const { code, message } = toWireError(error);
    ctx.unit(MACHINE, (tx) => park(tx.db, row.seq, { code, message }));
  }
}

function newItemOf({ ctx }: Work, item: Item): NewItem {
  return {
    datasetId: idThere(ctx.db, 'dataset', item.datasetId),
    name: item.name,
    folder: item.folder,
    mimetype: item.mimetype,
    metadata: item.metadata,
    sha256: item.sha256,
    size: item.size,
    path: itemPath(ctx.files, item.storage, locationOf(ctx.db, item.id) ?? ''),
  };
}
