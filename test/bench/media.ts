/**
 * Frame extraction beside the plain ffmpeg command that writes the same files: interleaved rounds, medians.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { makeSampleClip } from '#engine/media/sample-clip.ts';
import { ffmpegFlags } from '#engine/media/tool-version.ts';
import type { MediaTools } from '#engine/media/tools.ts';
import { findMediaTools } from '#engine/media/tools.ts';
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

const BAR = 1.15;

/** Measures extraction of a generated clip and, where Debian's opencv-doc is installed, of real footage. */
export async function run(report: BenchReport): Promise<void> {
  const tools = await findMediaTools({ settings: {}, env: process.env });
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-media-'));
  try {
    const clip = join(folder, 'clip.mp4');
    const size = { width: 1280, height: 720, fps: 25, seed: 1 };
    await makeSampleClip(tools, clip, { frames: report.quick ? 150 : 300, ...size });
    const footage = '/usr/share/doc/opencv-doc/examples/data/vtest.avi';
    const inputs = existsSync(footage) && !report.quick ? [clip, footage] : [clip];
    for (const input of inputs) {
      const metric = `split ${input === clip ? '1280x720 H.264' : 'vtest.avi'}, every frame`;
      report.figure(await compare(tools, input, folder, metric, report.quick ? 3 : 5));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  tools: MediaTools,
  input: string,
  folder: string,
  metric: string,
  rounds: number,
): Promise<Figure> {
  const probe = await probeVideo(tools, input);
  const index = await buildFrameIndex(tools, input, probe);
  const [ours, plain] = [join(folder, 'ours'), join(folder, 'plain')];
  const seconds = { ours: [] as number[], plain: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    await rm(ours, { recursive: true, force: true });
    await rm(plain, { recursive: true, force: true });
    const contest = [
      async () => {
        const options = { tools, input, outputDir: ours, probe, index, ...everyFrame() };
        seconds.ours.push(await timed(() => extractFrames(options)));
      },
      async () => {
        await mkdir(plain);
        seconds.plain.push(await timed(() => plainFfmpeg(tools, input, plain)));
      },
    ];
    // The second of a pair may find warmer caches or a busier disk: take turns.
    for (const contestant of round % 2 === 0 ? contest : contest.reverse()) await contestant();
  }
  const files = { ours: (await readdir(ours)).length, plain: (await readdir(plain)).length };
  const ratio = median(seconds.ours) / median(seconds.plain);
  return {
    bench: 'media',
    metric,
    unit: 'seconds',
    ours: median(seconds.ours),
    anchor: median(seconds.plain),
    ratio,
    bar: BAR,
    ok: ratio <= BAR && files.ours === files.plain,
  };
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
