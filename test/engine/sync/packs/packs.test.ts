/** Items go to a workstation in a file and come back in one, between real engines that know nothing of each other. */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import { fc } from '#test/support/property.ts';
import {
  addDataset,
  addPicture,
  BOX,
  createTeam,
  linkTo,
  type Side,
  type Team,
  tokenOf,
} from '../support/sides.ts';

const ADA = 'ada@example.com';
const BOB = 'bob@example.com';
const DAY = 24 * 3600 * 1000;

const picture = (background: string) =>
  sharp({ create: { width: 2, height: 2, channels: 3, background } })
    .png()
    .toBuffer();

let team: Team;
let hub: Side;
let station: Side;
let base: Awaited<ReturnType<typeof addDataset>>;
let taskId: CallOutput<'tasks.get'>['id'];
let items: ItemId[];
let now: number | null;

const file = (name: string) => join(team.root, name);

beforeEach(async () => {
  team = createTeam();
  now = null;
  hub = await team.open('hub', 'lead@example.com');
  station = await team.open('station', ADA);
  base = await addDataset(hub);
  const others = [await addPicture(hub, base.datasetId, 'b.png', await picture('red'))];
  items = [base.itemId, ...others].toSorted();
  const people = [ADA, BOB].map((person) => ({ person, load: 1 }));
  const settings = { pulling: { batchSize: 5, maxOpen: 10 } };
  const { projectId, datasetId } = base;
  ({
    task: { id: taskId },
  } = await hub.call('tasks.create', { projectId, datasetId, name: 'Label', people, settings }));
  await expect.poll(async () => (await hub.call('tasks.get', { taskId })).counts.total).toBe(2);
});

afterEach(async () => {
  await team.close();
});

const make = (count = 2, path = file('week.sluicepack')) =>
  hub.call('packs.make', { taskId, person: ADA, count, path });
const openIt = (side = station, path = file('week.sluicepack')) => side.call('packs.open', { path });
const labels = async (side: Side, itemId: ItemId) =>
  (await side.call('annotations.list', { itemId })).map(({ label }) => label);

/** Makes a pack, opens it, and labels and decides its first item. */
async function work() {
  const { lease } = await make();
  await openIt();
  const [itemId = base.itemId] = items;
  await station.call('annotations.add', { itemId, annotations: [BOX] });
  await station.call('tasks.setStatus', { taskId, itemId, status: 'completed' });
  return { packId: lease.id, itemId };
}
const giveBack = (packId: CallOutput<'packs.make'>['lease']['id'], name = 'week') =>
  station.call('packs.writeReturn', { packId, path: file(`${name}.return.sluicepack`) });
const receive = (name = 'week') =>
  hub.call('packs.receive', {
    path: file(`${name}.return.sluicepack`),
    outcomePath: file(`${name}.outcome.sluicepack`),
  });
const takeOutcome = (name = 'week') =>
  station.call('packs.takeOutcome', { path: file(`${name}.outcome.sluicepack`) });

