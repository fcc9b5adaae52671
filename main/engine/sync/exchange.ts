/** One exchange with a remote: all that waits goes there, then all that changed there comes here. */
import { createHash } from 'node:crypto';
import { isSluiceError } from '#core/errors.ts';
import type { Outcome } from '#core/model/exchange.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import type { Remote, RemoteId } from '#core/model/sync.ts';
import { canonical } from '#core/sync/canonical.ts';
import type { EngineContext } from '../context.ts';
import { findStrand, listSent, park, STRANDS, saveStrand, unsend } from '../db/queries/outbox.ts';
import { findDataset } from '../db/queries/projects.ts';
import { type Link, listLinks, setAbout, setCursor } from '../db/queries/remotes.ts';
import { MACHINE } from '../unit.ts';
import { takeSurroundings } from './mirror.ts';
import { packParcel, parcelOnItsWay } from './pack.ts';
import { takeEntry, takeGone } from './pull.ts';
import { nextNewItem, pushNewItem } from './push-items.ts';
import { pushRecipes } from './recipes.ts';
import type { Parcel, RemoteApi, Surroundings } from './remote.ts';
import { settle } from './settle.ts';

/** Changes in one parcel: large enough that the way there is nothing beside the work, small enough for one transaction. */
const PARCEL_SIZE = 256;

/** Items in one question for changes. */
const PAGE_SIZE = 500;

type Exchange = {
  readonly ctx: Pick<EngineContext, 'db' | 'unit' | 'files'>;
  readonly remote: Pick<Remote, 'id'>;
  readonly api: RemoteApi;
  readonly signal: AbortSignal;
};

/**
 * What was done stays done when it throws, and goes on from there the next time. Nothing is asked for while a parcel is on its
 * way: its answer says what has become of the same things.
 * @returns whether anything came
 * @throws SluiceError see `RemoteApi`; `aborted`
 */
export async function exchange(work: Exchange): Promise<boolean> {
  const strands = Array.from({ length: STRANDS }, (_, strand) => pushStrand(work, strand));
  const failed = (await Promise.allSettled(strands)).find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  await pushRecipes(work);
  let came = false;
  const links = listLinks(work.ctx.db, 'dataset', work.remote.id);
  if (links.length === 0) await work.api.reach?.(work.signal);
  for (const link of links) {
    if (await pullDataset(work, link)) came = true;
  }
  return came;
}

async function pushStrand(work: Exchange, strand: number): Promise<void> {
  for (;;) {
    await pushParcels(work, strand);
    const made = nextNewItem(work, strand);
    if (!made) return;
    work.signal.throwIfAborted();
    await pushNewItem(work, made);
  }
}

async function pushParcels({ ctx, remote, api, signal }: Exchange, strand: number): Promise<void> {
  let size = PARCEL_SIZE;
  const pack = () => ctx.unit(MACHINE, (tx) => packParcel(tx, remote.id, strand, size));
  let parcel = parcelOnItsWay(ctx.db, remote.id, strand) ?? pack();
  while (parcel !== null) {
    signal.throwIfAborted();
    const outcomes = await send(api, parcel, signal);
    if (outcomes === 'refused') {
      // One of them is not to the remote's taste: the smaller the parcels, the fewer go with it.
      refuse(ctx, remote.id, strand);
      size = Math.max(1, Math.floor(parcel.changes.length / 4));
      parcel = pack();
    } else if (outcomes === 'stale') {
      renew(ctx, remote.id, strand);
      parcel = pack();
    } else {
      size = Math.min(PARCEL_SIZE, size * 2);
      // With the next parcel in the same transaction there is one wait for the disk a parcel.
      parcel = ctx.unit(MACHINE, (tx) => {
        settle(tx, remote.id, strand, outcomes);
        return packParcel(tx, remote.id, strand, size);
      });
    }
  }
}

async function send(
  api: RemoteApi,
  parcel: Parcel,
  signal: AbortSignal,
): Promise<readonly Outcome[] | 'refused' | 'stale'> {
  try {
    return await api.send(parcel, signal);
  } catch (error) {
    if (isSluiceError(error, 'remote-refused')) return 'refused';
    if (isSluiceError(error, 'remote-stale')) return 'stale';
    throw error;
  }
}

function refuse(ctx: Exchange['ctx'], remoteId: RemoteId, strand: number): void {
  ctx.unit(MACHINE, (tx) => {
    const rows = listSent(tx.db, remoteId, strand);
    const [only] = rows;
    if (only && rows.length === 1) {
      park(tx.db, only.seq, { code: 'remote-refused', message: 'The remote does not take this change.' });
    } else unsend(tx.db, remoteId, strand);
  });
}

/** This workspace is an older copy of one that has gone on: it begins anew under another name. */
function renew(ctx: Exchange['ctx'], remoteId: RemoteId, strand: number): void {
  ctx.unit(MACHINE, (tx) => {
    unsend(tx.db, remoteId, strand);
    const last = findStrand(tx.db, remoteId, strand);
    if (last) saveStrand(tx.db, { remoteId, strand, session: tx.id(), parcel: 0 });
  });
}

async function pullDataset({ ctx, remote, api, signal }: Exchange, link: Link): Promise<boolean> {
  const datasetId = datasetIdSchema.parse(link.localId);
  const there = await api.surroundings(link.idThere, signal);
  const dataset = findDataset(ctx.db, datasetId);
  if (!dataset) return false;
  const about = hashOf(there);
  if (about !== link.about) {
    ctx.unit(MACHINE, (tx) => {
      takeSurroundings(tx, { remoteId: remote.id, dataset }, there);
      setAbout(tx.db, 'dataset', link.localId, about);
    });
  }
  let { cursor } = link;
  let came = about !== link.about;
  for (let more = true; more; ) {
    signal.throwIfAborted();
    const page = await api.changes({ datasetId: link.idThere, cursor, limit: PAGE_SIZE }, signal);
    if (page.entries.length + page.gone.length > 0 || page.cursor !== cursor) {
      came = true;
      const place = { remoteId: remote.id, datasetId, namesItems: api.namesItems };
      ctx.unit(MACHINE, (tx) => {
        for (const entry of page.entries) takeEntry(tx, place, entry);
        for (const id of page.gone) takeGone(tx, place, id);
        setCursor(tx.db, 'dataset', link.localId, page.cursor);
      });
    }
    ({ cursor, more } = page);
  }
  return came;
}

/** Of what is taken over; how far tasks have got follows from their items. */
function hashOf({ dataset, recipes, tasks }: Surroundings): string {
  const plain = tasks.map((task) => ({
    ...{ id: task.id, name: task.name, recipeId: task.recipeId, parentTaskId: task.parentTaskId },
    ...{ priority: task.priority, dueAt: task.dueAt, actions: task.actions, settings: task.settings },
    extra: task.extra,
    assignments: task.assignments.map(({ id, person, load }) => ({ id, person, load })),
  }));
  const text = canonical({ recipeId: dataset.recipeId, recipes, tasks: plain });
  return createHash('sha256').update(text).digest('hex');
}
