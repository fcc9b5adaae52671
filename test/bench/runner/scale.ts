/** Whether the runner stays as quick as it was when a million items are done, and answers in time. */
import { type BenchReport, leastFigure, missingFigure, percentile, plainFigure } from '../support/report.ts';
import { runChild } from './child.ts';
import { withFolder } from './contest.ts';
import { scaledSchema } from './messages.ts';

const BENCH = 'runner';
const BARS = { throughput: 0.9, answer: 5 } as const;

export async function scale(report: BenchReport): Promise<void> {
  const size = report.quick
    ? { few: 1000, many: 100_000, chunk: 2000, rounds: 3, waiting: 2000, asks: 200 }
    : { few: 1000, many: 1_000_000, chunk: 10_000, rounds: 3, waiting: 20_000, asks: 200 };
  const scaled = await withFolder((folder) => runChild('scale', { ...size, folder }, scaledSchema));
  const many = size.many.toLocaleString('en');
  report.figure(
    leastFigure({
      bench: BENCH,
      metric: `throughput at ${many} items done beside that at ${size.few.toLocaleString('en')}`,
      unit: 'items/s',
      ours: percentile(scaled.atMany, 0.5),
      anchor: percentile(scaled.atFew, 0.5),
      bar: BARS.throughput,
    }),
  );
  report.figure(plainFigure(BENCH, `engine's memory at ${many} items done`, 'MB', scaled.megabytes));
  for (const { metric, milliseconds } of scaled.answers) {
    const name = `${metric} at ${many} cycles, 95th percentile`;
    report.figure(
      milliseconds
        ? plainFigure(BENCH, name, 'ms', percentile(milliseconds, 0.95), BARS.answer)
        : missingFigure(BENCH, name, 'ms', 'There is no such call.'),
    );
  }
}
