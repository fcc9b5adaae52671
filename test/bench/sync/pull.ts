/** The first pull of a large dataset: items with their metadata; files come when somebody looks. */
import { join } from 'node:path';
import { withServer } from '../api/server.ts';
import { runChild } from '../runner/child.ts';
import { withFolder } from '../runner/contest.ts';
import { type BenchReport, plainFigure } from '../support/report.ts';
import { stationResultSchema } from './messages.ts';

const ITEMS = 100_000;
const SECONDS = 60;
const MEGABYTES = 400;

export async function pull(report: BenchReport): Promise<void> {
  const count = report.quick ? 5000 : ITEMS;
  const result = await withServer(count, async ({ address, token, datasetId }) =>
    withFolder(async (folder) => {
      const input = { folder: join(folder, 'workspace'), address, token, datasetId, perItem: 0 };
      return await runChild('station', input, stationResultSchema, import.meta.dirname);
    }),
  );
  if (result.items !== count) throw new Error(`${result.items} of ${count} items have come.`);
  const what = `first pull of ${count.toLocaleString('en')} items`;
  report.figure(plainFigure('sync', what, 's', result.pullSeconds, SECONDS));
  report.figure(
    plainFigure('sync', `${what}: most memory of the workstation`, 'MB', result.memory, MEGABYTES),
  );
}
