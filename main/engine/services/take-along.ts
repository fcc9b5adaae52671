/** Items of a remote's task that a person takes along: kept for them there, with their files here. */
import type { CallOutput, Handlers } from '#contract/index.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import { type PackId, packIdSchema, type TakenAlong } from '#core/model/pack.ts';
import type { Remote, RemoteId } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { findItem } from '../db/queries/items.ts';
import { findLink, findRemote, idHere, listLinks } from '../db/queries/remotes.ts';
import {
  confirmAlong,
  deleteAlong,
  findAlong,
  findAsked,
  insertAsked,
  listAlong,
  listAlongDatasets,
} from '../db/queries/taken-along.ts';
import { listTasks } from '../db/queries/tasks.ts';
import type { FileKeeper } from '../sync/keep-files.ts';
import type { RemoteApi } from '../sync/remote.ts';

type Calls = `sync.${'takeAlong' | 'along' | 'giveBack' | 'travelTasks'}`;

type TravelTask = CallOutput<'sync.travelTasks'>[number];

type TakeAlongOptions = {
  readonly ctx: EngineContext;
  /** @throws SluiceError `remote-denied` without a token */
  readonly apiOf: (remote: Remote) => Promise<RemoteApi>;
  /** Exchanges with it now, well or badly. */
  readonly exchange: (remoteId: RemoteId) => Promise<void>;
  readonly keeper: Pick<FileKeeper, 'stateOf' | 'wake'>;
  readonly told: () => void;
};

export function takeAlongHandlers(options: TakeAlongOptions): Handlers<Calls> {
  const { ctx, apiOf, exchange, keeper, told } = options;
  const { db } = ctx;

  async function leasesOf(remoteId: RemoteId): Promise<NonNullable<RemoteApi['leases']>> {
    const remote = findRemote(db, remoteId);
    if (!remote) throw new SluiceError('not-found', 'This remote is not known any more.', { remoteId });
    const { leases } = await apiOf(remote);
    if (leases) return leases;
    const message = `${new URL(remote.address).host} keeps items for nobody. Keep all files of the dataset here instead.`;
    throw new SluiceError('unsupported', message, { remoteId });
  }

  /** The same one until it is answered: asked twice, the remote would keep twice as much. */
  function askedFor(taskId: string, remoteId: RemoteId): PackId {
    return ctx.unit(ctx.settings().person, (tx) => {
      const before = findAsked(tx.db, taskId);
      if (before) return before.id;
      const id = packIdSchema.parse(tx.id());
      insertAsked(tx.db, { id, remoteId, taskId: taskId as TakenAlong['taskId'] });
      return id;
    });
  }

  const messageOf = (id: PackId): string | null =>
    listAlongDatasets(db, id).flatMap((datasetId) => keeper.stateOf(datasetId).message ?? [])[0] ?? null;

  return {
    'sync.takeAlong': async ({ taskId, count, days }) => {
      const link = findLink(db, 'task', taskId);
      if (!link) {
        const message =
          'This task is kept here, not by a remote: write a pack for whoever takes items along.';
        throw new SluiceError('invalid-input', message, { taskId });
      }
      const { remoteId } = link;
      const leases = await leasesOf(remoteId);
      const datasetIds = listLinks(db, 'dataset', remoteId).map((one) => datasetIdSchema.parse(one.idThere));
      const id = askedFor(taskId, remoteId);
      const wish = { id, taskId, datasetIds, count, days };
      const { lease, itemIds } = await leases.begin(wish, ctx.closing).catch((error: unknown) => {
        // It was reached, and keeps nothing: what was asked for is forgotten.
        if (!isSluiceError(error, 'remote-refused', 'remote-stale')) throw error;
        ctx.unit(ctx.settings().person, (tx) => deleteAlong(tx.db, id));
        throw new SluiceError('wrong-state', error.message, { taskId }, { cause: error });
      });
      // What nobody had is this person's now, which the remote tells as it tells all else.
      await exchange(remoteId);
      ctx.unit(ctx.settings().person, (tx) => {
        const here = itemIds.map((one) => idHere(tx.db, remoteId, 'item', one));
        confirmAlong(
          tx.db,
          id,
          lease.until,
          here.filter((one) => findItem(tx.db, one) !== null),
        );
      });
      keeper.wake();
      told();
      const found = findAlong(db, id);
      if (!found) throw new SluiceError('not-found', 'It was given back meanwhile.', { id });
      return found;
    },
    'sync.along': () => listAlong(db).map((one) => ({ ...one, message: messageOf(one.id) })),
    'sync.giveBack': async ({ id }) => {
      const found = findAlong(db, id);
      if (!found) throw new SluiceError('not-found', 'This was given back already.', { id });
      const leases = await leasesOf(found.remoteId);
      // What was done goes there first: what is given back is not decided by somebody else then.
      await exchange(found.remoteId);
      await leases.end(id, ctx.closing);
      ctx.unit(ctx.settings().person, (tx) => deleteAlong(tx.db, id));
      await exchange(found.remoteId);
      keeper.wake();
      told();
      return null;
    },
    'sync.travelTasks': ({ projectId }) =>
      listTasks(db, projectId).flatMap<TravelTask>(({ id: taskId, name }) => {
        const link = findLink(db, 'task', taskId);
        if (!link) return [{ taskId, name, remoteId: null }];
        const { remoteId } = link;
        return findRemote(db, remoteId)?.kind === 'sluice' ? [{ taskId, name, remoteId }] : [];
      }),
  };
}
