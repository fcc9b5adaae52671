/** Every cell of the table of executions: what is allowed is brought about by what people and machines do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionState } from '#core/model/cycle.ts';
import type { GraphNode } from '#core/model/graph.ts';
import type { ItemId } from '#core/model/ids.ts';
import { EXECUTION_EVENTS, EXECUTION_TRANSITIONS, type ExecutionEvent } from '#core/pipeline/states.ts';
import { findWork } from '#engine/db/queries/executions.ts';
import { claim, end, park, reopen, requeue, spread, succeed } from '#engine/jobs/transitions.ts';
import type { Tx } from '#engine/unit.ts';
import { wrongCounters } from '#test/support/counters.ts';
import type { World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, flowOf, graphOf, makeBench, makeFlow, task } from './support/flow.ts';
import { fn } from './support/nodes.ts';
import { createControl, openNoting, type Seen, turns } from './support/states.ts';

let control: ReturnType<typeof createControl>;
let world: World;
let seen: Seen;
let bench: Bench;
let flow: Flow;
let item: ItemId;

beforeEach(async () => {
  control = createControl();
  ({ world, seen } = await openNoting(control));
  bench = await makeBench(world);
});

afterEach(async () => {
  control.ending = 'done';
  control.go();
  await turns();
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const slow = () => fn('step', 'slow');
const batch = () => fn('step', 'batch');
const numbers = { outputs: { n: 'Number[]' } };

/** Sends an item into a pipeline of these nodes in a row, people between them; does not wait for anything. */
async function begin(...nodes: GraphNode[]): Promise<void> {
  const ways = nodes.slice(1).map((node, at) => {
    const from = nodes[at];
    return `${from?.id} > ${node.id}${from?.type === 'task' ? ` : ${from.outputs[0]?.actions?.[0]}` : ''}`;
  });
  flow = await makeFlow(world, bench, graphOf(nodes, ways));
  item = world.arrive(bench.inbox, 'a.png').id;
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item] });
}

async function beginAndRun(...nodes: GraphNode[]): Promise<void> {
  await begin(...nodes);
  await turns();
}

/** Puts what is at the node to the one after it. */
const move = async (fromNodeId = 'step') =>
  world.calls['cycles.move']({
    cycleId: (await flow.cycle()).id,
    fromNodeId,
    toNodeId: 'after',
    why: 'it is stuck',
  });
const after = () => fn('after', 'echo');

const terminate = async () => world.calls['cycles.terminate']({ cycleId: (await flow.cycle()).id });

async function retry(nodeId = 'step'): Promise<void> {
  const [execution] = await flow.executions((await flow.cycle()).id, nodeId);
  await world.calls['executions.retry']({ executionId: execution?.id ?? ('' as never) });
  await turns();
}

async function again(how: 'crash' | 'kill'): Promise<void> {
  await world[how]();
  ({ world, seen } = await openNoting(control, { folder: world.folder, now: world.clock.at + 1000 }));
  flow = flowOf(world, bench, flow.pipelineId);
}

/** Lets what waits for its time begin. */
async function later(): Promise<void> {
  world.clock.at += 120_000;
  world.runner.wake();
  await turns();
}

async function bury(...following: GraphNode[]): Promise<void> {
  control.ending = 'crash';
  await beginAndRun(batch(), ...following);
  await turns(12);
}

const label = () => task('label');
const check = () => task('check', { taskType: 'qa' });

