import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableSeconds } from '#core/media/frame-table.ts';
import { extractFrames } from '#engine/media/extract.ts';
import type { FrameIndex } from '#engine/media/frame-index.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import type { MediaTools } from '#engine/media/tools.ts';
import type { ClipName } from '#test/support/clips.ts';
import {
  clip,
  clipNamed,
  countFrames,
  installedTools,
  paintedNumber,
  toolSets,
} from '#test/support/clips.ts';
import { everyFrame } from '#test/support/extraction.ts';

const TIMEOUT = 60_000;
const sets = await toolSets();
let folder = '';
let runs = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-extract-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function split(tools: MediaTools, input: string, every = 1) {
  const probe = await probeVideo(tools, input);
  const index = await buildFrameIndex(tools, input, probe);
  runs += 1;
  const outputDir = join(folder, `run ${runs} 100%d`);
  const result = await extractFrames({ tools, input, outputDir, probe, index, ...everyFrame(every) });
  return { probe, index, outputDir, result };
}

function painted(outputDir: string, files: ReadonlyArray<{ name: string }>, onItsSide = false) {
  return Promise.all(files.map(({ name }) => paintedNumber(join(outputDir, name), { onItsSide })));
}

describe.each(sets)('$name', ({ tools }) => {
  const whole: ClipName[] = ['constant', 'variable', 'audio', 'rotated', 'editList', 'transportStream'];
  const odd: ClipName[] = ['joinedStreams', 'matroska', 'webm', 'noTimes'];

  test.each([...whole, ...odd])(
    '%s: the files are the frames, in order',
    { timeout: TIMEOUT },
    async (name) => {
      const { path, shows } = await clip(name);
      const { probe, index, outputDir, result } = await split(tools, path);
      expect(index.count).toBe(shows.length);
      expect(index.count).toBe(await countFrames(tools, path));
      expect(result.index).toBe(index);
      expect(await readdir(outputDir)).toEqual(result.files.map(({ name: file }) => file));
      expect(result.files.map(({ index: frame }) => frame)).toEqual(shows.map((_, position) => position));
      expect(await painted(outputDir, result.files, name === 'rotated')).toEqual(shows);
      expect([result.width, result.height]).toEqual([probe.width, probe.height]);
      expect(existsSync(`${outputDir}.partial`)).toBe(false);
    },
  );

  test.each(['variable', 'editList', 'noTimes'] as const)(
    '%s: every 7th frame is frame 0, 7, 14, …',
    { timeout: TIMEOUT },
    async (name) => {
      const { path, shows } = await clip(name);
      const { outputDir, result } = await split(tools, path, 7);
      expect(result.files[1]).toEqual({ index: 7, name: '00000007.jpg' });
      expect(await painted(outputDir, result.files)).toEqual(
        shows.filter((_, position) => position % 7 === 0),
      );
    },
  );

  test.each(['cutShort', 'cutShortMatroska', 'headLost'] as const)(
    '%s: what can be decoded comes out, and it says so',
    { timeout: TIMEOUT },
    async (name) => {
      const { path } = await clip(name);
      const { index, outputDir, result } = await split(tools, path);
      expect(index).toMatchObject({
        damaged: true,
        source: 'frames',
        note: expect.stringMatching(/cut short/),
      });
      expect(index.count).toBe(await countFrames(tools, path));
      const seen = await painted(outputDir, result.files);
      expect(seen).toEqual(seen.map((_, position) => (seen[0] ?? 0) + position));
      expect(seen.length).toBeGreaterThan(10);
    },
  );
});

const tools = await installedTools();

test('times are those of the file', { timeout: TIMEOUT }, async () => {
  const { path, shows } = await clip('variable');
  const index = await buildFrameIndex(tools, path, await probeVideo(tools, path));
  shows.forEach((number, position) => {
    expect(tableSeconds(index, position)).toBeCloseTo(number / 30, 4);
  });
  expect(index.keys[0]).toBe(1);
  const stream = (await clip('transportStream')).path;
  expect(
    (await buildFrameIndex(tools, stream, await probeVideo(tools, stream))).startSeconds,
  ).toBeGreaterThan(1);
});