describe('there and back', () => {
  test('what is labelled without a network is at the hub when the file is, and once', async () => {
    const { fingerprint } = await make();
    const opened = await openIt();
    expect(opened).toMatchObject({
      items: 2,
      knownBefore: false,
      pack: { fingerprint, taskName: 'Label', queued: 0 },
    });
    for (const itemId of items) {
      expect(await station.call('items.get', { itemId })).toMatchObject({ storage: 'stored' });
      const path = async (side: Side) =>
        (await side.call('media.resolve', { itemId, variant: 'original' })).path;
      expect(readFileSync(await path(station))).toEqual(readFileSync(await path(hub)));
    }
    expect(await openIt()).toMatchObject({ knownBefore: true });
    const [itemId = base.itemId] = items;
    await station.call('annotations.add', { itemId, annotations: [BOX] });
    await station.call('tasks.setStatus', { taskId, itemId, status: 'completed' });
    expect(await station.call('sync.states', {})).toMatchObject([{ queued: 2, parked: 0 }]);

    const packId = opened.pack.id;
    expect(await giveBack(packId)).toEqual({ changes: 2, later: 0, newItems: 0 });
    await station.call('annotations.add', { itemId, annotations: [{ ...BOX, label: 'bus' }] });
    // The same again, until its outcome is here.
    expect(await giveBack(packId)).toEqual({ changes: 2, later: 1, newItems: 0 });
    expect(await receive()).toMatchObject({
      changes: 2,
      before: 0,
      conflicts: 0,
      refused: [],
      lease: { left: 1 },
    });
    expect(await receive()).toMatchObject({ changes: 2, before: 2, conflicts: 0 });
    expect(await labels(hub, itemId)).toEqual(['car']);
    const { taskItem } = await hub.call('tasks.view', { taskId, itemId });
    expect(taskItem).toMatchObject({ status: 'completed', decidedBy: ADA });

    expect(await takeOutcome()).toEqual({ settled: 2 });
    expect(await takeOutcome()).toEqual({ settled: 0 });
    expect(await giveBack(packId, 'later')).toEqual({ changes: 1, later: 0, newItems: 0 });
    await receive('later');
    await takeOutcome('later');
    expect(await labels(hub, itemId)).toEqual(['car', 'bus']);
    // What comes late is not taken for new.
    expect(await receive()).toMatchObject({ changes: 2, before: 2 });
    expect(await labels(hub, itemId)).toEqual(['car', 'bus']);
    expect(await station.call('sync.states', {})).toMatchObject([{ queued: 0, parked: 0 }]);
    await expect(giveBack(packId)).rejects.toMatchObject({ code: 'wrong-state' });
    for (const side of [hub, station]) {
      expect((await side.call('workspaces.check', {})).totals).toMatchObject({ error: 0, warning: 0 });
    }
  });

  test('what somebody changed differently meanwhile is a conflict, shown where the work was done', async () => {
    const [itemId = base.itemId] = items;
    const [made] = await hub.call('annotations.add', { itemId, annotations: [BOX] });
    const annotationId = made?.id ?? ('' as never);
    const { lease } = await make();
    await openIt();
    const { rev } = await station.call('annotations.get', { annotationId });
    await station.call('annotations.change', { annotationId, rev, content: { ...BOX, label: 'bus' } });
    await hub.call('annotations.change', { annotationId, rev: 1, content: { ...BOX, label: 'van' } });
    await giveBack(lease.id);
    expect(await receive()).toMatchObject({ conflicts: 1 });
    await takeOutcome();
    expect((await station.call('sync.conflicts', {})).conflicts).toMatchObject([
      { field: '/label', base: 'car', mine: 'bus', theirs: 'van' },
    ]);
    expect(await labels(station, itemId)).toEqual(['van']);
  });

  test('a new item does not go with a file, and holds nothing up', async () => {
    const { packId } = await work();
    await addPicture(station, base.datasetId, 'new.png', await picture('blue'));
    expect(await giveBack(packId)).toEqual({ changes: 2, later: 0, newItems: 1 });
  });

  test('the network may take over: file and network both do nothing twice', async () => {
    const { packId, itemId } = await work();
    await giveBack(packId);
    const { address } = await hub.host.serve({ port: 0 });
    const { remoteId, dataset } = await linkTo(station, address, await tokenOf(hub, ADA), base.datasetId);
    expect(dataset.id).toBe(base.datasetId);
    expect(await station.call('sync.remotes', {})).toHaveLength(1);
    expect(await station.call('sync.now', { remoteId })).toMatchObject({
      queued: 0,
      parked: 0,
      state: 'idle',
    });
    expect(await labels(hub, itemId)).toEqual(['car']);
    expect(await receive()).toMatchObject({ conflicts: 0, refused: [] });
    await takeOutcome();
    await station.call('sync.now', { remoteId });
    for (const side of [hub, station]) expect(await labels(side, itemId)).toEqual(['car']);
    expect((await station.call('sync.conflicts', {})).total).toBe(0);
  });
});

