/** How fast frames go the whole way, with the command line's demo in place of people. For information: there is no bar. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { type BenchReport, plainFigure } from './support/report.ts';

const demoSchema = z.object({ frames: z.number(), seconds: z.number(), failed: z.literal(0) });

export async function run(report: BenchReport): Promise<void> {
  const script = join(PROJECT_ROOT, 'main', 'cli', 'sluice.ts');
  const frames = report.quick ? 60 : 500;
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    'demo',
    '--json',
    '--frames',
    String(frames),
  ]);
  const demo = demoSchema.parse(JSON.parse(stdout));
  report.figure(plainFigure('demo', `${demo.frames} frames, all the way`, 's', demo.seconds));
  report.figure(plainFigure('demo', 'throughput', 'frames/s', demo.frames / demo.seconds));
}
