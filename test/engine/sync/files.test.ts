/** All files of a linked dataset are brought: through cuts, restarts and a disk that is too small. */
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, extname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { Job } from '#core/model/job.ts';
import type { HostOptions } from '#engine/host.ts';
import { clip } from '#test/support/clips.ts';
import { type CutProxy, cutProxy } from './support/cut-proxy.ts';
import {
  addDataset,
  addPicture,
  createTeam,
  linkTo,
  type Side,
  type Team,
  tokenOf,
} from './support/sides.ts';

const FILES = 10;
const PATIENT = { timeout: 20_000 } as const;
const STREAM = /\/stream$/;

/** About 100 kB that nothing makes smaller. */
async function noise(seed: number): Promise<Buffer> {
  let state = seed + 1;
  const data = Buffer.alloc(190 * 190 * 3);
  for (let at = 0; at < data.length; at += 1) {
    state = (state * 48_271) % 0x7fffffff;
    data[at] = state & 255;
  }
  return await sharp(data, { raw: { width: 190, height: 190, channels: 3 } })
    .png()
    .toBuffer();
}
const pictures = await Promise.all(Array.from({ length: FILES }, (_, at) => noise(at)));

let team: Team;
let hub: Side;
let station: Side;
let proxy: CutProxy;
let datasetId: CallOutput<'datasets.create'>['id'];
let remoteId: CallOutput<'sync.connect'>['id'];
let itemIds: ItemId[];

beforeEach(async () => {
  team = createTeam();
  hub = await team.open('hub', 'lead@example.com');
  const { port } = await hub.host.serve({ port: 0 });
  proxy = await cutProxy(port);
  ({ datasetId } = await addDataset(hub));
  for (const [at, bytes] of pictures.entries()) await addPicture(hub, datasetId, `${at}.png`, bytes);
});
afterEach(async () => {
  await proxy.close();
  await team.close();
});

async function open(options: Partial<HostOptions> = {}) {
  station = await team.open('station', 'ada@example.com', options);
}

async function link(options: Partial<HostOptions> = {}) {
  await open(options);
  const token = await tokenOf(hub, 'ada@example.com');
  ({ remoteId } = await linkTo(station, proxy.address, token, datasetId));
  itemIds = (await station.call('items.list', { datasetId, limit: 100 })).items.map(({ id }) => id);
}

const files = async () => (await station.call('sync.files', {}))[0];
const keep = async (yes = true) => await station.call('sync.keepFiles', { datasetId, keep: yes });
const allHere = async () =>
  await expect.poll(files, PATIENT).toMatchObject({ state: 'here', away: { files: 0 } });
const streams = () => proxy.seen.filter((path) => STREAM.test(path));

test('all files come, each once, and are what they are at the hub', async () => {
  await link();
  expect(await files()).toMatchObject({ keep: false, state: 'off', away: { files: FILES + 1 } });
  await keep();
  await allHere();
  expect(streams()).toHaveLength(FILES + 1);
  for (const itemId of itemIds) {
    const [here, there] = await Promise.all(
      [station, hub].map((side) => side.call('media.resolve', { itemId, variant: 'original' })),
    );
    expect(readFileSync(here?.path ?? '')).toEqual(readFileSync(there?.path ?? ''));
  }
  // What comes later comes, too.
  await addPicture(hub, datasetId, 'later.png', await noise(99));
  await expect
    .poll(async () => (await station.call('items.list', { datasetId })).items.length, PATIENT)
    .toBe(FILES + 2);
  await allHere();
  expect(await station.call('sync.now', { remoteId })).toMatchObject({ queued: 0, parked: 0 });
});

test('what is cut again and again goes on where it was: begun anew it would never come to its end', async () => {
  await link();
  proxy.limit(40_000, STREAM);
  await keep();
  await allHere();
  expect(streams().length).toBeGreaterThan(2 * FILES);
});

test('a file that is not what it should be is left out, with the reason, and the others come', async () => {
  await link();
  const broken = itemIds.at(-1) ?? ('' as ItemId);
  const { path } = await hub.call('media.resolve', { itemId: broken, variant: 'original' });
  const whole = readFileSync(path);
  const other = Buffer.from(whole);
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 255;
  writeFileSync(path, other);
  await keep();
  await expect.poll(files, PATIENT).toMatchObject({
    ...{ state: 'here', away: { files: 1 } },
    message: expect.stringContaining('is not the one'),
  });
  // Once it is whole again it is asked for again by whoever wants all anew.
  writeFileSync(path, whole);
  await keep(false);
  await keep();
  await allHere();
});

test('the disk is not filled: it waits, says so, and goes on when there is room', async () => {
  let free = 5e9;
  const disk = { freeSpace: () => free };
  await link(disk);
  await station.call('settings.update', { diskFloor: 50e9 });
  await keep();
  await expect.poll(files, PATIENT).toMatchObject({
    ...{ state: 'waiting', away: { files: FILES + 1 } },
    message: expect.stringMatching(/waiting for disk space: 5 GB free, 50 GB are kept free/),
  });
  expect(streams()).toEqual([]);
  free = 60e9;
  await allHere();
});

