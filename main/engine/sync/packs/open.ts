/** Takes a pack over: all of it is checked before any of it is. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { calls } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { type PackManifest, packManifestSchema } from '#core/model/pack.ts';
import { type Remote, type RemoteId, remoteIdSchema } from '#core/model/sync.ts';
import type { Secrets } from '#core/ports.ts';
import type { EngineContext } from '../../context.ts';
import { findItem } from '../../db/queries/items.ts';
import { listPendingOf } from '../../db/queries/outbox.ts';
import { findTaken, insertTaken, listTaken, remoteOfDataset } from '../../db/queries/packs.ts';
import { findDataset } from '../../db/queries/projects.ts';
import { findRemote, idHere, saveRemote } from '../../db/queries/remotes.ts';
import { readSettings, writeSetting } from '../../db/queries/settings.ts';
import { MACHINE, type Tx } from '../../unit.ts';
import { linkDataset } from '../catalog.ts';
import { takeSurroundings } from '../mirror.ts';
import { takeEntry } from '../pull.ts';
import { keep } from '../remote-files.ts';
import type { SurroundingsHere } from '../surroundings.ts';
import { damaged, readPack } from './container.ts';
import { fingerprintOf } from './keys.ts';

export const returnKeyName = (packId: string) => `packs.return.${packId}`;

export type Opened = {
  readonly manifest: PackManifest;
  readonly remoteId: RemoteId;
  readonly knownBefore: boolean;
};

/** @throws SluiceError see `packs.open` */
export async function openPack(ctx: EngineContext, secrets: Secrets, path: string): Promise<Opened> {
  const pack = await readPack(path, 'pack', packManifestSchema);
  const { manifest } = pack;
  if (!pack.isBy(manifest.key)) throw damaged();
  const surroundings = z.array(calls['hub.dataset'].output).safeParse(manifest.datasets);
  if (!surroundings.success) throw damaged();
  const known = trusted(ctx, manifest);
  if (ctx.disk.low())
    throw new SluiceError('disk-full', 'There is too little room on the disk for the pack.');
  const folder = join(ctx.files.scratch, `pack-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    const files = await pack.extract(manifest.items, folder, ctx.closing);
    await secrets.set(returnKeyName(manifest.id), manifest.returnKey);
    const before = findTaken(ctx.db, manifest.id);
    const remoteId =
      before?.remoteId ?? ctx.unit(MACHINE, (tx) => takeOver(tx, { manifest, known }, surroundings.data));
    for (const [at, { entry }] of manifest.items.entries()) {
      const item = findItem(ctx.db, itemIdSchema.parse(idHere(ctx.db, remoteId, 'item', entry.item.id)));
      const file = files[at];
      if (file && item?.storage === 'remote') await keep(ctx, item, file, ctx.closing);
    }
    return { manifest, remoteId, knownBefore: before !== null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The remote that the pack belongs to; null: nothing came from it so far.
 * @throws SluiceError `conflict` where the pack was made, `forbidden` for a key that is not the one of the earlier packs
 */
function trusted({ db }: EngineContext, { datasets, key }: PackManifest): Remote | null {
  const ids = datasets.map(({ dataset }) => dataset.id);
  const linked = ids.flatMap((id) => remoteOfDataset(db, id) ?? [])[0];
  for (const id of ids) {
    if (remoteOfDataset(db, id) === null && findDataset(db, id)) {
      const message =
        'The dataset of the pack is in this workspace already, and does not come from a hub. Open the pack in another workspace.';
      throw new SluiceError('conflict', message, { datasetId: id });
    }
  }
  const taken = listTaken(db);
  const remoteId = linked ?? taken.find(({ hubKey }) => hubKey === key)?.remoteId;
  const other = taken.find((one) => one.remoteId === remoteId && one.hubKey !== key);
  if (other) {
    const message =
      `The pack is signed with the key ${fingerprintOf(key)}, and the packs before came with ${fingerprintOf(other.hubKey)}. ` +
      'Ask whoever made it whether the hub has another key now. If it has, open the pack in a new workspace.';
    throw new SluiceError('forbidden', message, { fingerprint: fingerprintOf(key) });
  }
  return remoteId === undefined ? null : findRemote(db, remoteId);
}

type Taking = { readonly manifest: PackManifest; readonly known: Remote | null };

function takeOver(tx: Tx, { manifest, known }: Taking, surroundings: readonly SurroundingsHere[]): RemoteId {
  const remote = known ?? newRemote(tx, manifest);
  const { id, taskId, person, madeAt, until, hub, key, project } = manifest;
  const isFresh =
    remote.kind === 'pack' &&
    listTaken(tx.db).every((one) => one.remoteId !== remote.id || one.madeAt < madeAt);
  const catalog = {
    idThere: project.id,
    name: project.name,
    datasets: surroundings.map(({ dataset }) => ({
      ...{ idThere: dataset.id, name: dataset.name, items: 0, datasetId: null },
    })),
  };
  for (const there of surroundings) {
    const here = findDataset(
      tx.db,
      datasetIdSchema.parse(idHere(tx.db, remote.id, 'dataset', there.dataset.id)),
    );
    const dataset = here ?? linkDataset(tx, remote, [catalog], there.dataset.id);
    if (!here || isFresh) takeSurroundings(tx, { remoteId: remote.id, dataset }, there);
    const place = { remoteId: remote.id, datasetId: dataset.id, namesItems: false };
    for (const { entry } of manifest.items) {
      const itemId = idHere(tx.db, remote.id, 'item', entry.item.id);
      // What is here is newer than an older pack, and what is on its way is answered by its outcome.
      const isOld = findItem(tx.db, itemId) !== null && !isFresh;
      const isOnItsWay = listPendingOf(tx.db, itemId).some(({ sent }) => sent !== null);
      if (entry.item.datasetId === there.dataset.id && !isOld && !isOnItsWay) takeEntry(tx, place, entry);
    }
  }
  insertTaken(tx.db, { id, remoteId: remote.id, taskId, person, madeAt, until, hub, hubKey: key });
  // Whoever has said no name yet works under the one that the pack is for.
  if (!readSettings(tx.db).has('person')) writeSetting(tx.db, 'person', person);
  return remote.id;
}

function newRemote(tx: Tx, { key, person }: PackManifest): Remote {
  const made = {
    id: remoteIdSchema.parse(tx.id()),
    kind: 'pack',
    address: `sluicepack://${fingerprintOf(key).replaceAll(' ', '').slice(0, 16)}`,
    account: person,
    certificate: null,
    paused: false,
    createdAt: tx.now,
  } as const satisfies Remote;
  saveRemote(tx.db, made);
  return made;
}
