import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { decodeFrameIndex, encodeFrameIndex } from '#engine/media/frame-index-codec.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { everyClip, pictureMd5, shownFrames } from '#test/support/clips/every-clip.ts';
import { DAMAGED_CLIPS, type EveryClipRecipe, WHOLE_CLIPS } from '#test/support/clips/every-clip-recipes.ts';
import { installedTools, toolSets } from '#test/support/clips.ts';
import { everyFrame } from '#test/support/extraction.ts';

const TIMEOUT = 60_000;
const sets = await toolSets();
const installed = await installedTools();
let folder = '';
let runs = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-every-clip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function indexed(recipe: EveryClipRecipe, tools = installed) {
  const input = await everyClip(recipe, installed.ffmpeg);
  const probe = await probeVideo(tools, input);
  return { input, probe, index: await buildFrameIndex(tools, input, probe) };
}

/** What our index and our files say of a clip, and what ffmpeg shows of it. */
async function compared(recipe: EveryClipRecipe, { tools = installed, every = 1 } = {}) {
  const { input, probe, index } = await indexed(recipe, tools);
  runs += 1;
  const outputDir = join(folder, String(runs));
  const result = await extractFrames({ tools, input, outputDir, probe, index, ...everyFrame(every, 'png') });
  const names = result.files.map(({ name }) => name);
  expect(await readdir(outputDir)).toEqual(names);
  const md5 = await Promise.all(names.map((name) => pictureMd5(join(outputDir, name))));
  const shown = await shownFrames(tools.ffmpeg, input, probe.streamIndex);
  return { input, probe, index, result, md5, shown };
}

type Compared = Awaited<ReturnType<typeof compared>>;

/** No frame is wrong, missing, doubled or out of its place. */
function expectExact({ probe, result, md5, shown }: Compared) {
  expect(md5).toEqual(shown.map((frame) => frame.md5));
  expect(new Set(md5).size).toBe(shown.length);
  expect(result.index.count).toBe(shown.length);
  expect(result.files.map(({ index }) => index)).toEqual(shown.map((_, position) => position));
  expect([result.width, result.height]).toEqual([probe.width, probe.height]);
  expect(decodeFrameIndex(encodeFrameIndex(result.index))).toEqual(result.index);
}

/** Ticks from each frame to the next. */
function steps(pts: Iterable<number>): readonly number[] {
  const all = [...pts];
  return all.slice(1).map((value, position) => value - (all[position] ?? Number.NaN));
}

describe.each(sets)('$name', ({ tools }) => {
  test.each(Object.entries<EveryClipRecipe>(WHOLE_CLIPS))(
    '%s: the frames are those that ffmpeg shows, with their times',
    { timeout: TIMEOUT },
    async (name, recipe) => {
      const all = await compared(recipe, { tools });
      expectExact(all);
      const { index, result, shown } = all;
      expect(index.count).toBe(recipe.frames);
      expect(result.index).toBe(index);
      expect(index.damaged).toBe(false);
      expect(steps(index.pts).every((step) => step > 0)).toBe(true);
      const times = shown.map(({ pts }) => pts);
      if (name !== 'joinedBackwards') expect([...index.pts]).toEqual(times);
    },
  );

  test.each(Object.entries<EveryClipRecipe>(DAMAGED_CLIPS))(
    '%s: what can be decoded is exact, and the note names the file',
    { timeout: TIMEOUT },
    async (_, recipe) => {
      const all = await compared(recipe, { tools });
      expectExact(all);
      const { input, result, shown } = all;
      expect(shown.length).toBeGreaterThan(10);
      expect([...result.index.pts]).toEqual(shown.map(({ pts }) => pts));
      expect(result.index.damaged).toBe(true);
      expect(result.index.note).toContain(`"${basename(input)}" is damaged or cut short`);
    },
  );
});

test.each([
  ['variable', WHOLE_CLIPS.variable],
  ['interlacedMpeg2', WHOLE_CLIPS.interlacedMpeg2],
  ['joinedBackwards', WHOLE_CLIPS.joinedBackwards],
  ['damagedMp4', DAMAGED_CLIPS.damagedMp4],
] as const)('%s: every 4th picture is picture 0, 4, 8, …', { timeout: TIMEOUT }, async (_, recipe) => {
  const { result, md5, shown } = await compared(recipe, { every: 4 });
  const picked = shown.map((frame, position) => ({ ...frame, position })).filter((_one, at) => at % 4 === 0);
  expect(md5).toEqual(picked.map((frame) => frame.md5));
  expect(result.files.map(({ index }) => index)).toEqual(picked.map(({ position }) => position));
});

describe('the clips are what their names say', { timeout: TIMEOUT }, () => {
  test.each([
    [WHOLE_CLIPS.interlacedMpeg2, { interlaced: true, codec: 'mpeg2video' }],
    [WHOLE_CLIPS.interlacedH264, { interlaced: true, codec: 'h264' }],
    [WHOLE_CLIPS.rotated, { rotation: 90, codedWidth: 160, width: 120, height: 160 }],
    [WHOLE_CLIPS.oddSize, { width: 161, height: 121, pixelFormat: 'yuv420p' }],
    [WHOLE_CLIPS.oddSize444, { width: 161, height: 121, pixelFormat: 'yuv444p' }],
    [WHOLE_CLIPS.fullRange, { colour: { range: 'pc' } }],
    [
      WHOLE_CLIPS.highDynamicRange,
      { colour: { range: 'tv', matrix: 'bt2020nc', transfer: 'smpte2084', primaries: 'bt2020' } },
    ],
    [WHOLE_CLIPS.tenBit, { pixelFormat: 'yuv420p10le' }],
    [WHOLE_CLIPS.alphaAnimation, { pixelFormat: 'argb' }],
    [WHOLE_CLIPS.coverArt, { streamIndex: 0, width: 160 }],
    [WHOLE_CLIPS.severalStreams, { streamIndex: 2, width: 160, hasAudio: true }],
  ])('$file', async (recipe, expected) => {
    const { probe } = await indexed(recipe);
    expect(probe).toMatchObject(expected);
  });

  test('times', async () => {
    expect((await indexed(WHOLE_CLIPS.negativeStart)).index.startSeconds).toBe(-0.5);
    expect(new Set(steps((await indexed(WHOLE_CLIPS.variable)).index.pts)).size).toBeGreaterThan(1);
    const forwards = await indexed(WHOLE_CLIPS.joinedForwards);
    expect(Math.max(...steps(forwards.index.pts)) / 90_000).toBeGreaterThan(90);
    expect(forwards.index.note).toContain('"joined-forwards.ts" was joined');
    const backwards = steps((await indexed(WHOLE_CLIPS.joinedBackwards)).index.pts);
    expect(new Set(backwards)).toEqual(new Set([3000]));
  });
});
