/** A random story, played by the engine and by the model side by side. */

import { expect } from 'vitest';
import { isSluiceError } from '#core/errors.ts';
import { fc } from '#test/support/property.ts';
import {
  hasStanding,
  move,
  rerunAll,
  rerunFailed,
  rerunFrom,
  reset,
  retry,
  terminate,
  undecide,
} from './again.ts';
import { complaints, pictureOfEngine, pictureOfModel } from './compare.ts';
import { buildGraph, type GraphPlan, graphPlan, type WayPlan } from './graphs.ts';
import { Ambiguous, createModel, fail, type Model, type ModelExecution, TooMuch } from './model.ts';
import { put } from './put.ts';
import { itemKeys, openStage, restart, type Stage } from './world.ts';

/** How often each comes, compared with the others. */
const ACTIONS = {
  start: 4,
  'start-again': 2,
  decide: 6,
  discard: 2,
  undecide: 3,
  pause: 2,
  interrupt: 2,
  crash: 1,
  kill: 1,
  'rerun-all': 1,
  'rerun-from': 4,
  'rerun-failed': 2,
  retry: 3,
  terminate: 2,
  put: 4,
  prioritize: 2,
  'terminate-all': 0.5,
  reset: 0.5,
  'end-and-go-on': 0.5,
  break: 2,
  mend: 1,
  update: 1,
  'update-and-move': 1,
} as const;
type Action = keyof typeof ACTIONS;

export type Act = { readonly act: Action; readonly which: number; readonly way: WayPlan };
export type Story = { readonly graph: GraphPlan; readonly acts: readonly Act[] };

export const story: fc.Arbitrary<Story> = fc.record({
  graph: graphPlan,
  acts: fc.array(
    fc.record({
      act: fc.oneof(
        ...(Object.keys(ACTIONS) as Action[]).map((act) => ({
          weight: 2 * ACTIONS[act],
          arbitrary: fc.constant(act),
        })),
      ),
      which: fc.nat(20),
      way: fc.record({ from: fc.nat(7), to: fc.nat(7), how: fc.nat(11) }),
    }),
    { minLength: 5, maxLength: 30 },
  ),
});

type Play = { readonly stage: Stage; readonly model: Model; plan: GraphPlan };