/** For each cell of the table how it comes about; it ends right after the event. */
const STORIES: Readonly<Record<ExecutionState, Partial<Record<ExecutionEvent, () => Promise<void>>>>> = {
  queued: {
    claim: async () => {
      control.ending = null;
      await beginAndRun(slow());
    },
    succeed: () => beginAndRun(fn('step', 'echo')),
    fail: async () => {
      control.ending = 'fail';
      await beginAndRun(fn('step', 'fragile'));
    },
    park: () => beginAndRun(label()),
    delay: async () => {
      control.ending = 'fault';
      await beginAndRun(batch());
      expect(
        world.db.all('SELECT attempt FROM execution WHERE not_before > :now', { now: world.clock.at }),
      ).toEqual([{ attempt: 1 }]);
    },
    spread: async () => {
      control.ending = 'list';
      await begin(fn('step', 'batch', numbers), fn('each', 'echo', { inputs: { n: 'Number' } }));
      await turns(3);
      expect(world.db.all(`SELECT cursor > 0 AS begun FROM execution WHERE lane = 'spread'`)).toEqual([
        { begun: 1 },
      ]);
    },
    bury: () => bury(),
    withdraw: async () => {
      await beginAndRun(label(), fn('after', 'echo'));
      await flow.pause();
      await flow.decide('label', item, 'completed');
      await flow.undecide('label', item);
    },
    move: async () => {
      await begin(fn('step', 'echo'), after());
      await move();
    },
    terminate: async () => {
      await begin(fn('step', 'echo'));
      await terminate();
    },
  },
  running: {
    succeed: () => beginAndRun(slow()),
    fail: async () => {
      control.ending = 'fail';
      await beginAndRun(slow());
    },
    delay: async () => {
      control.ending = 'fault';
      await beginAndRun(slow());
    },
    spread: async () => {
      control.ending = 'list';
      await beginAndRun(fn('step', 'slow', numbers), fn('each', 'echo', { inputs: { n: 'Number' } }));
    },
    release: async () => {
      control.ending = null;
      await beginAndRun(slow());
      const { folder } = world;
      await world.crash();
      // Nothing runs before it is looked at: what was given back is in the queue, as if it had never been tried.
      control.diskIsLow = true;
      ({ world, seen } = await openNoting(control, { folder }));
      flow = flowOf(world, bench, flow.pipelineId);
      expect(world.db.all('SELECT state, attempt, crashes FROM execution')).toEqual([
        { state: 'queued', attempt: 0, crashes: 0 },
      ]);
    },
    crash: async () => {
      control.ending = null;
      await beginAndRun(slow());
      await again('kill');
      expect(world.db.all('SELECT state, attempt, crashes FROM execution')).toEqual([
        { state: 'queued', attempt: 1, crashes: 1 },
      ]);
    },
    bury: async () => {
      control.ending = null;
      await beginAndRun(slow());
      for (let death = 0; death < 3; death += 1) {
        await turns();
        await again('kill');
      }
      expect(world.db.all('SELECT state FROM execution')).toEqual([{ state: 'dead' }]);
    },
    move: async () => {
      control.ending = null;
      await beginAndRun(slow(), after());
      await move();
    },
    terminate: async () => {
      control.ending = null;
      await beginAndRun(slow());
      await terminate();
    },
  },
  parked: {
    decide: async () => {
      await beginAndRun(label());
      await flow.decide('label', item, 'completed');
    },
    withdraw: async () => {
      await beginAndRun(label());
      await flow.rerun('startFromBeginning');
    },
    move: async () => {
      await beginAndRun(label(), after());
      await move('label');
    },
    terminate: async () => {
      await beginAndRun(label());
      await terminate();
    },
  },
  success: {
    reopen: async () => {
      await beginAndRun(label());
      await flow.decide('label', item, 'completed');
      await flow.undecide('label', item);
    },
    withdraw: async () => {
      await beginAndRun(fn('step', 'echo'));
      await flow.rerun('startFromBeginning');
    },
  },
  failed: {
    retry: async () => {
      control.ending = 'fail';
      await beginAndRun(fn('step', 'fragile'));
      await retry();
    },
    withdraw: async () => {
      control.ending = 'fail';
      await beginAndRun(fn('step', 'fragile'));
      await flow.rerun('startFromBeginning');
    },
    move: async () => {
      control.ending = 'fail';
      await beginAndRun(fn('step', 'fragile'), after());
      await move();
    },
  },
  dead: {
    retry: async () => {
      await bury();
      await retry();
    },
    withdraw: async () => {
      await bury();
      await flow.rerun('startFromBeginning');
    },
    move: async () => {
      await bury(after());
      await move();
    },
  },
  terminated: {
    retry: async () => {
      await beginAndRun(label());
      await terminate();
      await retry('label');
    },
    reopen: async () => {
      await beginAndRun(label(), check());
      await flow.decide('label', item, 'completed');
      const { id: taskId } = await flow.task('check');
      await world.calls['issues.open']({ taskId, itemId: item, text: 'too loose' });
      await flow.undecide('check', item);
    },
  },
};

