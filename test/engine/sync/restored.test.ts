/** A hub that was put back from a backup: its folder is opened as a workspace, and those who follow it notice. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnnotationContent } from '#core/model/annotation.ts';
import { addDataset, createTeam, linkTo, type Side, type Team, tokenOf } from './support/sides.ts';

const ADA = 'ada@example.com';

let team: Team;
beforeEach(() => {
  team = createTeam();
});
afterEach(async () => await team.close());

const box = (label: string): AnnotationContent => ({
  label,
  geometry: { type: 'box', left: 0, top: 0, right: 1, bottom: 1 },
  attributes: {},
});

test('workstations begin its feed anew, agree with it, and go on', async () => {
  const hub = await team.open('hub', 'lead@example.com');
  const station = await team.open('station', ADA);
  const { datasetId, itemId } = await addDataset(hub);
  const { address, port } = await hub.host.serve({ port: 0 });
  const { remoteId } = await linkTo(station, address, await tokenOf(hub, ADA), datasetId);
  const label = async (side: Side, name: string) =>
    await side.call('annotations.add', { itemId, annotations: [box(name)] });
  const labels = async (side: Side) =>
    (await side.call('annotations.list', { itemId })).map((one) => one.label).toSorted();
  const sync = async () => await station.call('sync.now', { remoteId });

  await label(station, 'before');
  await sync();
  const folder = join(team.root, 'backups');
  await hub.call('backups.setPlan', { plan: { folder, every: 86_400, keep: 3 } });
  const { name, errors } = await hub.call('backups.make', {});
  expect(errors).toBe(0);
  await label(hub, 'after');
  await sync();
  expect(await labels(station)).toEqual(['after', 'before']);
  await hub.host.close();

  const restored = await team.open('restored', 'lead@example.com', { configDir: join(hub.folder, 'config') });
  await restored.call('workspaces.open', { path: join(folder, name) });
  await restored.host.serve({ port });
  await label(restored, 'anew');
  await label(station, 'mine');
  expect(await sync()).toMatchObject({ state: 'idle', queued: 0, parked: 0 });
  expect(await labels(station)).toEqual(await labels(restored));
  expect(await labels(station)).toEqual(['anew', 'before', 'mine']);
});
