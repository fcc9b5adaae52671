/** The first scan of a large folder beside a bare loop over its files, in turns; medians. */
import type { z } from 'zod';
import { runChild } from '../runner/child.ts';
import { withFolder } from '../runner/contest.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';
import { bareResultSchema, engineResultSchema } from './messages.ts';
import { picturesFolder } from './pictures.ts';

const BENCH = 'ingest';
/** Megabytes of the engine's process. */
const MEMORY_BAR = 400;
const RATIO_BAR = 1.5;

export async function scan(report: BenchReport): Promise<void> {
  const count = report.quick ? 10_000 : 100_000;
  const pictures = await picturesFolder(count);
  const bare: number[] = [];
  const ours: z.infer<typeof engineResultSchema>[] = [];
  for (let round = 0; round < (report.quick ? 1 : 3); round += 1) {
    bare.push(await runBare(pictures, null));
    ours.push(await runEngine(pictures, null));
  }
  const what = `scan, hash and insert ${count.toLocaleString('en')} pictures of 17 KB`;
  const seconds = ours.map((result) => result.scanSeconds);
  report.figure(ratioFigure(what, 'seconds', seconds, bare));
  const megabytes = Math.max(...ours.map((result) => result.megabytes));
  report.figure(plainFigure(BENCH, `most memory while: ${what}`, 'MB', megabytes, MEMORY_BAR));
  const longest = Math.max(...ours.map((result) => result.longestTurn));
  report.figure(plainFigure(BENCH, 'longest turn of the engine meanwhile', 'ms', longest));
  const usual = Math.max(...ours.map((result) => result.usualTurn));
  report.figure(plainFigure(BENCH, 'turn of the engine meanwhile, 99th percentile', 'ms', usual));
}

/** Medians; ok when ours takes at most one and a half times as long. */
export function ratioFigure(
  metric: string,
  unit: string,
  ours: readonly number[],
  bare: readonly number[],
  note = '',
) {
  const [own, anchor] = [percentile(ours, 0.5), percentile(bare, 0.5)];
  const ratio = own / anchor;
  return {
    bench: BENCH,
    metric,
    unit,
    ours: own,
    anchor,
    ratio,
    bar: RATIO_BAR,
    ok: ratio <= RATIO_BAR,
    note,
  };
}

/** Seconds of the bare loop over the pictures, beside those that it has before. */
export async function runBare(pictures: string, known: string | null): Promise<number> {
  return await withFolder(async (folder) => {
    const input = { pictures, known, folder };
    const { seconds } = await runChild('bare', input, bareResultSchema, import.meta.dirname);
    return seconds;
  });
}

export async function runEngine(pictures: string, later: string | null) {
  return await withFolder((folder) =>
    runChild('engine', { pictures, folder, later }, engineResultSchema, import.meta.dirname),
  );
}