/** Told before the world was opened again, or not a change at all. */
const UNSEEN: readonly string[] = ['running>release', 'running>crash', 'running>bury'];

const CELLS = (Object.keys(EXECUTION_TRANSITIONS) as ExecutionState[]).flatMap((state) =>
  (Object.keys(EXECUTION_EVENTS) as ExecutionEvent[]).map((event) => ({
    state,
    event,
    next: EXECUTION_TRANSITIONS[state][event],
  })),
);

describe('what is allowed comes about', () => {
  test.each(CELLS.filter(({ next }) => next !== undefined))(
    '$state × $event → $next',
    async ({ state, event, next }) => {
      const story = STORIES[state][event];
      if (!story) throw new Error('a cell of the table that nothing brings about');
      await story();
      if (!UNSEEN.includes(`${state}>${event}`)) expect(seen.executions()).toContain(`${state}>${next}`);
      expect(wrongCounters(world.db)).toEqual([]);
      if (event === 'delay') await later();
    },
  );
});

/** Everything that a refused event must not have changed. */
const dump = () =>
  ['cycle', 'execution', 'event', 'node_count', 'cycle_count'].map((table) =>
    world.db.all(`SELECT * FROM ${table} ORDER BY 1, 2`),
  );

const APPLY: Readonly<Record<ExecutionEvent, (tx: Tx, key: number) => void>> = {
  claim: (tx, key) => claim(tx, workOf(tx, key), 1),
  succeed: (tx, key) => succeed(tx, passage(tx, key), {}, { why: '', routes: [] }),
  fail: (tx, key) => end(tx, passage(tx, key), 'fail'),
  park: (tx, key) => park(tx, passage(tx, key)),
  decide: (tx, key) => end(tx, passage(tx, key), 'decide'),
  delay: (tx, key) => requeue(tx, workOf(tx, key), 'delay'),
  spread: (tx, key) => spread(tx, passage(tx, key), '[]'),
  release: (tx, key) => requeue(tx, workOf(tx, key), 'release'),
  crash: (tx, key) => requeue(tx, workOf(tx, key), 'crash'),
  bury: (tx, key) => end(tx, passage(tx, key), 'bury'),
  retry: (tx, key) => requeue(tx, workOf(tx, key), 'retry'),
  reopen: (tx, key) => reopen(tx, workOf(tx, key)),
  withdraw: (tx, key) => end(tx, passage(tx, key), 'withdraw'),
  move: (tx, key) => end(tx, passage(tx, key), 'move'),
  terminate: (tx, key) => end(tx, passage(tx, key), 'terminate'),
};

function workOf(tx: Tx, key: number) {
  const work = findWork(tx.db, key);
  if (!work) throw new Error('it is there');
  return work;
}

const passage = (tx: Tx, key: number) => ({ work: workOf(tx, key), stored: true });

/** Brings an execution into a state. */
const INTO: Readonly<Record<ExecutionState, () => Promise<void>>> = {
  queued: async () => {
    await begin(fn('step', 'echo'));
    await flow.pause();
  },
  running: async () => {
    control.ending = null;
    await beginAndRun(slow());
  },
  parked: () => beginAndRun(label()),
  success: () => beginAndRun(fn('step', 'echo')),
  failed: async () => {
    control.ending = 'fail';
    await beginAndRun(fn('step', 'fragile'));
  },
  dead: () => bury(),
  terminated: async () => {
    await beginAndRun(label());
    await terminate();
  },
};

describe('what is not allowed is refused, and changes nothing', () => {
  test.each(Object.keys(INTO) as ExecutionState[])('%s', async (state) => {
    await INTO[state]();
    const rows = world.db.all<{ key: number; state: string }>('SELECT key, state FROM execution');
    expect(rows).toEqual([{ key: expect.any(Number), state }]);
    const key = rows[0]?.key ?? 0;
    const before = dump();
    for (const { event, next } of CELLS.filter((cell) => cell.state === state)) {
      if (next !== undefined) continue;
      const refused = expect.objectContaining({ code: 'wrong-state', details: { state, event } });
      expect(() => world.ctx.unit('test', (tx) => APPLY[event](tx, key))).toThrow(refused);
    }
    expect(dump()).toEqual(before);
  });
});
