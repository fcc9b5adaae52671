/**
 * Frame extraction beside the plain ffmpeg command that writes the same files: interleaved rounds, medians.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { makeSampleClip } from '#engine/media/sample-clip.ts';
import { ffmpegFlags } from '#engine/media/tool-version.ts';
import type { MediaTools } from '#engine/media/tools.ts';
import { findMediaTools } from '#engine/media/tools.ts';
import { systemPorts } from '#engine/ports.ts';
import { everyFrame } from '#test/support/extraction.ts';

export type Figure = {
  readonly bench: string;
  readonly metric: string;
  readonly unit: string;
  /** Median over the rounds. */
  readonly ours: number;
  readonly anchor: number;
  readonly ratio: number;
  /** The largest ratio that is good enough. */
  readonly bar: number;
  readonly ok: boolean;
};

export type BenchReport = { figure(figure: Figure): void; readonly quick: boolean };

/** Writing the frames; and the same with an item and a thumbnail of each. */
const BAR = 1.1;
const READY_BAR = 1.5;

type Footage = {
  readonly tools: MediaTools;
  readonly input: string;
  readonly folder: string;
  readonly rounds: number;
};

/** Measures extraction of a generated 1080p clip and, where Debian's opencv-doc is installed, of real footage. */
export async function run(report: BenchReport): Promise<void> {
  const tools = await findMediaTools({ settings: {}, env: process.env });
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-media-'));
  const rounds = report.quick ? 3 : 5;
  try {
    const clip = join(folder, 'clip.mp4');
    const frames = report.quick ? 150 : 300;
    await makeSampleClip(tools, clip, { frames, width: 1920, height: 1080, fps: 30, seed: 1 });
    const footage = '/usr/share/doc/opencv-doc/examples/data/vtest.avi';
    const inputs = existsSync(footage) && !report.quick ? [clip, footage] : [clip];
    for (const input of inputs) {
      const metric = `split ${input === clip ? '1080p H.264' : 'vtest.avi'}, every frame`;
      report.figure(await compare({ tools, input, folder, rounds }, metric));
    }
    report.figure(await compareReady({ tools, input: clip, folder, rounds }, frames));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(footage: Footage, metric: string): Promise<Figure> {
  const { tools, input, folder } = footage;
  const probe = await probeVideo(tools, input);
  const index = await buildFrameIndex(tools, input, probe);
  const [ours, plain] = [join(folder, 'ours'), join(folder, 'plain')];
  const seconds = await inTurns(footage, plain, async () => {
    await rm(ours, { recursive: true, force: true });
    const options = { tools, input, outputDir: ours, probe, index, ...everyFrame() };
    return timed(() => extractFrames(options));
  });
  const files = { ours: (await readdir(ours)).length, plain: (await readdir(plain)).length };
  return figure(metric, seconds, BAR, files.ours === files.plain);
}

/**
 * From the moment that the pipeline may begin until each frame is an item, and its thumbnail is there to be shown: a real
 * engine with a workspace of its own each time.
 */
async function compareReady(footage: Footage, frames: number): Promise<Figure> {
  const { input, folder } = footage;
  let counted = true;
  const seconds = await inTurns(footage, join(folder, 'plain'), async () => {
    const workspace = await mkdtemp(join(folder, 'workspace-'));
    const ports = systemPorts({ logFile: null });
    const host = createHost({ ports, configDir: join(workspace, 'config'), packagedDir: null, version: '0' });
    const call = async <N extends CallName>(name: N, given: CallInput<N>) =>
      open(await host.call(name, given)) as CallOutput<N>;
    const idle = async () => {
      for (;;) {
        const { machineWork, ingestBusy } = await call('diagnostics.idle', {});
        if (machineWork === 0 && !ingestBusy) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    try {
      await call('workspaces.open', { path: join(workspace, 'w') });
      const { datasets, pipelineId } = await call('projects.setUp', { name: 'Bench' });
      await call('pipelines.pause', { pipelineId });
      await call('items.import', { datasetId: datasets.inbox, paths: [input], mode: 'link' });
      await idle();
      return await timed(async () => {
        await call('pipelines.install', { pipelineId });
        await idle();
        const { items } = await call('items.list', { datasetId: datasets.frames, limit: 1000 });
        counted &&= items.length === frames;
        await Promise.all(items.map(({ id }) => call('media.resolve', { itemId: id, variant: 'thumb' })));
      });
    } finally {
      await host.close();
      await rm(workspace, { recursive: true, force: true });
    }
  });
  return figure('split 1080p H.264: frames are items, thumbnails are ready', seconds, READY_BAR, counted);
}

/** Runs ours and plain ffmpeg one after the other; the second of a pair may find warmer caches or a busier disk. */
async function inTurns({ tools, input, rounds }: Footage, plain: string, ours: () => Promise<number>) {
  const seconds = { ours: [] as number[], plain: [] as number[] };
  const contest = [
    async () => {
      seconds.ours.push(await ours());
    },
    async () => {
      await rm(plain, { recursive: true, force: true });
      await mkdir(plain);
      seconds.plain.push(await timed(() => plainFfmpeg(tools, input, plain)));
    },
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of round % 2 === 0 ? contest : contest.toReversed()) await contestant();
  }
  return seconds;
}

function figure(
  metric: string,
  seconds: { readonly ours: readonly number[]; readonly plain: readonly number[] },
  bar: number,
  whole: boolean,
): Figure {
  const [ours, anchor] = [median(seconds.ours), median(seconds.plain)];
  const ratio = ours / anchor;
  return { bench: 'media', metric, unit: 'seconds', ours, anchor, ratio, bar, ok: ratio <= bar && whole };
}

async function plainFfmpeg(tools: MediaTools, input: string, folder: string): Promise<void> {
  const output = [...ffmpegFlags(tools.ffmpeg.version).passthrough, '-q:v', '2', '-start_number', '0'];
  const args = ['-nostdin', '-v', 'error', '-i', input, ...output, join(folder, '%08d.jpg')];
  const child = spawn(tools.ffmpeg.path, args, { stdio: 'ignore' });
  await once(child, 'close');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
