/** A backup of a large workspace while it serves: how long the others wait for their answers. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Served, withServer } from '../api/server.ts';
import { withFolder } from '../runner/contest.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';

const ITEMS = 100_000;
/** A person notices a tenth of a second. */
const LONGEST_MS = 100;
const PAUSE_MS = 2;

export async function backup(report: BenchReport): Promise<void> {
  const items = report.quick ? 5000 : ITEMS;
  const what = `backup of ${items.toLocaleString('en')} items while serving`;
  await withServer(items, (server) =>
    withFolder(async (folder) => {
      // What is prepared when it is asked for first is no part of it.
      await answer(server);
      const started = performance.now();
      const waits = await waitsDuring(server, () => backUp(server, join(folder, 'backup')));
      report.figure(plainFigure('sync', what, 's', (performance.now() - started) / 1000));
      report.figure(
        plainFigure('sync', `${what}: longest answer to others`, 'ms', Math.max(...waits), LONGEST_MS),
      );
      report.figure(plainFigure('sync', `${what}: 99th percentile`, 'ms', percentile(waits, 0.99)));
    }),
  );
}

async function backUp({ address, token }: Served, path: string): Promise<void> {
  const response = await fetch(`${address}/call/workspaces.backup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ path }),
  });
  if (!response.ok) throw new Error(`The backup failed: ${await response.text()}`);
}

/** Milliseconds of each answer while the work goes on. */
async function waitsDuring(server: Served, work: () => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  const ending = new AbortController();
  const working = work().finally(() => ending.abort());
  while (!ending.signal.aborted) {
    waits.push(await answer(server));
    await setTimeout(PAUSE_MS);
  }
  await working;
  return waits;
}

async function answer(server: Served): Promise<number> {
  const started = performance.now();
  await (await server.send('/users/me')).arrayBuffer();
  return performance.now() - started;
}