describe('a lease', () => {
  test('keeps items from others until it ends, and work that comes late is taken all the same', async () => {
    const { packId, itemId } = await work();
    expect(await hub.call('tasks.pull', { taskId, person: BOB })).toEqual({ pulled: 0 });
    const give = () => hub.call('tasks.reassign', { taskId, itemIds: items, to: BOB });
    await expect(give()).rejects.toMatchObject({ code: 'wrong-state' });
    expect(await hub.call('tasks.reassign', { taskId, itemIds: null, to: BOB })).toEqual({ moved: 0 });
    await expect(make()).rejects.toMatchObject({ code: 'wrong-state' });
    await hub.call('packs.extend', { packId, days: 30 });
    const [lease] = await hub.call('packs.leases', {});
    expect(lease?.until).toBeGreaterThan(Date.now() + 29 * DAY);
    expect((await hub.call('packs.end', { packId })).endedAt).not.toBeNull();
    expect(await hub.call('tasks.pull', { taskId, person: BOB })).toEqual({ pulled: 2 });
    await giveBack(packId);
    await receive();
    expect(await labels(hub, itemId)).toEqual(['car']);
    await expect(hub.call('packs.extend', { packId, days: 1 })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });

  test('ends by itself when its time is over', async () => {
    const clock = { now: () => now ?? Date.now() };
    await hub.host.close();
    const ports = (await import('#engine/ports.ts')).systemPorts({ logFile: null });
    hub = await team.open('hub', 'lead@example.com', { ports: { ...ports, clock } });
    await make();
    now = Date.now() + 6 * DAY;
    expect(await hub.call('tasks.pull', { taskId, person: BOB })).toEqual({ pulled: 0 });
    now = Date.now() + 8 * DAY;
    expect(await hub.call('tasks.next', { taskId, person: BOB })).toEqual({ itemId: null, canPull: true });
    expect(await hub.call('tasks.pull', { taskId, person: BOB })).toEqual({ pulled: 2 });
  });

  test('is ended where the file cannot be written', async () => {
    await expect(make(2, file('nowhere/week.sluicepack'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await hub.call('tasks.pull', { taskId, person: BOB })).toEqual({ pulled: 2 });
  });
});

describe('what is not as it should be', () => {
  test('any byte that is changed, missing or added is noticed, and nothing is left behind', async () => {
    await make();
    const whole = readFileSync(file('week.sluicepack'));
    const changes = fc.oneof(
      fc
        .record({ at: fc.nat(whole.length - 1), flip: fc.integer({ min: 1, max: 255 }) })
        .map(({ at, flip }) => {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at] ?? 0) ^ flip;
          return bytes;
        }),
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      fc.uint8Array({ minLength: 1, maxLength: 9 }).map((more) => Buffer.concat([whole, more])),
    );
    await fc.assert(
      fc.asyncProperty(changes, async (bytes) => {
        writeFileSync(file('bad.sluicepack'), bytes);
        await expect(openIt(station, file('bad.sluicepack'))).rejects.toMatchObject({
          code: expect.stringMatching(/^(invalid-input|unsupported)$/),
        });
      }),
      { numRuns: 120 },
    );
    expect(await station.call('packs.taken', {})).toEqual([]);
    expect(await station.call('projects.list', {})).toEqual([]);
    expect(await station.call('sync.remotes', {})).toEqual([]);
    expect(
      readdirSync(join(station.folder, 'workspace', 'scratch')).filter((one) => one.startsWith('pack-')),
    ).toEqual([]);
  });

  test('a newer version, a file in the wrong place, and one that is not there say what to do', async () => {
    const { packId } = await work();
    await giveBack(packId);
    const text = readFileSync(file('week.sluicepack'));
    writeFileSync(file('newer.sluicepack'), Buffer.concat([Buffer.from('sluicepack 2 '), text.subarray(13)]));
    await expect(openIt(station, file('newer.sluicepack'))).rejects.toMatchObject({ code: 'unsupported' });
    await expect(openIt(station, file('none.sluicepack'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(openIt(station, file('week.return.sluicepack'))).rejects.toThrow(
      'received where its pack was made',
    );
    copyFileSync(file('week.sluicepack'), file('pack.return.sluicepack'));
    await expect(receive('pack')).rejects.toThrow('opened on the computer where people label');
    await expect(openIt(hub)).rejects.toMatchObject({ code: 'conflict' });
    const other = await team.open('other', 'eve@example.com');
    const path = file('week.return.sluicepack');
    await expect(
      other.call('packs.receive', { path, outcomePath: file('x.outcome.sluicepack') }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(existsSync(file('x.outcome.sluicepack'))).toBe(false);
  });

  test('another key of the same hub is refused', async () => {
    await make(1);
    await openIt();
    await hub.host.close();
    writeFileSync(join(hub.folder, 'config', 'secrets.json'), '{}');
    hub = await team.open('hub', 'lead@example.com');
    await make(1, file('next.sluicepack'));
    await expect(openIt(station, file('next.sluicepack'))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await station.call('packs.taken', {})).toHaveLength(1);
  });

  test('what was not taken along cannot be changed with a pack', async () => {
    await make(1);
    const { pack } = await openIt();
    const { address } = await hub.host.serve({ port: 0 });
    const { remoteId } = await linkTo(station, address, await tokenOf(hub, ADA), base.datasetId);
    await station.call('sync.setPaused', { remoteId, paused: true });
    const packed = (await hub.call('tasks.items', { taskId, state: null, after: null, limit: 9 })).items.find(
      ({ assignmentId }) => assignmentId !== null,
    );
    const other = items.find((id) => id !== packed?.itemId) ?? base.itemId;
    await station.call('annotations.add', { itemId: other, annotations: [BOX] });
    await giveBack(pack.id);
    expect((await receive()).refused).toHaveLength(1);
    expect(await labels(hub, other)).toEqual([]);
    await takeOutcome();
    const [parked] = await station.call('sync.parked', {});
    expect(parked).toMatchObject({ code: 'forbidden', itemId: other });
    await station.call('sync.unpark', { seq: parked?.seq ?? 0, how: 'again' });
    await station.call('sync.setPaused', { remoteId, paused: false });
    await station.call('sync.now', { remoteId });
    expect(await labels(hub, other)).toEqual(['car']);
  });
});
