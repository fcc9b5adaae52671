/** An extraction that is killed goes on where it was, and what comes out is the same to the byte. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SluiceError } from '#core/errors.ts';
import { extractFrames } from '#engine/media/extract.ts';
import type { ExtractOptions } from '#engine/media/extract-options.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import type { SampleClip } from '#engine/media/sample-clip.ts';
import { sampleClip } from '#test/support/clips/sample.ts';
import { installedTools } from '#test/support/clips.ts';
import { everyFrame } from '#test/support/extraction.ts';

const TIMEOUT = 120_000;
const FRAMES = 200;
const tools = await installedTools();
const child = new URL('../../support/extract-process.ts', import.meta.url).pathname;
const shape = { frames: FRAMES, fps: 20, seed: 5 };
/** So long that a kill comes while it is at work. */
const large = {
  jpeg: await indexed({ ...shape, frames: 2 * FRAMES, width: 1280, height: 720 }),
  png: await indexed({ ...shape, width: 1280, height: 720 }),
};
/** For what is interrupted at a frame, not at a time. */
const small = await indexed({ ...shape, width: 320, height: 180 });
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-resume-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function indexed(clip: SampleClip) {
  const input = await sampleClip(tools, clip);
  const probe = await probeVideo(tools, input);
  return { tools, input, probe, index: await buildFrameIndex(tools, input, probe), ...everyFrame() };
}

const prepared = (name: string, video = small): ExtractOptions => ({
  ...video,
  outputDir: join(folder, name),
});

async function hashes(outputDir: string): Promise<string[]> {
  const names = (await readdir(outputDir)).sort();
  const hash = async (name: string) =>
    `${name} ${createHash('sha256')
      .update(await readFile(join(outputDir, name)))
      .digest('hex')}`;
  return Promise.all(names.map(hash));
}

const shelf = (outputDir: string) => join(`${outputDir}.partial`, 'frames');
const shelved = async (outputDir: string) =>
  existsSync(shelf(outputDir)) ? (await readdir(shelf(outputDir))).sort() : [];

/** Begins it in another process and kills that at once when so many frames are there, or so long after it. */
async function begunAndKilled(
  outputDir: string,
  format: 'jpeg' | 'png',
  afterFrames: number,
  ms: number,
): Promise<void> {
  const begun = spawn(process.execPath, [child, large[format].input, outputDir, format], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(begun, 'exit');
  while (begun.exitCode === null && (await shelved(outputDir)).length < afterFrames) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await new Promise((resolve) => setTimeout(resolve, ms));
  begun.kill('SIGKILL');
  await ended;
}

test.each(['jpeg', 'png'] as const)(
  '%s: killed three times, the files are those of an undisturbed run, and none is made twice',
  { timeout: TIMEOUT },
  async (format) => {
    const killed = { ...prepared('killed', large[format]), ...everyFrame(1, format) };
    for (const [frames, ms] of [
      [1, 5],
      [30, 70],
      [70, 130],
    ] as const) {
      await begunAndKilled(killed.outputDir, format, frames, ms);
    }
    const before = await shelved(killed.outputDir);
    expect(before.length).toBeGreaterThanOrEqual(70);
    expect(before.length).toBeLessThan(large[format].index.count);
    const inodes = new Map(before.map((name) => [name, statSync(join(shelf(killed.outputDir), name)).ino]));
    const reports: number[] = [];
    const result = await extractFrames({ ...killed, onProgress: ({ done }) => reports.push(done) });
    expect(result.kept).toBeGreaterThanOrEqual(before.length);
    expect(reports[0]).toBe(result.kept);
    // It jumped there: what was done is not even decoded from the beginning on.
    expect(result.args).toContain('-ss');
    for (const [name, inode] of inodes) expect(statSync(join(killed.outputDir, name)).ino).toBe(inode);
    const calm = { ...prepared('calm', large[format]), ...everyFrame(1, format) };
    expect((await extractFrames(calm)).kept).toBe(0);
    expect(await hashes(killed.outputDir)).toEqual(await hashes(calm.outputDir));
    expect(existsSync(`${killed.outputDir}.partial`)).toBe(false);
  },
);

/** Ends it when so many frames are written, as a full disk would. */
async function interrupted(options: ExtractOptions, left: number): Promise<void> {
  const mayGoOn = (now: number) => {
    if (now < left) throw new SluiceError('disk-full', 'no room');
  };
  const ended = extractFrames({ ...options, mayGoOn, keepAfter: () => true });
  await expect(ended).rejects.toMatchObject({ code: 'disk-full' });
}

test('what is not whole, is not wanted or has another name is made again', { timeout: TIMEOUT }, async () => {
  const options = prepared('frames');
  await interrupted(options, 150);
  const there = await shelved(options.outputDir);
  expect(there.length).toBeGreaterThan(10);
  const path = (name: string) => join(shelf(options.outputDir), name);
  const bytes = await readFile(path('00000003.jpg'));
  await writeFile(path('00000003.jpg'), bytes.subarray(0, bytes.length - 10));
  await writeFile(path('00000004.jpg'), '');
  await writeFile(path('99999999.jpg'), bytes);
  await writeFile(path('notes.txt'), 'mine');
  const { kept } = await extractFrames(options);
  expect(kept).toBeGreaterThanOrEqual(there.length - 2);
  const calm = prepared('calm');
  await extractFrames(calm);
  expect(await hashes(options.outputDir)).toEqual(await hashes(calm.outputDir));
});

test('a video whose times cannot be trusted goes on by counting', { timeout: TIMEOUT }, async () => {
  const options = prepared('frames');
  const index = await buildFrameIndex(tools, options.input, options.probe, { decode: true });
  expect(index.source).toBe('frames');
  await interrupted({ ...options, index }, 170);
  const there = await shelved(options.outputDir);
  const result = await extractFrames({ ...options, index });
  expect(result.kept).toBe(there.length);
  // Without a time to jump to, it decodes from the beginning and writes what is missing.
  expect(result.args).not.toContain('-ss');
  const calm = prepared('calm');
  await extractFrames(calm);
  expect(await hashes(options.outputDir)).toEqual(await hashes(calm.outputDir));
});

test('leftovers of another file, way or version are not gone on with', { timeout: TIMEOUT }, async () => {
  const options = prepared('frames');
  const { ffmpeg } = tools;
  const newer = { ...tools, ffmpeg: { ...ffmpeg, version: { ...ffmpeg.version, text: '99' } } };
  const others: ExtractOptions[] = [
    { ...options, fingerprint: 'another file' },
    { ...options, ...everyFrame(2) },
    { ...options, picture: { format: 'jpeg', quality: 9, size: null } },
    { ...options, tools: newer },
  ];
  for (const other of others) {
    await interrupted(options, 185);
    expect((await shelved(options.outputDir)).length).toBeGreaterThan(0);
    expect((await extractFrames(other)).kept).toBe(0);
    await rm(options.outputDir, { recursive: true });
  }
});

test('without a wish to go on nothing is left', { timeout: TIMEOUT }, async () => {
  const options = prepared('frames');
  const mayGoOn = (left: number) => {
    if (left < FRAMES) throw new SluiceError('disk-full', 'no room');
  };
  await expect(extractFrames({ ...options, mayGoOn })).rejects.toMatchObject({ code: 'disk-full' });
  expect(await readdir(folder)).toEqual([]);
});