describe('what broke off', () => {
  const part = (itemId: ItemId) => join(station.folder, 'workspace', 'coming', `${itemId}.part`);
  const large = async () => {
    const { items } = await station.call('items.list', { datasetId, limit: 100 });
    return items.find(({ name }) => name === '0.png')?.id ?? ('' as ItemId);
  };

  test('goes on after a restart where it was', async () => {
    await link();
    const itemId = await large();
    // After the last try it gives up for now.
    proxy.limit(10_000, STREAM);
    await expect(station.call('media.resolve', { itemId, variant: 'original' })).rejects.toMatchObject({
      code: 'remote-offline',
    });
    const come = statSync(part(itemId)).size;
    expect(come).toBeGreaterThanOrEqual(10_000);
    expect(come).toBeLessThan(pictures[0]?.length ?? 0);
    await keep();
    await station.host.close();
    proxy.limit(null);
    await open();
    await allHere();
    const { path } = await station.call('media.resolve', { itemId, variant: 'original' });
    expect(readFileSync(path)).toEqual(pictures[0]);
    expect(readdirSync(join(station.folder, 'workspace', 'coming'))).toEqual([]);
  });

  test.each([
    ['all of it', (whole: Buffer) => whole],
    ['a part of it', (whole: Buffer) => whole.subarray(0, 50_000)],
    ['a part of another file', (whole: Buffer) => Buffer.alloc(50_000, whole[0])],
    ['more than all of another file', (whole: Buffer) => Buffer.alloc(whole.length + 1)],
  ])('and left %s behind is made whole', async (_what, left) => {
    await link();
    const itemId = await large();
    mkdirSync(join(part(itemId), '..'), { recursive: true });
    writeFileSync(part(itemId), left(pictures[0] ?? Buffer.alloc(0)));
    const { path } = await station.call('media.resolve', { itemId, variant: 'original' });
    expect(readFileSync(path)).toEqual(pictures[0]);
    expect(existsSync(part(itemId))).toBe(false);
  });

  test('of a file that is not wanted any more is removed at the next start', async () => {
    await link();
    mkdirSync(join(part(itemIds[0] ?? ('' as ItemId)), '..'), { recursive: true });
    const [wanted = '' as ItemId] = itemIds;
    for (const name of [wanted, 'f'.repeat(24) as ItemId]) writeFileSync(part(name), 'x');
    await station.host.close();
    await open();
    expect(readdirSync(join(station.folder, 'workspace', 'coming'))).toEqual([`${wanted}.part`]);
  });
});

test('it is stopped by its job, and what has come stays', async () => {
  await link();
  proxy.limit(10_000, STREAM);
  await keep();
  const job = async () => (await station.call('jobs.list', {})).find(({ kind }) => kind === 'download');
  await expect.poll(job, PATIENT).toMatchObject({ title: 'Files of Frames', unit: 'MB', cancellable: true });
  await station.call('jobs.cancel', { jobId: (await job())?.id ?? ('' as never) });
  await expect.poll(files, PATIENT).toMatchObject({ keep: false, state: 'off' });
  proxy.limit(null);
  await keep();
  await allHere();
});

describe('one that somebody opens', () => {
  const original = (itemId: ItemId) => station.call('media.resolve', { itemId, variant: 'original' });

  async function addFile(path: string): Promise<ItemId> {
    const place = `${(await hub.call('items.uploadPlace', { datasetId })).path}${extname(path)}`;
    copyFileSync(path, place);
    const wish = {
      datasetId,
      folder: '/',
      name: basename(path),
      path: place,
      mode: 'skip',
      metadata: {},
    } as const;
    return (await hub.call('items.upload', wish)).item.id;
  }

  test('shows how far it is when it is large', async () => {
    // A picture with much behind its end is a picture.
    const path = join(team.root, 'large.png');
    writeFileSync(path, Buffer.concat([pictures[0] ?? Buffer.alloc(0), randomBytes(21_000_000)]));
    const itemId = await addFile(path);
    await link();
    const jobs: Job[] = [];
    station.host.subscribe((event) => {
      if (event.name === 'jobs.changed') jobs.push(...event.payload.jobs);
    });
    await original(itemId);
    expect(jobs[0]).toMatchObject({ kind: 'download', itemId, title: 'large.png', unit: 'MB', total: 22 });
    expect(await station.call('jobs.list', {})).toEqual([]);
  });

  test('has its frames, when it is a video: its file is fetched for them', async () => {
    const itemId = await addFile((await clip('variable')).path);
    await link();
    expect((await station.call('items.get', { itemId })).storage).toBe('remote');
    const [here, there] = await Promise.all(
      [station, hub].map((side) => side.call('media.frames', { itemId })),
    );
    expect(here).toEqual(there);
    expect(await station.call('items.get', { itemId })).toMatchObject({ storage: 'stored', kind: 'video' });
  });
});

test('a dataset that is not linked keeps nothing', async () => {
  await link();
  await station.call('sync.unlink', { datasetId });
  expect(await station.call('sync.files', {})).toEqual([]);
  await expect(keep()).rejects.toMatchObject({ code: 'not-found' });
});

describe('small pictures', () => {
  const thumb = (itemId: ItemId) => station.call('media.resolve', { itemId, variant: 'thumb' });

  test('are those of the hub, for which no file is fetched', async () => {
    await link();
    for (const itemId of itemIds.slice(0, 3)) {
      const shown = await thumb(itemId);
      expect(shown.mimetype).toBe('image/webp');
      expect((await sharp(shown.path).metadata()).format).toBe('webp');
      expect((await station.call('items.get', { itemId })).storage).toBe('remote');
    }
    expect(streams()).toEqual([]);
    // It is kept: with the hub away it is there, and another is not.
    await hub.host.close();
    expect(existsSync((await thumb(itemIds[0] ?? ('' as ItemId))).path)).toBe(true);
    await expect(thumb(itemIds[5] ?? ('' as ItemId))).rejects.toMatchObject({ code: 'remote-offline' });
  });

  test('that break off are asked for again', async () => {
    await link();
    const itemId = itemIds.at(-1) ?? ('' as ItemId);
    proxy.limit(100, /thumbnail/);
    await expect(thumb(itemId)).rejects.toMatchObject({ code: 'remote-offline' });
    proxy.limit(null);
    expect((await sharp((await thumb(itemId)).path).metadata()).format).toBe('webp');
  });
});
