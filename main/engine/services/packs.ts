/** Items that are taken along where there is no network: making, opening, giving back. */
import type { CallNameAt, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Lease, TakenPack } from '#core/model/pack.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { Secrets } from '#core/ports.ts';
import type { EngineContext } from '../context.ts';
import { countOutbox } from '../db/queries/outbox.ts';
import { findLease, findTaken, listLeases, listTaken, setUntil } from '../db/queries/packs.ts';
import { findTask } from '../db/queries/tasks.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { endLease } from '../nodes/tasks/assign.ts';
import { refuseMirrored } from '../sync/mirror.ts';
import { takeOutcome, writeReturn } from '../sync/packs/give-back.ts';
import { fingerprintOf, hubKeys } from '../sync/packs/keys.ts';
import { makePack } from '../sync/packs/make.ts';
import { openPack } from '../sync/packs/open.ts';
import { takeBack } from '../sync/packs/take-back.ts';

type PackCalls = Extract<CallNameAt<'engine'>, `packs.${string}`>;

const DAY = 24 * 3600 * 1000;

export function packHandlers(
  ctx: EngineContext,
  graphs: Graphs,
  secrets: Secrets,
  changed: (remoteId: RemoteId) => void,
): Handlers<PackCalls> {
  const { db } = ctx;
  let keys: ReturnType<typeof hubKeys> | null = null;
  const ownKeys = async () => {
    // Asked for by two at the same time, it is made once.
    keys ??= hubKeys(secrets);
    return await keys.catch((error: unknown) => {
      keys = null;
      throw error;
    });
  };

  function lease(packId: string): Lease {
    const found = findLease(db, packId);
    if (!found) throw new SluiceError('not-found', 'This pack was not made in this workspace.', { packId });
    return found;
  }

  function open(packId: string): Lease {
    const found = lease(packId);
    if (found.endedAt === null) return found;
    throw new SluiceError('wrong-state', 'This pack has ended already. Make another one.', { packId });
  }

  function taskOf(taskId: string) {
    const found = findTask(db, taskId);
    if (!found) throw new SluiceError('not-found', 'This task is not there any more.', { taskId });
    refuseMirrored(db, found);
    return found;
  }

  function shown({ remoteId, hubKey, ...pack }: ReturnType<typeof listTaken>[number]): TakenPack {
    return { ...pack, fingerprint: fingerprintOf(hubKey), queued: countOutbox(db, remoteId).queued };
  }

  return {
    'packs.make': async ({ taskId, ...wish }) => {
      const own = await ownKeys();
      const id = await makePack(ctx, own, { task: taskOf(taskId), ...wish });
      return { lease: lease(id), fingerprint: fingerprintOf(own.public) };
    },
    'packs.leases': () => listLeases(db),
    'packs.extend': ({ packId, days }) => {
      open(packId);
      ctx.unit(ctx.settings().person, (tx) => setUntil(tx.db, packId, Math.round(tx.now + days * DAY)));
      return lease(packId);
    },
    'packs.end': ({ packId }) => {
      const found = open(packId);
      ctx.unit(ctx.settings().person, (tx) => endLease(tx, taskOf(found.taskId), found));
      return lease(packId);
    },
    'packs.open': async ({ path }) => {
      const { manifest, remoteId, knownBefore } = await openPack(ctx, secrets, path);
      changed(remoteId);
      const found = findTaken(db, manifest.id);
      if (!found) throw new SluiceError('not-found', 'The pack was forgotten while it was opened.');
      return { pack: shown(found), items: manifest.items.length, knownBefore };
    },
    'packs.taken': () => listTaken(db).map(shown),
    'packs.writeReturn': async (wish) => await writeReturn(ctx, secrets, wish),
    'packs.receive': async (files) => {
      const { packId, ...done } = await takeBack(ctx, graphs, await ownKeys(), files);
      return { lease: lease(packId), ...done };
    },
    'packs.takeOutcome': async ({ path }) => ({ settled: await takeOutcome(ctx, path) }),
  };
}
