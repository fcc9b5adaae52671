/** Items of a hub's task are taken along over the network, labelled without one, and come back with it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { HostOptions } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { type CutProxy, cutProxy } from './support/cut-proxy.ts';
import {
  addDataset,
  addPicture,
  BOX,
  createTeam,
  linkTo,
  type Side,
  type Team,
  tokenOf,
} from './support/sides.ts';

const ADA = 'ada@example.com';
const BOB = 'bob@example.com';
const ITEMS = 6;
const DAY = 24 * 3600 * 1000;
const PATIENT = { timeout: 20_000 } as const;

type TaskId = CallOutput<'tasks.get'>['id'];
type Along = CallOutput<'sync.along'>[number];

let team: Team;
let hub: Side;
let proxy: CutProxy;
let base: Awaited<ReturnType<typeof addDataset>>;
let now: number | null;

const hubPorts = (): Partial<HostOptions> => {
  const ports = systemPorts({ logFile: null });
  return { ports: { ...ports, clock: { ...ports.clock, now: () => now ?? ports.clock.now() } } };
};

beforeEach(async () => {
  team = createTeam();
  now = null;
  hub = await team.open('hub', 'lead@example.com', hubPorts());
  const { port } = await hub.host.serve({ port: 0 });
  proxy = await cutProxy(port);
  base = await addDataset(hub);
  for (let at = 1; at < ITEMS; at += 1) await addPicture(hub, base.datasetId, `${at}.png`);
});
afterEach(async () => {
  await proxy.close();
  await team.close();
});

async function addTask(settings: object = { pulling: { batchSize: 3, maxOpen: 6 } }): Promise<TaskId> {
  const people = [ADA, BOB].map((person) => ({ person, load: 1 }));
  const { projectId, datasetId } = base;
  const wish = { projectId, datasetId, name: 'Label', people, settings };
  const { task } = await hub.call('tasks.create', wish);
  await expect.poll(async () => (await hub.call('tasks.get', { taskId: task.id })).counts.total).toBe(ITEMS);
  return task.id;
}

async function openStation(name: string, person: string) {
  const side = await team.open(name, person);
  const wish = { email: person, role: 'annotator', seconds: (7 * DAY) / 1000 } as const;
  const { token } = await hub.call('api.createToken', wish);
  const { remoteId } = await linkTo(side, proxy.address, token, base.datasetId);
  return { side, remoteId, call: side.call };
}
type Station = Awaited<ReturnType<typeof openStation>>;

const along = async ({ call }: Station): Promise<Along | undefined> => (await call('sync.along', {}))[0];
const leases = () => hub.call('packs.leases', {});
const mine = async (person: string, taskId: TaskId) => {
  const shares = await hub.call('tasks.assignments', { taskId });
  return shares.find((one) => one.person === person)?.open ?? 0;
};

test('they are kept for the person, their files come and no others, and the work goes back', async () => {
  const taskId = await addTask();
  const ada = await openStation('ada', ADA);
  const taken = await ada.call('sync.takeAlong', { taskId, count: 4, days: 3 });
  expect(taken).toMatchObject({ taskId, taskName: 'Label', items: 4, left: 4 });
  expect(await mine(ADA, taskId)).toBe(4);
  expect(await leases()).toMatchObject([{ id: taken.id, person: ADA, items: 4, left: 4, endedAt: null }]);
  await expect.poll(() => along(ada), PATIENT).toMatchObject({ away: { files: 0, bytes: 0 }, message: null });
  const { items } = await ada.call('items.list', { datasetId: base.datasetId });
  expect(items.filter(({ storage }) => storage === 'stored')).toHaveLength(4);
  expect(await ada.call('sync.files', {})).toMatchObject([{ keep: false, state: 'off', away: { files: 2 } }]);

  // Away: nobody is reached, and all that was taken along can be labelled.
  await proxy.close();
  const next = await ada.call('tasks.next', { taskId, person: ADA });
  const itemId = next?.itemId ?? base.itemId;
  await ada.call('media.resolve', { itemId, variant: 'original' });
  await ada.call('annotations.add', { itemId, annotations: [BOX] });
  await ada.call('tasks.setStatus', { taskId, itemId, status: 'completed' });
  expect(await along(ada)).toMatchObject({ left: 3 });
});

test('nobody else gets them until they are given back, and then whoever comes', async () => {
  const taskId = await addTask();
  const [ada, bob] = [await openStation('ada', ADA), await openStation('bob', BOB)];
  const { id } = await ada.call('sync.takeAlong', { taskId, count: 5 });
  expect(await bob.call('sync.takeAlong', { taskId, count: 5 })).toMatchObject({ items: 1 });
  await expect(bob.call('sync.takeAlong', { taskId, count: 5 })).rejects.toMatchObject({
    code: 'wrong-state',
    message: expect.stringContaining('Nothing of "Label" waits for bob@example.com'),
  });
  const next = await ada.call('tasks.next', { taskId, person: ADA });
  const itemId = next?.itemId ?? base.itemId;
  await ada.call('tasks.setStatus', { taskId, itemId, status: 'completed' });
  await ada.call('sync.giveBack', { id });
  expect(await along(ada)).toBeUndefined();
  expect(await ada.call('tasks.get', { taskId })).toMatchObject({ counts: { total: 6 } });
  expect((await hub.call('tasks.view', { taskId, itemId })).taskItem).toMatchObject({ status: 'completed' });
  expect(await bob.call('sync.takeAlong', { taskId, count: 9 })).toMatchObject({ items: 4 });
  expect(await mine(ADA, taskId)).toBe(0);
  for (const side of [hub, ada.side, bob.side]) {
    expect((await side.call('workspaces.check', {})).totals).toMatchObject({ error: 0, warning: 0 });
  }
});

test('after the day they are free, and what was done with them is taken all the same', async () => {
  const taskId = await addTask();
  const [ada, bob] = [await openStation('ada', ADA), await openStation('bob', BOB)];
  await ada.call('sync.takeAlong', { taskId, count: 6, days: 1 });
  await expect(bob.call('sync.takeAlong', { taskId, count: 6 })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  await ada.call('sync.setPaused', { remoteId: ada.remoteId, paused: true });
  now = Date.now() + 2 * DAY;
  expect(await bob.call('sync.takeAlong', { taskId, count: 6 })).toMatchObject({ items: 6 });
  await ada.call('annotations.add', { itemId: base.itemId, annotations: [BOX] });
  await ada.call('sync.setPaused', { remoteId: ada.remoteId, paused: false });
  expect(await ada.call('sync.now', { remoteId: ada.remoteId })).toMatchObject({ queued: 0, parked: 0 });
  expect(await hub.call('annotations.list', { itemId: base.itemId })).toHaveLength(1);
});

test('where items are handed out by shares, a person takes along what is theirs', async () => {
  const taskId = await addTask({});
  const ada = await openStation('ada', ADA);
  expect(await ada.call('sync.takeAlong', { taskId, count: 6 })).toMatchObject({ items: 3 });
  expect(await mine(BOB, taskId)).toBe(3);
});

describe('what is refused', () => {
  test('somebody who does not work in the task gets nothing of it', async () => {
    const taskId = await addTask();
    const eve = await openStation('eve', 'eve@example.com');
    await expect(eve.call('sync.takeAlong', { taskId, count: 1 })).rejects.toMatchObject({
      message: expect.stringContaining('not among the people'),
    });
    expect(await leases()).toEqual([]);
    expect(await along(eve)).toBeUndefined();
  });

  test("nobody ends what is somebody else's", async () => {
    const taskId = await addTask();
    const ada = await openStation('ada', ADA);
    const { id } = await ada.call('sync.takeAlong', { taskId, count: 1 });
    const token = await tokenOf(hub, BOB);
    const { status } = await fetch(`${proxy.address}/api/v1/hub/leases/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(status).toBe(403);
    expect(await leases()).toMatchObject([{ endedAt: null }]);
  });

  test('a task that is kept here is no task to take along from', async () => {
    const taskId = await addTask();
    await expect(hub.call('sync.takeAlong', { taskId, count: 1 })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('write a pack'),
    });
    const { projectId } = base;
    expect(await hub.call('sync.travelTasks', { projectId })).toMatchObject([{ taskId, remoteId: null }]);
  });
});

test('an answer that is lost is had again: nothing is kept twice', async () => {
  const taskId = await addTask();
  const ada = await openStation('ada', ADA);
  proxy.limit(0, /\/hub\/leases$/);
  await expect(ada.call('sync.takeAlong', { taskId, count: 4 })).rejects.toMatchObject({
    code: 'remote-offline',
  });
  expect(await leases()).toHaveLength(1);
  expect(await along(ada)).toBeUndefined();
  proxy.limit(null);
  expect(await ada.call('sync.takeAlong', { taskId, count: 4 })).toMatchObject({ items: 4 });
  expect(await leases()).toHaveLength(1);
});
