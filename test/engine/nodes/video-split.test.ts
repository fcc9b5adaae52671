/** `video.split` with real videos: modes, formats and sizes, near frames, thumbnails, what is noted, and a full disk. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachePath } from '#engine/cache-store/entry.ts';
import { findFrameSet } from '#engine/db/queries/frame-sets.ts';
import { locationOf } from '#engine/db/queries/items.ts';
import type { DiskRoom } from '#engine/jobs/disk.ts';
import { thumbEntry } from '#engine/media/thumb-place.ts';
import { everyClip } from '#test/support/clips/every-clip.ts';
import { WHOLE_CLIPS } from '#test/support/clips/every-clip-recipes.ts';
import { sampleClip } from '#test/support/clips/sample.ts';
import { clip, installedTools, paintedNumber } from '#test/support/clips.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, makeBench } from '../runner/support/flow.ts';
import { historyOf, until } from './support.ts';
import { framesIn, placesOf, splitting, video } from './video-support.ts';

const TIMEOUT = 60_000;
const tools = await installedTools();
const PLENTY: DiskRoom = { free: 50e9, floor: 2e9 };
let world: World;
let bench: Bench;
/** Asked each time: a test may fill the disk half-way. */
let room: () => DiskRoom;

const disk = {
  room: () => room(),
  low() {
    const { free, floor } = room();
    return free < floor;
  },
};

