/** Brings everything to its end: what failed or was ended runs again, people go on until nothing waits for them. */
import { setTimeout as delay } from 'node:timers/promises';
import { makeWay } from './manager.ts';
import { rerun } from './reruns.ts';
import type { RunState } from './run-state.ts';

/** So long no further cycle may end before it counts as standing still. */
const STILL_MS = 60_000;

/** Resolves at the end, or when something is wrong; standing still is. */
export async function finish(run: RunState, items: number): Promise<void> {
  const { client, ground, book } = run;
  const { pipelineId } = ground;
  await makeWay(run);
  let most = -1;
  let moved = performance.now();
  while (book.wrongs.length === 0) {
    const { cycles } = await client.ask('pipelines.counts', { pipelineId });
    const idle = await client.ask('diagnostics.idle', {});
    if (cycles.success === items && cycles.inProgress + cycles.failed + cycles.terminated === 0) {
      if (idle.machineWork + idle.waitingForPeople === 0 && !idle.ingestBusy) return;
    }
    if (cycles.failed > 0) await again(run, 'failed', 'startFromFailedExecutions');
    if (cycles.terminated > 0) await again(run, 'terminated', 'startFromBeginning');
    if (cycles.success > most) moved = performance.now();
    most = Math.max(most, cycles.success);
    if (performance.now() - moved > STILL_MS) {
      book.accuse(`nothing comes to its end any more: ${JSON.stringify({ cycles, idle })}`);
    }
    await delay(100);
  }
}

async function again(
  run: RunState,
  status: 'failed' | 'terminated',
  method: 'startFromFailedExecutions' | 'startFromBeginning',
): Promise<void> {
  const { pipelineId } = run.ground;
  const { items } = await run.client.ask('cycles.list', { pipelineId, status, limit: 1000 });
  if (items.length > 0) await rerun(run, { method, cycleIds: items.map(({ id }) => id) });
}