test.each([
  'with spaces.mp4',
  '-i.mp4',
  'ein "Zitat".mp4',
  "it's.mp4",
  '🎬 film.mp4',
  '%03d.mp4',
  'a:b;$(c).mp4',
])('the name %s is only a name', { timeout: TIMEOUT }, async (name) => {
  const { path, shows } = await clipNamed('constant', join(folder, name));
  expect((await split(tools, path, 20)).result.files).toHaveLength(shows.length / 20);
});

test('left-overs of a crash and an older result are replaced', { timeout: TIMEOUT }, async () => {
  const { path } = await clip('constant');
  const probe = await probeVideo(tools, path);
  const index = await buildFrameIndex(tools, path, probe);
  const outputDir = join(folder, 'again');
  for (const left of [`${outputDir}.partial`, outputDir]) {
    await mkdir(left);
    await writeFile(join(left, 'w99999.jpg'), 'left over');
  }
  const result = await extractFrames({ tools, input: path, outputDir, probe, index, ...everyFrame(30) });
  expect(await readdir(outputDir)).toEqual(['00000000.jpg', '00000030.jpg']);
  expect(result.ffmpegVersion).toBe(tools.ffmpeg.version.text);
  expect(result.args).toContain(path);
});

test('an index that promises other frames is replaced by what decodes', { timeout: TIMEOUT }, async () => {
  const { path, shows } = await clip('constant');
  const probe = await probeVideo(tools, path);
  const good = await buildFrameIndex(tools, path, probe);
  const late: FrameIndex = { ...good, pts: good.pts.map((pts, i) => (i === 30 ? pts + 1 : pts)) };
  const outputDir = join(folder, 'reindexed');
  const result = await extractFrames({ tools, input: path, outputDir, probe, index: late, ...everyFrame() });
  expect(result.index).toMatchObject({ source: 'frames', count: shows.length, damaged: false });
  expect(result.index.pts).toEqual(good.pts);
  expect(await painted(outputDir, result.files)).toEqual(shows);
  const wrong: FrameIndex = { ...result.index, count: 59, pts: good.pts.slice(0, 59) };
  const refused = extractFrames({
    tools,
    input: path,
    outputDir: `${outputDir}2`,
    probe,
    index: wrong,
    ...everyFrame(),
  });
  await expect(refused).rejects.toMatchObject({ code: 'media-unreadable' });
  expect(existsSync(`${outputDir}2`) || existsSync(`${outputDir}2.partial`)).toBe(false);
});

test.each(['constant', 'rotated', 'editList'] as const)(
  '%s: decoding finds the frames that the packets list',
  { timeout: TIMEOUT },
  async (name) => {
    const { path, shows } = await clip(name);
    const probe = await probeVideo(tools, path);
    const listed = await buildFrameIndex(tools, path, probe);
    const decoded = await buildFrameIndex(tools, path, probe, { decode: true });
    expect([listed.source, decoded.source]).toEqual(['packets', 'frames']);
    expect([decoded.pts, decoded.keys]).toEqual([listed.pts, listed.keys]);
    const outputDir = join(folder, `decoded ${name}`);
    const result = await extractFrames({
      tools,
      input: path,
      outputDir,
      probe,
      index: decoded,
      ...everyFrame(2),
    });
    const seen = await painted(outputDir, result.files, name === 'rotated');
    expect(seen).toEqual(shows.filter((_, position) => position % 2 === 0));
  },
);

const FOOTAGE = '/usr/share/doc/opencv-doc/examples/data/vtest.avi';
const footage = existsSync(FOOTAGE) ? [FOOTAGE] : [];
test.for([...footage, (await clip('constant')).path])(
  'every 50th of %s',
  { timeout: TIMEOUT },
  async (path) => {
    const { index, result } = await split(tools, path, 50);
    expect(index.count).toBe(await countFrames(tools, path));
    expect(result.files).toHaveLength(Math.ceil(index.count / 50));
  },
);
