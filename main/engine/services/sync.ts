/** Keeping in step with remotes: connecting, linking, what waits, what clashes. */
import type { CallNameAt, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import { type Remote, type RemoteId, remoteIdSchema } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { countAway, listKeptDatasets, setKeepFiles } from '../db/queries/kept-files.ts';
import {
  countQueuedKinds,
  dropFromOutbox,
  dropOutboxOf,
  listParked,
  listToGo,
  unpark,
} from '../db/queries/outbox.ts';
import { findDataset } from '../db/queries/projects.ts';
import {
  deleteLink,
  deleteRemote,
  findLink,
  findRemote,
  listRemotes,
  saveRemote,
} from '../db/queries/remotes.ts';
import { readSettings, writeSetting } from '../db/queries/settings.ts';
import type { DiskGuard } from '../jobs/disk.ts';
import { readAbilities } from '../sync/abilities.ts';
import { linkDataset, readCatalog } from '../sync/catalog.ts';
import { addressOf, type Connections, greet } from '../sync/connections.ts';
import { createFileKeeper } from '../sync/keep-files.ts';
import { remoteApi } from '../sync/kinds.ts';
import type { Pace } from '../sync/pace.ts';
import { publishDataset } from '../sync/publish.ts';
import { createRuns, type Runs } from '../sync/runs.ts';
import { conflictHandlers } from './conflicts.ts';
import { pipelinesThereHandlers } from './pipelines-there.ts';
import { remotePipelineHandlers } from './remote-pipelines.ts';
import { remoteRecipeHandlers } from './remote-recipes.ts';
import { takeAlongHandlers } from './take-along.ts';

type SyncCalls = Extract<CallNameAt<'engine'>, `sync.${string}`>;

/** Entries that one answer lists. */
const SHOWN = 1000;
/** Changes that are shown of those that go by themselves. */
const FIRST = 50;

export type Sync = {
  readonly handlers: Handlers<SyncCalls>;
  readonly runs: Pick<Runs, 'start' | 'wake' | 'changed'>;
  close(): Promise<void>;
};

type SyncOptions = {
  readonly connections: Connections;
  readonly pace: Pace;
  /** With the room that stays free when all files of a dataset are brought. */
  readonly spareDisk: DiskGuard;
  /** That make and change pipelines of this workspace. */
  readonly pipelines: Handlers<'pipelines.create' | 'pipelines.update'>;
};

export function createSync(ctx: EngineContext, options: SyncOptions): Sync {
  const { connections, pace, spareDisk, pipelines } = options;
  const { db } = ctx;
  const told = () => ctx.emit({ name: 'sync.changed', payload: { states: states() } });
  const apiOf = async (of: Remote) => remoteApi(ctx, of, await connections.httpOf(of));
  const keeper = createFileKeeper({ ctx, disk: spareDisk, told });
  const runs = createRuns({
    ctx,
    apiOf,
    pace,
    told,
    exchanged: keeper.wake,
  });

  const states = () => listRemotes(db).map(({ id }) => runs.state(id));

  function remote(remoteId: RemoteId): Remote {
    const found = findRemote(db, remoteId);
    if (!found) throw new SluiceError('not-found', 'This remote is not known any more.', { remoteId });
    return found;
  }

  const handlers: Handlers<SyncCalls> = {
    ...remotePipelineHandlers(ctx, runs.changed),
    ...remoteRecipeHandlers(ctx, runs.changed),
    ...conflictHandlers(ctx, told),
    ...pipelinesThereHandlers({ ctx, apiOf, pipelines }),
    ...takeAlongHandlers({
      ctx,
      apiOf,
      exchange: (remoteId) => runs.now(remoteId),
      keeper,
      told,
    }),
    'sync.remotes': () => listRemotes(db),
    'sync.states': states,
    'sync.tokens': () =>
      Promise.all(
        listRemotes(db).map(async ({ id }) => ({ remoteId: id, keptIn: await connections.where(id) })),
      ),
    'sync.connect': async ({ address: typed, credentials, certificate }) => {
      const address = addressOf(typed);
      const known = listRemotes(db).find((one) => one.address === address);
      const wish = { address, credentials, certificate: certificate ?? known?.certificate ?? null };
      const { tokens, ...greeting } = await greet(wish, ctx.closing);
      if (known && known.account !== greeting.account) {
        const message = `This workspace works there as ${known.account}, and the token is ${greeting.account}'s. Disconnect first.`;
        throw new SluiceError('conflict', message, { account: known.account });
      }
      const id = known?.id ?? remoteIdSchema.parse(ctx.ports.ids.next());
      await connections.keep(id, tokens);
      const saved = ctx.unit(ctx.settings().person, (tx) => {
        const made = { id, paused: false, createdAt: known?.createdAt ?? tx.now, ...greeting };
        saveRemote(tx.db, made);
        // Whoever has said no name yet works under the one that the remote knows: its tasks are for that one.
        if (!readSettings(tx.db).has('person')) writeSetting(tx.db, 'person', greeting.account);
        return made;
      });
      runs.changed(id);
      return saved;
    },
    'sync.disconnect': async ({ remoteId }) => {
      remote(remoteId);
      await runs.forget(remoteId);
      ctx.unit(ctx.settings().person, (tx) => deleteRemote(tx.db, remoteId));
      keeper.wake();
      await connections.forget(remoteId);
      return null;
    },
    'sync.trust': ({ remoteId, certificate }) => {
      const changed = { ...remote(remoteId), certificate };
      ctx.unit(ctx.settings().person, (tx) => saveRemote(tx.db, changed));
      connections.shut(remoteId);
      runs.changed(remoteId);
      return changed;
    },
    'sync.setPaused': ({ remoteId, paused }) => {
      const changed = { ...remote(remoteId), paused };
      ctx.unit(ctx.settings().person, (tx) => saveRemote(tx.db, changed));
      runs.changed(remoteId);
      keeper.wake();
      return changed;
    },
    'sync.now': async ({ remoteId }) => {
      remote(remoteId);
      await runs.now(remoteId);
      return runs.state(remoteId);
    },
    'sync.abilities': async ({ remoteId }) => {
      const from = remote(remoteId);
      return await readAbilities(from.kind, await connections.httpOf(from), ctx.closing);
    },
    'sync.catalog': async ({ remoteId }) => {
      const from = remote(remoteId);
      return await readCatalog({ http: await connections.httpOf(from), db, remote: from }, ctx.closing);
    },
    'sync.link': async ({ remoteId, datasetIdThere }) => {
      const from = remote(remoteId);
      const http = await connections.httpOf(from);
      const catalog = await readCatalog({ http, db, remote: from }, ctx.closing);
      const made = ctx.unit(ctx.settings().person, (tx) => linkDataset(tx, from, catalog, datasetIdThere));
      runs.changed(remoteId);
      return made;
    },
    'sync.publish': async ({ remoteId, datasetId }) => {
      const to = remote(remoteId);
      const dataset = findDataset(db, datasetId);
      if (!dataset) throw new SluiceError('not-found', 'This dataset is not there any more.', { datasetId });
      const http = await connections.httpOf(to);
      await publishDataset({ ctx, remote: to, http, api: remoteApi(ctx, to, http) }, dataset, ctx.closing);
      runs.changed(remoteId);
      return findDataset(db, datasetId) ?? dataset;
    },
    'sync.unlink': ({ datasetId }) => {
      if (!findLink(db, 'dataset', datasetId)) {
        throw notLinked(datasetId);
      }
      ctx.unit(ctx.settings().person, (tx) => {
        dropOutboxOf(tx.db, datasetId);
        deleteLink(tx.db, 'dataset', datasetId);
      });
      keeper.wake();
      return null;
    },
    'sync.files': () =>
      listKeptDatasets(db).map(({ datasetId, kept }) => {
        const keep = kept === 'all';
        const state = keep ? keeper.stateOf(datasetId) : { state: 'off' as const, message: null };
        return { datasetId, keep, away: countAway(db, datasetId), ...state };
      }),
    'sync.keepFiles': ({ datasetId, keep }) => {
      ctx.unit(ctx.settings().person, (tx) => {
        if (!setKeepFiles(tx.db, datasetId, keep)) throw notLinked(datasetId);
      });
      keeper.wake();
      told();
      return null;
    },
    'sync.queued': ({ remoteId }) => ({
      kinds: countQueuedKinds(db, remoteId),
      changes: listToGo(db, remoteId, FIRST).map(({ seq, kind, itemId }) => {
        return { seq, kind, itemId: itemIdSchema.parse(itemId) };
      }),
    }),
    'sync.parked': () =>
      listParked(db, SHOWN).map(({ seq, kind, entity, itemId, parked }) => ({
        ...{ seq, kind, entity, itemId: itemIdSchema.parse(itemId) },
        ...{ code: parked?.code ?? '', message: parked?.message ?? '' },
      })),
    'sync.unpark': ({ seq, how }) => {
      ctx.unit(ctx.settings().person, (tx) => {
        const done = how === 'again' ? unpark(tx.db, seq) : dropFromOutbox(tx.db, seq);
        if (done === 0) throw new SluiceError('not-found', 'This change does not wait any more.', { seq });
      });
      return null;
    },
  };

  return {
    handlers,
    runs,
    async close() {
      await runs.close();
      await keeper.close();
      connections.close();
    },
  };
}

function notLinked(datasetId: string): SluiceError {
  return new SluiceError('not-found', 'This dataset is not linked to a remote.', { datasetId });
}
