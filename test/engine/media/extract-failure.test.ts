import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import type { ExtractProgress } from '#engine/media/progress.ts';
import { runFfmpeg } from '#engine/media/run-ffmpeg.ts';
import { runTool } from '#engine/media/run-tool.ts';
import { toolError, writeError } from '#engine/media/tool-errors.ts';
import { sampleClip } from '#test/support/clips/sample.ts';
import { clip, installedTools, makePipe } from '#test/support/clips.ts';
import { everyFrame } from '#test/support/extraction.ts';

const TIMEOUT = 60_000;
const tools = await installedTools();
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-failure-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function prepared(input: string) {
  const probe = await probeVideo(tools, input);
  const index = await buildFrameIndex(tools, input, probe);
  return { tools, input, outputDir: join(folder, 'frames'), probe, index, ...everyFrame() };
}

test('cancelling in the middle kills ffmpeg and leaves nothing', { timeout: TIMEOUT }, async () => {
  const input = await sampleClip(tools, { frames: 150, width: 1280, height: 720, fps: 25, seed: 3 });
  const options = await prepared(input);
  const cancel = new AbortController();
  const reports: ExtractProgress[] = [];
  const onProgress = (progress: ExtractProgress) => {
    reports.push(progress);
    cancel.abort();
  };
  const extraction = extractFrames({ ...options, signal: cancel.signal, onProgress });
  await expect(extraction).rejects.toMatchObject({ code: 'aborted' });
  expect(reports[0]).toMatchObject({ total: 150 });
  expect(await readdir(folder)).toEqual([]);
});

test('one that is cancelled before it starts makes nothing', async () => {
  const options = await prepared((await clip('constant')).path);
  await expect(extractFrames({ ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'aborted',
  });
  expect(await readdir(folder)).toEqual([]);
});

test('the last report is complete', async () => {
  const reports: ExtractProgress[] = [];
  const options = await prepared((await clip('constant')).path);
  await extractFrames({ ...options, ...everyFrame(2), onProgress: (progress) => reports.push(progress) });
  expect(reports.at(-1)).toMatchObject({ done: 30, total: 30 });
});

test('a file that goes away, and frames that the video has not, have their own errors', async () => {
  const options = await prepared((await clip('constant')).path);
  const gone = extractFrames({ ...options, input: join(folder, 'gone.mp4') });
  await expect(gone).rejects.toMatchObject({ code: 'not-found' });
  for (const frames of [[], [1.5], [3, 2], [2, 2], [60]]) {
    const refused = extractFrames({ ...options, choose: () => frames });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-input' });
  }
  expect(existsSync(`${options.outputDir}.partial`)).toBe(false);
});

test('a video that is replaced by another after indexing is refused', { timeout: TIMEOUT }, async () => {
  const options = await prepared((await clip('cutShort')).path);
  const other = extractFrames({ ...options, input: (await clip('webm')).path });
  await expect(other).rejects.toMatchObject({ code: 'media-unreadable' });
  expect(await readdir(folder)).toEqual([]);
});

test('programs that hang are stopped', { timeout: TIMEOUT }, async () => {
  const pipe = join(folder, 'pipe.mp4');
  await makePipe(pipe);
  const hang = { cwd: folder, what: 'reading a pipe', stallMs: 200 };
  const ffmpeg = runFfmpeg({
    ...hang,
    tool: tools.ffmpeg,
    args: ['-nostdin', '-i', pipe, '-f', 'null', '-'],
  });
  await expect(ffmpeg).rejects.toMatchObject({
    code: 'tool-failed',
    message: expect.stringMatching(/no sign of life/),
  });
  const ffprobe = runTool({ path: tools.ffprobe.path, args: ['-i', pipe], stallMs: 200 });
  await expect(ffprobe).rejects.toMatchObject({ code: 'tool-failed' });
});

test('a full disk is called that', async () => {
  const { path } = await clip('constant');
  // The device that is always full gives ffmpeg's own words for it.
  const args = ['-v', 'error', '-nostdin', '-y', '-i', path, '-f', 'mjpeg', '/dev/full'];
  const { stderr } = await runFfmpeg({ tool: tools.ffmpeg, args, cwd: folder, what: 'filling a disk' });
  expect(toolError('ffmpeg', path, stderr)).toMatchObject({ code: 'disk-full' });
});

test('a folder that cannot be made is an error with its name', async () => {
  const options = await prepared((await clip('constant')).path);
  await writeFile(join(folder, 'file'), '');
  const blocked = extractFrames({ ...options, outputDir: join(folder, 'file', 'frames') });
  await expect(blocked).rejects.toMatchObject({ code: 'io', message: expect.stringMatching(/"frames"/) });
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(writeError('/a/b.jpg', full)).toMatchObject({ code: 'disk-full' });
  expect(writeError('/a/b.jpg', 'anything else')).toBe('anything else');
});

test('a program that is gone is an error, not a crash', async () => {
  const gone = { ...tools.ffmpeg, path: join(folder, 'ffmpeg') };
  const run = runFfmpeg({ tool: gone, args: ['-version'], cwd: folder, what: 'asking' });
  await expect(run).rejects.toMatchObject({ code: 'tool-missing' });
  await expect(runTool({ path: gone.path, args: [] })).rejects.toMatchObject({ code: 'tool-missing' });
});

test('what a program says last is in the error when nothing else is known', () => {
  expect(toolError('ffmpeg', '/a/b.mp4', ['first', 'Something odd'])).toMatchObject({
    code: 'tool-failed',
    message: 'ffmpeg failed on "b.mp4": Something odd',
  });
  expect(toolError('ffmpeg', '/a/b.mp4', []).message).toMatch(/no reason/);
});
