/** Memory of the engine's process while one list becomes very many executions. */
import { type BenchReport, plainFigure } from '../support/report.ts';
import { runChild } from './child.ts';
import { withFolder } from './contest.ts';
import { fannedOutSchema } from './messages.ts';

const BENCH = 'runner';
/** Megabytes. */
const BAR = 300;

export async function memory(report: BenchReport): Promise<void> {
  const items = report.quick ? 20_000 : 200_000;
  const run = (folder: string) => runChild('memory', { items, folder }, fannedOutSchema);
  const { megabytes, seconds } = await withFolder(run);
  const what = `a list of ${items.toLocaleString('en')} fans out`;
  report.figure(plainFigure(BENCH, `most memory while ${what}`, 'MB', megabytes, BAR));
  report.figure(plainFigure(BENCH, `throughput while ${what}`, 'items/s', items / seconds));
}
