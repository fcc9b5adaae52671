/** Who runs the pipeline: pauses it, runs cycles again, retries what failed, ends cycles, breaks the snippet. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallOutput } from '#contract/index.ts';
import type { CycleId } from '#core/model/ids.ts';
import { createDice, type Dice } from './dice.ts';
import { AGAIN_FROM, FAULT } from './graph.ts';
import { rerun } from './reruns.ts';
import { keepGoing, type RunState } from './run-state.ts';

type Cycle = CallOutput<'cycles.list'>['items'][number];
type Manager = { readonly run: RunState; readonly dice: Dice; readonly cycles: Map<CycleId, Cycle> };

/** Cycles that run again at once. */
const MOST = 5;
/** Milliseconds between two of its deeds, at most. */
const REST = 300;

/** Works until everybody is to come to an end. */
export async function manage(run: RunState): Promise<void> {
  const manager: Manager = { run, dice: createDice(`${run.seed} manager`), cycles: new Map() };
  const deeds = [
    pauseForAWhile,
    againFromBeginning,
    againFromBeginning,
    againFromNodes,
    againFromNodes,
    againFromNodes,
    againWhatFailed,
    retryOne,
    retryOne,
    terminateOne,
    breakForAWhile,
  ];
  await keepGoing({ ...run, over: () => run.calm() || run.over() }, async () => {
    await delay(manager.dice.below(REST));
    await manager.dice.pick(deeds)?.(manager);
    return true;
  });
}

/** Lets everything run that can. */
export async function makeWay({ client, ground: { pipelineId } }: RunState): Promise<void> {
  await client.insist('pipelines.update', { pipelineId, variables: { [FAULT]: false } });
  await client.insist('pipelines.install', { pipelineId });
}

async function pauseForAWhile({ run, dice }: Manager): Promise<void> {
  const { client, ground } = run;
  const { pipelineId } = ground;
  const paused = async () => (await client.ask('pipelines.get', { pipelineId })).status === 'Uninstalled';
  while ((await client.change('pipelines.pause', { pipelineId })).kind === 'lost' && !(await paused()));
  run.book.count('pauses');
  await delay(dice.below(400));
  await client.insist('pipelines.install', { pipelineId, resumeOption: 'resumeExistingCycles' });
}

async function breakForAWhile({ run, dice }: Manager): Promise<void> {
  const { client, ground } = run;
  const set = (value: boolean) =>
    client.insist('pipelines.update', { pipelineId: ground.pipelineId, variables: { [FAULT]: value } });
  await set(true);
  run.book.count('times of faults');
  await delay(dice.below(300));
  await set(false);
}

/** A few cycles of any age and state whose items nobody has in hand. */
async function someCycles({ run, dice, cycles }: Manager, most: number): Promise<Cycle[]> {
  const { pipelineId } = run.ground;
  const latest = await run.client.ask('cycles.list', { pipelineId, limit: 200 });
  for (const cycle of latest.items) cycles.set(cycle.id, cycle);
  const all = [...cycles.values()];
  const chosen = Array.from({ length: 1 + dice.below(most) }, () => dice.pick(all));
  return [...new Set(chosen)].flatMap((one) => (one ? [one] : []));
}

async function withCycles(manager: Manager, work: (ids: readonly CycleId[]) => Promise<void>): Promise<void> {
  const chosen = await someCycles(manager, MOST);
  if (chosen.length === 0) return;
  const items = chosen.flatMap(({ itemId }) => itemId ?? []);
  await manager.run.holds.whileHolding(items, () => work(chosen.map(({ id }) => id)));
}

async function againFromBeginning(manager: Manager): Promise<void> {
  await withCycles(manager, (cycleIds) => rerun(manager.run, { method: 'startFromBeginning', cycleIds }));
}

async function againFromNodes(manager: Manager): Promise<void> {
  const { run, dice } = manager;
  const nodes = [dice.pick(AGAIN_FROM), ...(dice.chance(0.2) ? ['label'] : [])];
  const startNodeIds = [...new Set(nodes)].flatMap((one) => one ?? []);
  await withCycles(manager, async (ids) => {
    const cycles = await Promise.all(ids.map((cycleId) => run.client.ask('cycles.get', { cycleId })));
    // Of what was ended, the named nodes alone would run again: such cycles run from the beginning, in the end.
    const cycleIds = cycles.filter(({ status }) => status !== 'terminated').map(({ id }) => id);
    if (cycleIds.length > 0) await rerun(run, { method: 'startFromNodes', startNodeIds, cycleIds });
  });
}

async function againWhatFailed({ run }: Manager): Promise<void> {
  const { pipelineId } = run.ground;
  const failed = await run.client.ask('cycles.list', { pipelineId, status: 'failed', limit: 20 });
  if (failed.items.length === 0) return;
  const cycleIds = failed.items.map(({ id }) => id);
  await rerun(run, { method: 'startFromFailedExecutions', cycleIds });
}

async function retryOne({ run, dice }: Manager): Promise<void> {
  const { client, ground, book } = run;
  const page = { pipelineId: ground.pipelineId, state: 'failed' as const, limit: 50 };
  const { items } = await client.ask('executions.list', page);
  const chosen = dice.pick(items);
  if (!chosen) return;
  for (;;) {
    const answer = await client.change('executions.retry', { executionId: chosen.id });
    if (answer.kind === 'refused') {
      book.count(`refused: executions.retry: ${answer.error.message}`);
      return;
    }
    if (answer.kind === 'lost') {
      const { executions } = await client.ask('cycles.view', { cycleId: chosen.cycleId });
      if (executions.find(({ id }) => id === chosen.id)?.state === 'failed') continue;
    }
    book.count('single retries');
    return;
  }
}

async function terminateOne({ run, dice }: Manager): Promise<void> {
  const { client, ground, book, holds } = run;
  const open = { pipelineId: ground.pipelineId, status: 'in-progress' as const, limit: 200 };
  const chosen = dice.pick((await client.ask('cycles.list', open)).items);
  if (!chosen) return;
  await holds.whileHolding(chosen.itemId === null ? [] : [chosen.itemId], async () => {
    const cycleId = chosen.id;
    const status = async () => (await client.ask('cycles.get', { cycleId })).status;
    for (;;) {
      const answer = await client.change('cycles.terminate', { cycleId });
      if (answer.kind === 'lost' && (await status()) === 'in-progress') continue;
      if ((await status()) === 'terminated') book.count('terminated');
      return;
    }
  });
}