const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];
const turns = async (count: number) => {
  for (let at = 0; at < count; at += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Plays it to its end. Throws where the two differ. Answers how many acts were played: fewer when it became ambiguous. */
export async function playStory({ graph, acts }: Story): Promise<number> {
  const stage = await openStage();
  let played = 0;
  try {
    const play = await begin(stage, graph);
    await perform(play, { act: 'start', which: 0, way: NOWHERE });
    await perform(play, { act: 'start', which: 1, way: NOWHERE });
    await settle(play);
    for (const act of acts) {
      await perform(play, act);
      await settle(play);
      played += 1;
    }
    if (!play.model.isInstalled()) {
      play.model.setInstalled(true);
      await stage.flow.install();
      await settle(play);
    }
  } catch (error) {
    if (!(error instanceof Ambiguous) && !(error instanceof TooMuch)) throw error;
    await stage.world.settled();
    expect(complaints(stage)).toEqual([]);
  } finally {
    await stage.world.close();
  }
  return played;
}

async function begin(stage: Stage, plan: GraphPlan): Promise<Play> {
  const model = createModel({
    idOf: (item) => [...itemKeys(stage)].find(([, key]) => key === item)?.[0] ?? fail(`no item ${item}`),
    datasetName: (id) => stage.datasets.get(id as never) ?? fail('no such dataset'),
  });
  const { graph } = await stage.world.calls['pipelines.get']({ pipelineId: stage.flow.pipelineId });
  model.addVersion(graph);
  const play: Play = { stage, model, plan };
  await update(play, plan, 'finish');
  return play;
}

/** Lets both come to rest. */
async function settle({ stage, model }: Play): Promise<void> {
  await stage.world.settled();
  model.run();
  expect(complaints(stage)).toEqual([]);
  expect(pictureOfEngine(stage)).toEqual(pictureOfModel(model));
}

async function update(play: Play, plan: GraphPlan, inFlight: 'finish' | 'move'): Promise<void> {
  const { stage, model } = play;
  const graph = buildGraph(plan, [...stage.datasets.keys()].slice(1));
  const { version } = await stage.flow.update(graph);
  if (version > model.versions.length) model.addVersion(graph);
  play.plan = plan;
  await stage.world.calls['pipelines.install']({ pipelineId: stage.flow.pipelineId, inFlight });
  model.setInstalled(true);
  if (inFlight === 'move') move(model, version);
}

async function perform(play: Play, { act, which, way }: Act): Promise<void> {
  const { stage, model } = play;
  const { world, flow } = stage;
  const version = model.versions.length;
  if (!model.isInstalled() && !PAUSED.includes(act)) {
    await world.calls['pipelines.install']({ pipelineId: flow.pipelineId });
    model.setInstalled(true);
    await settle(play);
  }
  const cycle = model.cycles[which % Math.max(1, model.cycles.length)];
  const cycleIds = async () => {
    const rows = await flow.cycles();
    const found = rows[which % Math.max(1, rows.length)];
    return found ? [found.id] : [];
  };
  switch (act) {
    case 'start': {
      const name = `${which % 2 === 0 ? 'even' : 'odd'}-${model.items.size}`;
      const item = world.arrive(stage.bench.inbox, name);
      await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
      model.start(`${name}@inbox`, version);
      return;
    }
    case 'start-again': {
      if (!cycle) return;
      const id = [...itemKeys(stage)].find(([, key]) => key === cycle.item)?.[0] ?? fail('it was started');
      await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [id as never] });
      model.start(cycle.item, version);
      return;
    }
    case 'decide':
    case 'discard': {
      const open = [...model.places].filter(([, place]) => place.state === 'open').toSorted();
      const [key, place] = pick(open, which) ?? [];
      if (!key || !place) return;
      const [node = '', item = ''] = key.split(' ');
      const id = [...itemKeys(stage)].find(([, one]) => one === item)?.[0] ?? fail('it waits there');
      const status = act === 'discard' ? 'discard' : 'completed';
      await flow.decide(node, id as never, status);
      model.decide(place, status);
      return;
    }
    case 'undecide': {
      const done = [...model.places].filter(([, place]) => place.state === 'done').toSorted();
      const [key, place] = pick(done, which) ?? [];
      if (!key || !place) return;
      const [node = '', item = ''] = key.split(' ');
      const id = [...itemKeys(stage)].find(([, one]) => one === item)?.[0] ?? fail('it was decided there');
      const call = async () => flow.undecide(node, id as never);
      if (undecide(model, place)) await call();
      else await expect(call()).rejects.toMatchObject({ code: 'wrong-state' });
      return;
    }
    case 'pause':
      if (!model.isInstalled()) return;
      await flow.pause();
      model.setInstalled(false);
      return;
    case 'interrupt':
      // Things come in a row, and nobody waits for their end.
      await perform(play, { act: 'start', which, way });
      await turns(which % 3);
      await flow.pause();
      await turns(1);
      await restart(stage, which % 2 === 0 ? 'kill' : 'crash');
      await stage.world.calls['pipelines.install']({ pipelineId: flow.pipelineId });
      return;
    case 'crash':
    case 'kill':
      await restart(stage, act);
      return;
    case 'rerun-all':
    case 'rerun-from':
    case 'rerun-failed': {
      if (!cycle) return;
      const nodes = model.versions[version - 1]?.graph.nodes ?? [];
      const startNodeIds = [...new Set([pick(nodes, way.from)?.id ?? '', pick(nodes, way.to)?.id ?? ''])];
      const method = RERUN[act];
      const more = act === 'rerun-from' ? { startNodeIds } : {};
      await world.calls['pipelines.rerun']({
        pipelineId: flow.pipelineId,
        method,
        cycleIds: await cycleIds(),
        ...more,
      });
      if (way.how % 3 === 0) await restart(stage, 'kill');
      if (act === 'rerun-all') rerunAll(model, cycle);
      else if (act === 'rerun-failed') rerunFailed(model, cycle);
      else rerunFrom(model, cycle, startNodeIds);
      return;
    }
    case 'retry': {
      if (!cycle) return;
      await retryOne(
        play,
        cycle.executions.filter(({ state }) => state === 'failed' || state === 'terminated'),
        which,
      );
      return;
    }
    case 'terminate': {
      const [cycleId] = await cycleIds();
      if (!cycleId || !cycle) return;
      await world.calls['cycles.terminate']({ cycleId });
      terminate(model, cycle);
      return;
    }
    case 'put': {
      const [cycleId] = await cycleIds();
      if (!cycleId || !cycle) return;
      const { nodes } = model.planOf(cycle).graph;
      const stuck = nodes.filter(({ id }) =>
        cycle.executions.some((one) => one.node === id && ['queued', 'parked', 'failed'].includes(one.state)),
      );
      // Mostly from where something is stuck.
      const fromNodeId = pick(way.how % 6 === 0 ? nodes : stuck, way.from)?.id ?? 'n0';
      const toNodeId = pick(nodes, way.to)?.id ?? 'n0';
      const ends = { cycleId, fromNodeId, toNodeId };
      const { obstacle, count } = await world.calls['cycles.movePlan'](ends);
      const call = async () => await world.calls['cycles.move']({ ...ends, why: 'it was stuck' });
      if (put(model, cycle, fromNodeId, toNodeId)) {
        expect(await call()).toMatchObject({ moved: count });
        if (way.how % 3 === 0) await restart(stage, 'kill');
      } else {
        expect(obstacle).not.toBeNull();
        await expect(call()).rejects.toMatchObject({ code: 'wrong-state', message: obstacle });
      }
      return;
    }
    case 'prioritize': {
      const [cycleId] = await cycleIds();
      if (!cycleId || !cycle) return;
      const priority = ([null, 1, 2, 3] as const)[way.how % 4] ?? null;
      await world.calls['cycles.setPriority']({ cycleId, priority });
      cycle.priority = priority;
      return;
    }
    case 'terminate-all':
      await world.calls['pipelines.terminate']({ pipelineId: flow.pipelineId });
      for (const one of model.cycles) terminate(model, one);
      return;
    case 'reset':
      await world.calls['pipelines.reset']({ pipelineId: flow.pipelineId, stopIfRunning: true });
      await flow.install();
      reset(model);
      return;
    case 'end-and-go-on':
      await flow.pause();
      await flow.install({ resumeOption: 'terminateExistingCycles' });
      for (const one of model.cycles) terminate(model, one);
      return;
    case 'break':
    case 'mend': {
      const fragile = play.plan.nodes.flatMap(({ kind }, at) => (kind === 'fragile' ? [`n${at}`] : []));
      const node = pick(fragile, which) ?? '';
      for (const set of [stage.broken, model.broken]) act === 'break' ? set.add(node) : set.delete(node);
      return;
    }
    case 'update':
    case 'update-and-move': {
      const ways = way.how % 2 === 0 ? [...play.plan.ways, way] : play.plan.ways.slice(0, -1);
      await update(play, { ...play.plan, ways }, act === 'update' ? 'finish' : 'move');
      return;
    }
  }
}

