/** Some frames of every kind of clip: by a jump, by key frames, by scenes. They are those that ffmpeg shows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex, type FrameIndex } from '#engine/media/frame-index.ts';
import { frameHashes, sceneScores } from '#engine/media/frame-looks.ts';
import { keyFrames, stretchesOf, WHOLE } from '#engine/media/frame-plan.ts';
import { hammingDistance } from '#engine/media/perceptual-hash.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { runTool } from '#engine/media/run-tool.ts';
import { everyClip, pictureMd5, shownFrames } from '#test/support/clips/every-clip.ts';
import { DAMAGED_CLIPS, type EveryClipRecipe, WHOLE_CLIPS } from '#test/support/clips/every-clip-recipes.ts';
import { clip, installedTools } from '#test/support/clips.ts';
import { everyFrame } from '#test/support/extraction.ts';

const TIMEOUT = 60_000;
const tools = await installedTools();
let folder = '';
let runs = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-some-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function indexed(input: string) {
  const probe = await probeVideo(tools, input);
  return { input, probe, index: await buildFrameIndex(tools, input, probe) };
}

type Indexed = Awaited<ReturnType<typeof indexed>>;

async function extracted(video: Indexed, choose: (index: FrameIndex) => number[]) {
  runs += 1;
  const outputDir = join(folder, String(runs));
  const result = await extractFrames({ tools, outputDir, ...video, ...everyFrame(1, 'png'), choose });
  const md5 = await Promise.all(result.files.map(({ name }) => pictureMd5(join(outputDir, name))));
  return { ...result, md5 };
}

const CLIPS: readonly (readonly [string, EveryClipRecipe])[] = [
  ...Object.entries<EveryClipRecipe>(WHOLE_CLIPS),
  ['damagedMp4', DAMAGED_CLIPS.damagedMp4],
  ['cutShortStream', DAMAGED_CLIPS.cutShortStream],
];

test.each(CLIPS)(
  '%s: a part, the key frames, and a few from the end',
  { timeout: TIMEOUT },
  async (_, recipe) => {
    const video = await indexed(await everyClip(recipe, tools.ffmpeg));
    const shown = await shownFrames(tools.ffmpeg, video.input, video.probe.streamIndex);
    const truth = (frames: readonly number[]) => frames.map((frame) => shown[frame]?.md5);
    const { count } = video.index;
    const half = count >> 1;
    const wanted: ((index: FrameIndex) => number[])[] = [
      () => Array.from({ length: Math.min(5, count - half) }, (_one, at) => half + at),
      (index) => keyFrames(index, stretchesOf(index, WHOLE)),
      () => [half - 3, count - 4, count - 1],
    ];
    for (const choose of wanted) {
      const { files, md5 } = await extracted(video, choose);
      expect(files.map(({ index }) => index)).toEqual(choose(video.index));
      expect(md5).toEqual(truth(choose(video.index)));
    }
  },
);

test('smaller pictures have the size that was asked for', { timeout: TIMEOUT }, async () => {
  const video = await indexed(await everyClip(WHOLE_CLIPS.rotated, tools.ffmpeg));
  const outputDir = join(folder, 'small');
  const picture = { format: 'jpeg', quality: 2, size: { width: 60, height: 80 } } as const;
  const result = await extractFrames({ tools, outputDir, ...video, ...everyFrame(), picture });
  expect([result.width, result.height]).toEqual([60, 80]);
  const { width, height } = await sharp(join(outputDir, '00000000.jpg')).metadata();
  expect([width, height]).toEqual([60, 80]);
});

test('small pictures come out of the same run, upright, one a frame', { timeout: TIMEOUT }, async () => {
  const video = await indexed((await clip('rotated')).path);
  const taken = new Map<string, string>();
  const small = {
    size: { width: 30, height: 40 },
    take: async (name: string, path: string) => {
      const { width, height, format } = await sharp(path).metadata();
      taken.set(name, `${format} ${width}x${height}`);
    },
  };
  const outputDir = join(folder, 'with-small');
  const { files } = await extractFrames({ tools, outputDir, ...video, ...everyFrame(5), small });
  expect([...taken.keys()].sort()).toEqual(files.map(({ name }) => name));
  expect(new Set(taken.values())).toEqual(new Set(['webp 30x40']));
});

test('scenes are those of ffmpeg, and what looks alike has near hashes', { timeout: TIMEOUT }, async () => {
  const input = join(folder, 'scenes.mp4');
  const sources = ['testsrc2', 'smptebars', 'mandelbrot'].map((name) => `${name}=s=160x120:r=25`);
  const made = await runTool({
    path: tools.ffmpeg.path,
    args: [
      ...['-v', 'error', ...sources.flatMap((source) => ['-t', '1', '-f', 'lavfi', '-i', source])],
      ...['-filter_complex', 'concat=n=3', '-c:v', 'libx264', '-g', '200', '-pix_fmt', 'yuv420p', input],
    ],
  });
  expect(made.stderr).toEqual([]);
  const video = await indexed(input);
  const scores = await sceneScores({ tools, ...video }, video.index.count);
  const starts: number[] = [];
  await runTool({
    path: tools.ffmpeg.path,
    args: [
      ...['-v', 'error', '-i', input, '-vf', "select='gt(scene,0.3)',metadata=print:file=-"],
      ...['-f', 'null', '-'],
    ],
    onLine: (line) => {
      const pts = /^frame:\d+\s+pts:(-?\d+)/.exec(line)?.[1];
      if (pts !== undefined) starts.push(video.index.pts.indexOf(Number(pts)));
    },
  });
  expect(starts).toEqual([25, 50]);
  expect(Array.from(scores.keys()).filter((place) => (scores[place] ?? 0) > 0.3)).toEqual(starts);
  // The bars do not move; the other two are other pictures.
  const hashes = await frameHashes({ tools, ...video }, [0, 30, 31, 45, 60]);
  const [first = '', bars = '', next = '', later = '', fractal = ''] = hashes;
  expect([hammingDistance(bars, next), hammingDistance(bars, later)]).toEqual([0, 0]);
  for (const other of [first, fractal]) expect(hammingDistance(bars, other)).toBeGreaterThan(12);
  await expect(sceneScores({ tools, ...video }, video.index.count + 1)).rejects.toMatchObject({
    code: 'media-unreadable',
  });
});
