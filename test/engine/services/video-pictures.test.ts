/** What the window gets to show a video by: its table, single frames, and a proxy that is made once. */
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { calls } from '#contract/index.ts';
import { readFrameTable } from '#core/media/frame-table.ts';
import type { ItemId } from '#core/model/ids.ts';
import { findFrameIndex } from '#engine/db/queries/items.ts';
import { decodeFrameIndex } from '#engine/media/frame-index-codec.ts';
import { probeImage } from '#engine/media/image.ts';
import { mediaHandlers } from '#engine/services/media.ts';
import { type IngestWorld, openIngest, putPicture } from '#test/engine/ingest/world.ts';
import { clip } from '#test/support/clips.ts';

async function imported(world: IngestWorld, path: string): Promise<ItemId> {
  const { datasetId } = world.test;
  const jobId = world.ingest.importPaths({ datasetId, paths: [path], mode: 'link', actor: 'ann' });
  const [outcome] = (await world.ingest.importSummary(jobId)).outcomes;
  if (!outcome?.itemId) throw new Error(outcome?.reason ?? 'nothing was imported');
  return outcome.itemId;
}

async function videoWorld() {
  const world = await openIngest();
  const path = join(world.inbox, 'v.mp4');
  await copyFile((await clip('variable')).path, path);
  const itemId = await imported(world, path);
  const blob = findFrameIndex(world.test.ctx.db, itemId);
  if (!blob) throw new Error('a video has an index');
  return { world, path, itemId, index: decodeFrameIndex(blob), media: mediaHandlers(world.test.ctx) };
}

test('the table that is sent is the stored index', async () => {
  const { itemId, index, media } = await videoWorld();
  const { table } = calls['media.frames'].output.parse(await media['media.frames']({ itemId }));
  const { startSeconds: _start, ...same } = index;
  const bytes = Buffer.from(table, 'base64').subarray(4);
  expect(readFrameTable(inflateSync(bytes))).toEqual(same);
});

test('a table that is cut short is no table', async () => {
  const { itemId, media } = await videoWorld();
  const { table } = await media['media.frames']({ itemId });
  const bytes = inflateSync(Buffer.from(table, 'base64').subarray(4));
  for (const length of [0, 3, bytes.length >> 1, bytes.length - 1]) {
    expect(readFrameTable(bytes.subarray(0, length)), `${length} bytes`).toBeNull();
  }
});

test('a frame is a picture of the upright size, made once, and one that is not there is refused', async () => {
  const { itemId, index, media, world } = await videoWorld();
  const resolve = media['media.resolve'];
  const last = calls['media.resolve'].input.parse({ itemId, variant: `frame/${index.count - 1}` });
  const first = await resolve(last);
  expect(first.mimetype).toBe('image/png');
  const { width, height } = world.item('v.mp4');
  expect(await probeImage(first.path)).toMatchObject({ width, height });
  expect(await resolve(last)).toEqual(first);
  const beyond = calls['media.resolve'].input.parse({ itemId, variant: `frame/${index.count}` });
  await expect(resolve(beyond)).rejects.toMatchObject({ code: 'not-found' });
  for (const variant of ['frame/-1', 'frame/1.5', 'frame/x', 'frame/', 'frame/1/../2']) {
    expect(calls['media.resolve'].input.safeParse({ itemId, variant }).success, variant).toBe(false);
  }
});

test('the proxy is there once it was made, is made once, and is a job meanwhile', async () => {
  const { itemId, index, media, world } = await videoWorld();
  const proxy = () => media['media.resolve']({ itemId, variant: 'proxy' });
  await expect(proxy()).rejects.toMatchObject({ code: 'not-found' });
  const makings = [media['media.prepareProxy']({ itemId }), media['media.prepareProxy']({ itemId })];
  await expect
    .poll(() => world.test.ctx.jobs.list().map(({ kind }) => kind), { interval: 1 })
    .toEqual(['proxy']);
  expect(await Promise.all(makings)).toEqual([{ frames: index.count }, { frames: index.count }]);
  expect(world.test.ctx.jobs.list()).toEqual([]);
  const { path, mimetype, size } = await proxy();
  expect([mimetype, (await readFile(path)).length]).toEqual(['video/mp4', size]);
});

test('a cancelled proxy leaves nothing, and can be made after all', async () => {
  const { itemId, index, media, world } = await videoWorld();
  const making = media['media.prepareProxy']({ itemId });
  const refused = expect(making).rejects.toMatchObject({ code: 'aborted' });
  const { jobs, caches, closing } = world.test.ctx;
  await expect.poll(() => jobs.list().length, { interval: 1 }).toBe(1);
  for (const { id } of jobs.list()) jobs.cancel(id);
  await refused;
  expect((await caches.sizes(closing)).proxies).toEqual({ entries: 0, bytes: 0 });
  expect(await media['media.prepareProxy']({ itemId })).toEqual({ frames: index.count });
});

test('what is no video, and a file that is gone, are refused by name', async () => {
  const { itemId, media, path, world } = await videoWorld();
  await putPicture(join(world.inbox, 'a.png'), 1);
  const picture = await imported(world, join(world.inbox, 'a.png'));
  const refusal = { code: 'invalid-input', message: expect.stringContaining('a.png') };
  await expect(async () => await media['media.frames']({ itemId: picture })).rejects.toMatchObject(refusal);
  await expect(media['media.prepareProxy']({ itemId: picture })).rejects.toMatchObject(refusal);
  await rm(path);
  await expect(media['media.prepareProxy']({ itemId })).rejects.toMatchObject({ code: 'not-found' });
  expect(world.test.ctx.jobs.list()).toEqual([]);
});