beforeEach(async () => {
  room = () => PLENTY;
  world = await openWorld({ media: tools, disk });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const sample = (frames: number, width = 1280, height = 720) =>
  sampleClip(tools, { frames, width, height, fps: 20, seed: 7 });

test('each mode makes the frames of its plan, whatever their times, and they go on', {
  timeout: TIMEOUT,
}, async () => {
  const { path, shows } = await clip('variable');
  const item = await video(world, bench.inbox, path);
  const count = item.video?.frameCount ?? 0;
  const modes = {
    third: { every: 3 },
    rate: { mode: 'rate', perSecond: 5 },
    keys: { mode: 'keyframes' },
    part: { ranges: [{ from: 0.5, to: 1 }], frameRanges: [{ from: count - 2 }] },
    scenes: { mode: 'scenes', threshold: 0.9 },
  };
  for (const [name, config] of Object.entries(modes)) {
    const { flow, frames, end } = await splitting(world, bench, config, name);
    await flow.run([item]);
    expect(await flow.statuses()).toEqual(['success']);
    const made = await framesIn(world, frames);
    expect(await flow.inDataset(end)).toEqual(made.map((frame) => frame.name));
    for (const frame of made) {
      const file = join(world.folder, locationOf(world.db, frame.id) ?? '');
      expect(await paintedNumber(file)).toBe(shows[frame.frame?.index ?? -1]);
    }
    const seconds = made.map((frame) => frame.frame?.seconds ?? Number.NaN);
    if (name === 'third')
      expect(placesOf(made)).toEqual(shows.map((_, at) => at).filter((at) => at % 3 === 0));
    if (name === 'rate') {
      const slots = seconds.map((second) => Math.floor(second * 5 + 1e-3));
      expect(new Set(slots).size).toBe(slots.length);
    }
    if (name === 'keys') expect(made).toHaveLength(item.video?.keyFrames ?? 0);
    if (name === 'part') {
      expect(placesOf(made).slice(-2)).toEqual([count - 2, count - 1]);
      for (const second of seconds.slice(0, -2)) expect(second >= 0.499 && second < 1).toBe(true);
    }
    if (name === 'scenes') expect(placesOf(made)[0]).toBe(0);
  }
});

test('frames of another size or format are other items; they tell the size of the video', {
  timeout: TIMEOUT,
}, async () => {
  const item = await video(world, bench.inbox, (await clip('rotated')).path);
  const { flow, frames } = await splitting(world, bench, { every: 20 });
  await flow.run([item]);
  const plain = await framesIn(world, frames);
  const config = { every: 20, format: 'png', maxSide: 80, datasetId: frames };
  const other = await splitting(world, bench, config);
  await other.flow.run([item]);
  const all = await framesIn(world, frames);
  expect(all).toHaveLength(2 * plain.length);
  const png = all.filter(({ mimetype }) => mimetype === 'image/png');
  for (const one of png) {
    expect([one.width, one.height]).toEqual([60, 80]);
    const { width, height, format } = await sharp(
      join(world.folder, locationOf(world.db, one.id) ?? ''),
    ).metadata();
    expect([width, height, format]).toEqual([60, 80, 'png']);
    expect(one.metadata).toMatchObject({
      system: { width: 60, frame: { index: one.frame?.index, videoWidth: 120, videoHeight: 160 } },
    });
  }
  // The same way again finds the same items.
  await other.flow.run([item]);
  expect(await framesIn(world, frames)).toHaveLength(all.length);
});

test('thumbnails of the frames are there when the items are, as the window asks for them', {
  timeout: TIMEOUT,
}, async () => {
  const item = await video(world, bench.inbox, await sample(12, 640, 360));
  const { flow, frames } = await splitting(world, bench, { every: 4 });
  await flow.run([item]);
  const made = await framesIn(world, frames);
  expect(made).toHaveLength(3);
  for (const frame of made) {
    const entry = thumbEntry(frame, locationOf(world.db, frame.id) ?? '');
    const { width, height, format } = await sharp(cachePath(world.ctx.files, entry)).metadata();
    expect([width, height, format]).toEqual([400, 225, 'webp']);
  }
});

test('near frames are left out, and the video says which and why', { timeout: TIMEOUT }, async () => {
  const path = await everyClip(WHOLE_CLIPS.bFrames, tools.ffmpeg);
  const item = await video(world, bench.inbox, path);
  const { flow, frames } = await splitting(world, bench, { duplicates: { maxDistance: 64 } });
  await flow.run([item]);
  // With 64 bits everything looks like the first.
  expect(placesOf(await framesIn(world, frames))).toEqual([0]);
  const count = item.video?.frameCount ?? 0;
  const told = (await historyOf(world, item.id)).filter(({ kind }) => kind === 'near-frames');
  expect(told.map(({ text }) => text)).toEqual([
    expect.stringContaining(`Left out ${count - 1} of ${count} frames`),
  ]);
  expect(told[0]?.text).toContain(`64 bits at most: 1–${count - 1}`);
  const [name = ''] = readdirSync(world.ctx.files.frames);
  const way = name.slice(item.id.length + 1);
  const set = findFrameSet(world.db, { videoId: item.id, way });
  expect(set).toMatchObject({ places: [0], settings: { duplicates: { maxDistance: 64 } } });
  expect(set?.tool).toMatchObject({
    version: tools.ffmpeg.version.text,
    args: expect.arrayContaining(['-i']),
  });
  // Another run takes the choice as it is.
  await flow.run([item]);
  expect((await historyOf(world, item.id)).filter(({ kind }) => kind === 'near-frames')).toHaveLength(1);
});

test('what a video is known by is noted when it comes in; one from before knows less', async () => {
  const item = await video(world, bench.inbox, await everyClip(WHOLE_CLIPS.highDynamicRange, tools.ffmpeg));
  expect(item.video).toMatchObject({
    colour: { range: 'tv', matrix: 'bt2020nc', transfer: 'smpte2084', primaries: 'bt2020' },
    pixelFormat: 'yuv420p10le',
    origin: { sha256: item.sha256, size: item.size },
    toolVersion: tools.ffprobe.version.text,
  });
  expect(item.video?.origin?.flags).toEqual(
    expect.arrayContaining(['-show_entries', 'packet=pts,dts,flags']),
  );
  world.db.write((tx) =>
    tx.run(
      `UPDATE video SET facts = json_remove(facts, '$.colour', '$.origin', '$.pixelFormat', '$.keyFrames')`,
    ),
  );
  const { items } = await world.calls['items.list']({ datasetId: bench.inbox });
  expect(items[0]?.video).toMatchObject({ colour: null, origin: null, pixelFormat: null, keyFrames: null });
});

test('parts that the video does not have make no frames, and say so', async () => {
  const item = await video(world, bench.inbox, (await clip('constant')).path);
  const { flow, frames } = await splitting(world, bench, { ranges: [{ from: 999 }] });
  await flow.run([item]);
  expect(await flow.statuses()).toEqual(['success']);
  expect(await framesIn(world, frames)).toEqual([]);
});

describe('a disk that fills up', { timeout: TIMEOUT }, () => {
  const problems = () =>
    world.events.flatMap((one) => (one.name === 'problem' ? [one.payload.error.message] : []));
  const waiting = async (flow: { pipelineId: string }) =>
    (await world.calls['executions.list']({ pipelineId: flow.pipelineId as never })).items;
  const begin = async (flow: { pipelineId: string }, itemId: string) =>
    world.calls['pipelines.execute']({ pipelineId: flow.pipelineId as never, itemIds: [itemId as never] });
  const look = () => {
    world.clock.at += 20_000;
    world.runner.wake();
  };

  test('work that has not begun waits with the reason, and begins by itself', async () => {
    const item = await video(world, bench.inbox, (await clip('constant')).path);
    const { flow, frames } = await splitting(world, bench, { every: 20 });
    room = () => ({ free: 1.2e9, floor: 2e9 });
    await begin(flow, item.id);
    const reason = 'waiting for disk space: 1.2 GB free, 2 GB are kept free';
    await until(() => problems().length > 0);
    expect(problems()).toEqual([expect.stringContaining(reason)]);
    expect(await waiting(flow)).toMatchObject([{ state: 'queued', attempt: 0, error: reason }]);
    expect((await world.calls['explain.item']({ itemId: item.id })).places).toMatchObject([{ why: reason }]);
    room = () => PLENTY;
    look();
    await world.settled();
    expect(await framesIn(world, frames)).toHaveLength(3);
    expect(await waiting(flow)).not.toMatchObject([{ error: reason }]);
  });

  test('a video that cannot fit is not begun, which is told once', async () => {
    const item = await video(world, bench.inbox, await sample(40));
    const { flow, frames } = await splitting(world, bench, {});
    room = () => ({ free: 2.0001e9, floor: 2e9 });
    await begin(flow, item.id);
    const parked = async () => (await waiting(flow))[0]?.error ?? '';
    await until(async () => (await parked()).includes('are needed'));
    expect(await parked()).toMatch(
      /^waiting for disk space: 2 GB free, 2 GB are kept free, about 1 MB are needed/,
    );
    for (let at = 0; at < 3; at += 1) {
      look();
      await until(async () => (await waiting(flow))[0]?.state === 'queued');
    }
    const told = (await world.calls['explain.item']({ itemId: item.id })).events.items.filter(
      ({ kind }) => kind === 'retried',
    );
    expect(told).toHaveLength(1);
    expect(readdirSync(world.ctx.files.frames).filter((name) => !name.endsWith('.partial'))).toEqual([]);
    room = () => PLENTY;
    look();
    await world.settled();
    expect(await framesIn(world, frames)).toHaveLength(40);
  });

  test('half-way it is parked, and goes on with what was done', async () => {
    const item = await video(world, bench.inbox, await sample(300));
    const { flow, frames } = await splitting(world, bench, {});
    const partial = join(world.ctx.files.frames, `${item.id}-n1-q2.partial`, 'frames');
    const done = () => (existsSync(partial) ? readdirSync(partial) : []);
    room = () => (done().length > 20 ? { free: 1e9, floor: 2e9 } : PLENTY);
    await begin(flow, item.id);
    await until(
      async () => (await waiting(flow))[0]?.error?.startsWith('waiting for disk space: 1 GB free') ?? false,
    );
    const before = done();
    expect(before.length).toBeGreaterThan(20);
    const inodes = before.map((name) => [name, statSync(join(partial, name)).ino] as const);
    room = () => PLENTY;
    look();
    await world.settled();
    expect(await framesIn(world, frames)).toHaveLength(300);
    const whole = join(world.ctx.files.frames, `${item.id}-n1-q2`);
    for (const [name, inode] of inodes) expect(statSync(join(whole, name)).ino).toBe(inode);
    const [execution] = await waiting(flow);
    expect(execution?.state).toBe('success');
  });
});

test('an engine that is killed goes on where it was; the files are those of a calm run', {
  timeout: TIMEOUT,
}, async () => {
  const path = await sample(300);
  const item = await video(world, bench.inbox, path);
  const { flow, frames } = await splitting(world, bench, {});
  const partial = join(world.ctx.files.frames, `${item.id}-n1-q2.partial`, 'frames');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  await until(() => existsSync(partial) && readdirSync(partial).length > 20);
  await world.kill();
  const inodes = readdirSync(partial).map((name) => [name, statSync(join(partial, name)).ino] as const);
  world = await openWorld({ media: tools, disk, folder: world.folder, now: world.clock.at + 1000 });
  await world.settled();
  expect(await framesIn(world, frames)).toHaveLength(300);
  const whole = join(world.ctx.files.frames, `${item.id}-n1-q2`);
  for (const [name, inode] of inodes) expect(statSync(join(whole, name)).ino).toBe(inode);
  const calm = await openWorld({ media: tools, disk });
  try {
    const calmBench = await makeBench(calm);
    const same = await video(calm, calmBench.inbox, path);
    await (await splitting(calm, calmBench, {})).flow.run([same]);
    const hash = (root: string, name: string) =>
      createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest('hex');
    const other = join(calm.ctx.files.frames, `${same.id}-n1-q2`);
    for (const name of readdirSync(whole)) expect(hash(whole, name)).toBe(hash(other, name));
  } finally {
    await calm.close();
  }
});
