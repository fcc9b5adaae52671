/** Ten thousand pictures that appear in a watched folder, beside a bare loop over the same ones, in turns; medians. */
import { USUAL_TIMING } from '#engine/ingest/timing.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';
import { picturesFolder } from './pictures.ts';
import { ratioFigure, runBare, runEngine } from './scan.ts';

const BENCH = 'ingest';
const BURST = 10_000;

/**
 * Both have ninety thousand others already. A folder that is moved in has files that were whole long ago, so they are taken at once. A file that is written has to
 * be quiet for a while before it counts as whole: that while is no work, and is told apart.
 */
export async function burst(report: BenchReport): Promise<void> {
  const known = await picturesFolder(report.quick ? 1000 : 90_000);
  const later = await picturesFolder(BURST);
  const bare: number[] = [];
  const moved: number[] = [];
  const written: number[] = [];
  const turns: number[] = [];
  for (let round = 0; round < (report.quick ? 1 : 3); round += 1) {
    bare.push(await runBare(later, known));
    const result = await runEngine(known, later);
    moved.push(result.movedSeconds ?? Number.NaN);
    written.push((result.writtenSeconds ?? Number.NaN) - USUAL_TIMING.stableMs / 1000);
    turns.push(result.longestTurn);
  }
  const files = BURST.toLocaleString('en');
  report.figure(ratioFigure(`${files} pictures moved into a watched folder`, 'seconds', moved, bare));
  const quiet = `without the ${USUAL_TIMING.stableMs} ms that a file must be quiet; counted from when the last is written`;
  report.figure(ratioFigure(`${files} pictures written into it one by one`, 'seconds', written, bare, quiet));
  report.figure(plainFigure(BENCH, 'longest turn of the engine in a burst', 'ms', percentile(turns, 0.5)));
}