const NOWHERE: WayPlan = { from: 0, to: 0, how: 0 };
/** What is done in a pause too; before anything else it goes on. */
const PAUSED: readonly Action[] = [
  'pause',
  'decide',
  'discard',
  'undecide',
  'crash',
  'kill',
  'retry',
  'terminate',
  'put',
  'prioritize',
  'break',
  'mend',
];

const RERUN = {
  'rerun-all': 'startFromBeginning',
  'rerun-from': 'startFromNodes',
  'rerun-failed': 'startFromFailedExecutions',
} as const;

/** The n-th of a cycle's executions at a node, in the order they came to be, is not the same in both: so all of a kind are tried. */
async function retryOne(
  { stage, model }: Play,
  candidates: readonly ModelExecution[],
  which: number,
): Promise<void> {
  const { world, flow } = stage;
  const chosen = pick(candidates, which);
  if (!chosen) return;
  const { id } = (await flow.cycles())[model.cycles.indexOf(chosen.cycle)] ?? fail('the cycle is there');
  const alike = chosen.cycle.executions.filter(
    ({ node, state }) => node === chosen.node && state === chosen.state,
  );
  const rows = (await flow.executions(id, chosen.node)).filter(({ state }) => state === chosen.state);
  let refused = 0;
  for (const row of rows) {
    try {
      await world.calls['executions.retry']({ executionId: row.id });
    } catch (error) {
      if (!isSluiceError(error, 'wrong-state')) throw error;
      refused += 1;
    }
  }
  const able = alike.filter((one) => one.state === 'failed' || hasStanding(one));
  expect(refused).toBe(alike.length - able.length);
  for (const execution of able) retry(model, execution);
}
