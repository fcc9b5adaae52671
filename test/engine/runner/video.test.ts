/** A real video through a real engine: import, split, frames in tasks; every n-th; cancelled and run again. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost, type Host } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { sampleClip } from '#test/support/clips/sample.ts';
import { clip, countFrames, installedTools, paintedNumber } from '#test/support/clips.ts';

let folder: string;
let host: Host;
let failures: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-video-'));
  failures = [];
  const ports = systemPorts({ logFile: null });
  host = createHost({ ports, configDir: join(folder, 'config'), packagedDir: null, version: '0' });
  host.subscribe((event) => {
    if (event.name === 'problem') failures.push(event.payload.error.message);
  });
  await call('workspaces.open', { path: workspace() });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const workspace = () => join(folder, 'workspace');

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return open(await host.call(name, input)) as CallOutput<N>;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const idle = () =>
  until(async () => {
    const { machineWork, ingestBusy } = await call('diagnostics.idle', {});
    return machineWork === 0 && !ingestBusy;
  });

async function framesOf(datasetId: CallInput<'items.list'>['datasetId']) {
  return (await call('items.list', { datasetId, limit: 1000 })).items;
}

test('a video with varying intervals becomes its frames, each with index, time and picture', async () => {
  const { path } = await clip('variable');
  const made = await call('projects.setUp', { name: 'P' });
  await call('items.import', { datasetId: made.datasets.inbox, paths: [path] });
  await idle();
  const frames = await framesOf(made.datasets.frames);
  expect(failures).toEqual([]);
  expect(frames).toHaveLength(await countFrames(await installedTools(), path));
  expect(frames.map((item) => item.frame?.index)).toEqual(frames.map((_, at) => at));
  const seconds = frames.map((item) => item.frame?.seconds ?? 0);
  expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  expect(new Set(seconds).size).toBe(frames.length);
  for (const item of frames.slice(0, 5)) {
    const file = await call('media.resolve', { itemId: item.id, variant: 'original' });
    expect(file.size).toBe(item.size);
    expect(await paintedNumber(file.path)).toBe((await clip('variable')).shows[item.frame?.index ?? -1]);
  }
});

test('every third frame keeps the index it has in the video', async () => {
  const { path } = await clip('variable');
  const made = await call('projects.setUp', { name: 'P', every: 3 });
  await call('items.import', { datasetId: made.datasets.inbox, paths: [path] });
  await idle();
  const indexes = (await framesOf(made.datasets.frames)).map((item) => item.frame?.index);
  expect(indexes.slice(0, 4)).toEqual([0, 3, 6, 9]);
});

test('a cancelled split leaves nothing, and can be run again', { timeout: 60_000 }, async () => {
  const long = { frames: 240, width: 1280, height: 720, fps: 24, seed: 1 };
  const path = await sampleClip(await installedTools(), long);
  const made = await call('projects.setUp', { name: 'P' });
  await call('items.import', { datasetId: made.datasets.inbox, paths: [path], mode: 'link' });
  const splitting = async () =>
    (await call('jobs.list', {})).find((job) => job.kind === 'split' && job.done > 0);
  await until(async () => (await splitting()) !== undefined);
  const job = await splitting();
  if (!job) throw new Error('the split runs');
  await call('jobs.cancel', { jobId: job.id });
  await idle();
  expect(await framesOf(made.datasets.frames)).toEqual([]);
  expect(readdirSync(join(workspace(), 'frames'))).toEqual([]);
  const { items } = await call('executions.list', { pipelineId: made.pipelineId, nodeId: 'frames' });
  expect(items).toMatchObject([{ state: 'terminated', error: 'Cancelled.' }]);
  const cycleStatus = async () =>
    (await call('cycles.list', { pipelineId: made.pipelineId })).items.map(({ status }) => status);
  expect(await cycleStatus()).toEqual(['terminated']);
  await call('executions.retry', { executionId: items[0]?.id ?? '' });
  await idle();
  expect(await framesOf(made.datasets.frames)).toHaveLength(240);
  expect(await cycleStatus()).toEqual(['in-progress']);
  expect(failures).toEqual([]);
});

test('a video whose file vanished fails with words, and nothing else stops', async () => {
  const { path } = await clip('variable');
  const made = await call('projects.setUp', { name: 'P' });
  await call('pipelines.pause', { pipelineId: made.pipelineId });
  const gone = join(folder, 'gone.mp4');
  copyFileSync(path, gone);
  await call('items.import', { datasetId: made.datasets.inbox, paths: [gone], mode: 'link' });
  await idle();
  rmSync(gone);
  await call('pipelines.install', { pipelineId: made.pipelineId });
  await until(async () => (await call('diagnostics.idle', {})).failed === 1);
  const { items } = await call('executions.list', { pipelineId: made.pipelineId, state: 'failed' });
  expect(items[0]?.error).toContain('gone.mp4');
  const { items: cycles } = await call('cycles.list', { pipelineId: made.pipelineId });
  expect(cycles[0]?.status).toBe('failed');
});
