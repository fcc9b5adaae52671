/** An index is held against its file: frames are where it says, however one gets to them. */
import { describe, expect, test } from 'vitest';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import type { MediaTools } from '#engine/media/tools.ts';
import { readHash, sampledPlaces, verifyFrames } from '#engine/media/verify.ts';
import { everyClip } from '#test/support/clips/every-clip.ts';
import { WHOLE_CLIPS } from '#test/support/clips/every-clip-recipes.ts';
import { type ClipName, clip, toolSets } from '#test/support/clips.ts';

const TIMEOUT = 60_000;
const sets = await toolSets();

async function indexed(tools: MediaTools, name: ClipName) {
  const { path } = await clip(name);
  const probe = await probeVideo(tools, path);
  const index = await buildFrameIndex(tools, path, probe);
  return { tools, input: path, probe, index, places: sampledPlaces(index, 8) };
}

describe.each(sets)('$name', ({ tools }) => {
  const jumped: ClipName[] = [
    'constant',
    'variable',
    'rotated',
    'editList',
    'transportStream',
    'webm',
    'matroska',
  ];

  test.each(jumped)('%s: each sampled frame is found both ways', { timeout: TIMEOUT }, async (name) => {
    const video = await indexed(tools, name);
    const { checked, faults, jumped: both } = await verifyFrames(video);
    expect(faults).toEqual([]);
    expect([checked, both]).toEqual([video.places.length, video.index.source === 'packets']);
  });

  test('an index that is wrong is found out', { timeout: TIMEOUT }, async () => {
    const video = await indexed(tools, 'variable');
    const { index } = video;
    const last = index.count - 1;
    const late = { ...index, pts: index.pts.map((pts, at) => (at === last ? pts + 1 : pts)) };
    expect((await verifyFrames({ ...video, index: late })).faults).toEqual([{ place: last, fault: 'time' }]);
    const short = { ...index, count: last, pts: index.pts.slice(0, last) };
    const places = sampledPlaces(short, 4);
    expect((await verifyFrames({ ...video, index: short, places })).faults).toEqual([
      { place: last, fault: 'extra' },
    ]);
    const long = { ...index, count: last + 2 };
    expect((await verifyFrames({ ...video, index: long, places: [0, last + 1] })).faults).toEqual([
      { place: last + 1, fault: 'missing' },
    ]);
  });
});

test.each(Object.entries(WHOLE_CLIPS))(
  '%s: no sampled frame differs from the index',
  { timeout: TIMEOUT },
  async (_name, recipe) => {
    const [first] = sets;
    if (!first) throw new Error('there are tools');
    const { tools } = first;
    const input = await everyClip(recipe, tools.ffmpeg);
    const probe = await probeVideo(tools, input);
    const index = await buildFrameIndex(tools, input, probe);
    const { faults } = await verifyFrames({ tools, input, probe, index, places: sampledPlaces(index, 4) });
    expect(faults).toEqual([]);
  },
);

test('a file that is not there, or is stopped, is an error', async () => {
  const [first] = sets;
  if (!first) throw new Error('there are tools');
  const video = await indexed(first.tools, 'constant');
  await expect(verifyFrames({ ...video, input: `${video.input}.gone` })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(verifyFrames({ ...video, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'aborted',
  });
});

test('samples are the ends, an even spread, and the frames before key frames', () => {
  const keys = Uint8Array.from({ length: 100 }, (_, at) => (at % 30 === 0 ? 1 : 0));
  const index = { count: 100, keys } as Parameters<typeof sampledPlaces>[0];
  expect(sampledPlaces(index, 4)).toEqual([0, 59, 66, 99]);
  expect(sampledPlaces({ ...index, count: 1, keys: keys.slice(0, 1) }, 4)).toEqual([0]);
});

test('a line of hashes is read, and a heading is not one', () => {
  expect(readHash('#tb 0: 1/15360')).toBeNull();
  expect(readHash('0,      512,      512,      512,    28800, abc')).toEqual({ pts: 512, hash: 'abc' });
});
