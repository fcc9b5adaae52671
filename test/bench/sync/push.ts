/** Changes made offline, beside a bare client that posts the same parcels to a hub of the same size. */
import { join } from 'node:path';
import { withServer } from '../api/server.ts';
import { runChild } from '../runner/child.ts';
import { withFolder } from '../runner/contest.ts';
import { type BenchReport, leastFigure, percentile } from '../support/report.ts';
import { bareResultSchema, stationResultSchema } from './messages.ts';

const ITEMS = 2000;
const PER_ITEM = 5;
const ROUNDS = 3;
const BAR = 0.7;

export async function push(report: BenchReport): Promise<void> {
  const items = report.quick ? 200 : ITEMS;
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < (report.quick ? 1 : ROUNDS); round += 1) {
    ours.push(await station(items));
    bare.push(await client(items));
  }
  const changes = items * PER_ITEM;
  report.figure(
    leastFigure({
      ...{ bench: 'sync', metric: `${changes.toLocaleString('en')} queued annotations to a hub`, unit: '/s' },
      ours: changes / percentile(ours, 0.5),
      anchor: changes / percentile(bare, 0.5),
      bar: BAR,
      note: 'beside a bare client posting the same parcels',
    }),
  );
}

/** Seconds. */
async function station(items: number): Promise<number> {
  return await withServer(items, async ({ address, token, datasetId }) =>
    withFolder(async (folder) => {
      const input = { folder: join(folder, 'workspace'), address, token, datasetId, perItem: PER_ITEM };
      return (await runChild('station', input, stationResultSchema, import.meta.dirname)).pushSeconds;
    }),
  );
}

async function client(items: number): Promise<number> {
  return await withServer(items, async ({ address, token, datasetId }) => {
    const input = { address, token, datasetId, perItem: PER_ITEM };
    return (await runChild('bare', input, bareResultSchema, import.meta.dirname)).seconds;
  });
}
