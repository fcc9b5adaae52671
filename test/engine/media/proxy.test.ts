/** Proxies and single frames of every kind of clip: each is the frame that it stands for, and no other. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { writeProxy } from '#engine/media/proxy.ts';
import { proxyArgs } from '#engine/media/proxy-args.ts';
import { writeSingleFrame } from '#engine/media/single-frame.ts';
import { everyClip, pictureMd5, shownFrames } from '#test/support/clips/every-clip.ts';
import { DAMAGED_CLIPS, type EveryClipRecipe, WHOLE_CLIPS } from '#test/support/clips/every-clip-recipes.ts';
import { bytesOf420, likeness, planesOf } from '#test/support/clips/planes.ts';
import { installedTools } from '#test/support/clips.ts';

const TIMEOUT = 60_000;
/** Decibels: no difference that an eye sees. */
const ALIKE = 36;
const CLIPS = Object.entries<EveryClipRecipe>({ ...WHOLE_CLIPS, ...DAMAGED_CLIPS });
const tools = await installedTools();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-proxy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function indexed(recipe: EveryClipRecipe) {
  const input = await everyClip(recipe, tools.ffmpeg);
  const probe = await probeVideo(tools, input);
  return { tools, input, probe, index: await buildFrameIndex(tools, input, probe) };
}

test.each(CLIPS)('%s: frame by frame the proxy is the video', { timeout: TIMEOUT }, async (name, recipe) => {
  const video = await indexed(recipe);
  const output = join(folder, `${name}.mp4`);
  const progress: number[] = [];
  await writeProxy({ ...video, output, onProgress: ({ done }) => progress.push(done) });
  expect(progress.at(-1)).toBe(video.index.count);

  const made = await buildFrameIndex(tools, output, await probeVideo(tools, output));
  const step = (made.pts[1] ?? 0) - (made.pts[0] ?? 0);
  expect([...made.pts]).toEqual(Array.from({ length: video.index.count }, (_, at) => at * step));
  expect((step * made.timeBase.num) / made.timeBase.den).toBe(1 / 25);
  const keys = [...made.keys].flatMap((key, at) => (key ? [at] : []));
  expect(Math.max(...keys.map((at, n) => (keys[n + 1] ?? made.count) - at))).toBeLessThanOrEqual(4);

  const { width, height, streamIndex } = video.probe;
  const bytes = bytesOf420(width, height);
  const filters = `scale=${width}:${height}:out_range=tv`;
  const common = { ffmpeg: tools.ffmpeg, pixelFormat: 'yuv420p', bytes };
  const source = await planesOf({ ...common, path: video.input, streamIndex, filters });
  const shown = await planesOf({
    ...common,
    path: output,
    streamIndex: 0,
    filters: `crop=${width}:${height}:0:0:exact=1`,
  });
  expect([source.length, shown.length]).toEqual([video.index.count, video.index.count]);
  for (const [at, picture] of shown.entries()) {
    const own = source[at] ?? picture;
    const near = likeness(picture, own);
    expect(near, `frame ${at}`).toBeGreaterThan(ALIKE);
    for (const other of [source[at - 1], source[at + 1]]) {
      if (other && !other.equals(own)) expect(likeness(picture, other), `frame ${at}`).toBeLessThan(near);
    }
  }
});

test.each(CLIPS)(
  '%s: a single frame has the pixels that a split gives',
  {
    timeout: TIMEOUT,
  },
  async (_name, recipe) => {
    const video = await indexed(recipe);
    const frames = await shownFrames(tools.ffmpeg, video.input, video.probe.streamIndex);
    const { count } = video.index;
    for (const place of new Set([0, 1, Math.floor(count / 2), count - 2, count - 1])) {
      const output = join(folder, 'single.png');
      await writeSingleFrame({ ...video, place, output, scratch: folder });
      expect(await pictureMd5(output), `frame ${place}`).toBe(frames[place]?.md5);
    }
    expect((await readdir(folder)).filter((file) => file.startsWith('frame-'))).toEqual([]);
  },
);

test('a copy of another length than the index is refused', async () => {
  const video = await indexed(WHOLE_CLIPS.stream);
  const index = { ...video.index, count: video.index.count + 1 };
  const output = join(folder, 'short.mp4');
  await expect(writeProxy({ ...video, index, output })).rejects.toMatchObject({ code: 'media-unreadable' });
});

test('a name like an option or a pattern stays a name', () => {
  const { version } = tools.ffmpeg;
  const args = proxyArgs({
    input: '-%d.mp4',
    streamIndex: 0,
    version,
    width: 2,
    height: 2,
    singleThread: false,
    output: 'o.mp4',
  });
  expect(args[args.indexOf('-i') + 1]).toMatch(/^\/.*-%d\.mp4$/);
});
