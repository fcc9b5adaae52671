/** Every cell of the tables of cycles and of pipelines. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CycleStatus } from '#core/model/cycle.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { PipelineStatus } from '#core/model/pipeline.ts';
import {
  CYCLE_EVENTS,
  CYCLE_TRANSITIONS,
  type CycleEvent,
  PIPELINE_EVENTS,
  PIPELINE_TRANSITIONS,
  type PipelineEvent,
} from '#core/pipeline/states.ts';
import { findWork } from '#engine/db/queries/executions.ts';
import { stop } from '#engine/jobs/steps.ts';
import { wrongCounters } from '#test/support/counters.ts';
import type { World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
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
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** Starts a cycle at the first of these nodes; the first leads to all others. */
async function begin(...nodes: Parameters<typeof graphOf>[0][number][]): Promise<void> {
  const [first, ...others] = nodes;
  flow = await makeFlow(
    world,
    bench,
    graphOf(
      nodes,
      others.map((node) => `${first?.id} > ${node.id}`),
    ),
  );
  item = world.arrive(bench.inbox, 'a.png').id;
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item] });
}

async function beginAndRun(...nodes: Parameters<typeof begin>): Promise<void> {
  await begin(...nodes);
  await turns();
}

const start = () => fn('start', 'echo');
const label = () => task('label');
const fragile = () => fn('fragile', 'fragile');
const terminate = async () => world.calls['cycles.terminate']({ cycleId: (await flow.cycle()).id });
const again = () => flow.rerun('startFromBeginning');

async function fail(...nodes: Parameters<typeof begin>): Promise<void> {
  control.ending = 'fail';
  await beginAndRun(...nodes);
}

async function retry(nodeId: string): Promise<void> {
  const [execution] = await flow.executions((await flow.cycle()).id, nodeId);
  await world.calls['executions.retry']({ executionId: execution?.id ?? ('' as never) });
}

/** Nothing of it has run: the disk is nearly full, and it begins with making files. */
async function held(): Promise<void> {
  control.diskIsLow = true;
  await beginAndRun(fn('files', 'media'));
}

const CYCLES: Readonly<Record<CycleStatus, Partial<Record<CycleEvent, () => Promise<unknown>>>>> = {
  pending: {
    begin: () => beginAndRun(label()),
    succeed: () => beginAndRun(start()),
    fail: () => fail(fragile()),
    rerun: async () => {
      await held();
      await world.calls['pipelines.rerun']({ pipelineId: flow.pipelineId, method: 'startFromBeginning' });
      await turns();
    },
    terminate: async () => {
      await held();
      await terminate();
    },
  },
  'in-progress': {
    succeed: async () => {
      await beginAndRun(label());
      await flow.decide('label', item, 'completed');
    },
    fail: async () => {
      await fail(start(), fragile(), label());
      await flow.decide('label', item, 'completed');
    },
    rerun: async () => {
      await beginAndRun(label());
      await again();
    },
    terminate: async () => {
      await beginAndRun(label());
      await terminate();
    },
  },
  rerun: {
    succeed: async () => {
      await beginAndRun(label());
      await again();
      await flow.decide('label', item, 'completed');
    },
    fail: async () => {
      await beginAndRun(start(), fragile(), label());
      control.ending = 'fail';
      await again();
      await flow.decide('label', item, 'completed');
    },
    rerun: async () => {
      await beginAndRun(label());
      await again();
      await again();
    },
    terminate: async () => {
      await beginAndRun(label());
      await again();
      await terminate();
    },
  },
  success: {
    reopen: async () => {
      await beginAndRun(label());
      await flow.decide('label', item, 'completed');
      await flow.undecide('label', item);
    },
    rerun: async () => {
      await beginAndRun(start(), label());
      await flow.decide('label', item, 'completed');
      await again();
    },
  },
  failed: {
    succeed: async () => {
      await fail(fragile());
      // What led to it is taken back: as it is a part of that, it has no other cause that ends so.
      world.ctx.unit('test', (tx) => {
        const work = findWork(tx.db, 1);
        if (work) stop(tx, { work, stored: true }, 'withdraw', 'taken back');
      });
    },
    rerun: async () => {
      await fail(start(), fragile(), label());
      await flow.decide('label', item, 'completed');
      await again();
    },
    reopen: async () => {
      await fail(fragile());
      await flow.pause();
      await retry('fragile');
    },
  },
  terminated: {
    rerun: async () => {
      await beginAndRun(label());
      await terminate();
      await again();
    },
    reopen: async () => {
      await beginAndRun(label());
      await terminate();
      await retry('label');
    },
  },
};

const keys = <K extends string>(record: Readonly<Partial<Record<K, unknown>>>) => Object.keys(record) as K[];

const CYCLE_CELLS = keys(CYCLE_TRANSITIONS).flatMap((state) =>
  keys<CycleEvent>(CYCLE_EVENTS).map((event) => ({ state, event, next: CYCLE_TRANSITIONS[state][event] })),
);

describe('cycles: what is allowed comes about', () => {
  test.each(CYCLE_CELLS.filter(({ next }) => next !== undefined))(
    '$state × $event → $next',
    async ({ state, event, next }) => {
      const story = CYCLES[state][event];
      if (!story) throw new Error('a cell of the table that nothing brings about');
      await story();
      // From a state into itself there is nothing to see but that it was not refused.
      if (state !== next) expect(seen.cycles()).toContain(`${state}>${next}`);
      const { status, endedAt, open } = await flow.cycle();
      expect(endedAt === null).toBe(['pending', 'in-progress', 'rerun'].includes(status));
      expect(endedAt === null).toBe(open > 0);
    },
  );
});

const INTO: Readonly<Record<CycleStatus, () => Promise<unknown>>> = {
  pending: held,
  'in-progress': () => beginAndRun(label()),
  rerun: async () => {
    await beginAndRun(label());
    await again();
  },
  success: () => beginAndRun(start()),
  failed: () => fail(fragile()),
  terminated: async () => {
    await beginAndRun(label());
    await terminate();
  },
};

const dump = () =>
  ['pipeline', 'cycle', 'execution', 'event', 'node_count', 'cycle_count'].map((table) =>
    world.db.all(`SELECT * FROM ${table} ORDER BY 1, 2`),
  );

describe('cycles: what is not allowed is refused, and changes nothing', () => {
  test.each(keys(INTO))('%s', async (state) => {
    await INTO[state]();
    expect((await flow.cycle()).status).toBe(state);
    const before = dump();
    for (const { event } of CYCLE_CELLS.filter((cell) => cell.state === state && cell.next === undefined)) {
      const refused = expect.objectContaining({ code: 'wrong-state', details: { state, event } });
      expect(() => world.ctx.unit('test', (tx) => tx.ledger.moveCycle(1, event, tx.now))).toThrow(refused);
    }
    expect(dump()).toEqual(before);
  });
});

describe('pipelines', () => {
  type Id = Flow['pipelineId'];
  const good = () => graphOf([start()], []);
  const bad = () => graphOf([storage('start', '' as never)], []);
  const change = async (pipelineId: Id, graph: ReturnType<typeof good>) =>
    world.calls['pipelines.update']({ pipelineId, graph });

  const EVENTS: Readonly<Record<PipelineEvent, (pipelineId: Id) => Promise<unknown>>> = {
    install: async (pipelineId) => world.calls['pipelines.install']({ pipelineId }),
    refuse: async (pipelineId) => {
      await change(pipelineId, bad());
      const install = async () => world.calls['pipelines.install']({ pipelineId });
      await expect(install()).rejects.toMatchObject({ code: 'pipeline-invalid' });
    },
    pause: async (pipelineId) => world.calls['pipelines.pause']({ pipelineId }),
    reset: async (pipelineId) => world.calls['pipelines.reset']({ pipelineId }),
    update: async (pipelineId) => change(pipelineId, graphOf([fn('other', 'echo')], [])),
    delete: async (pipelineId) => world.calls['pipelines.delete']({ pipelineId }),
  };

  async function pipelineThatIs(status: PipelineStatus): Promise<Id> {
    const { projectId } = bench;
    const { id } = await world.calls['pipelines.create']({ projectId, name: 'One', graph: good() });
    if (status === 'Failure') {
      await EVENTS.refuse(id);
      await change(id, good());
    }
    if (status === 'Installed' || status === 'Uninstalled') await EVENTS.install(id);
    if (status === 'Uninstalled') await EVENTS.pause(id);
    return id;
  }

  const statusOf = (id: Id) =>
    world.db.get<{ status: string }>('SELECT status FROM pipeline WHERE id = :id', { id })?.status;

  const CELLS = keys(PIPELINE_TRANSITIONS).flatMap((state) =>
    keys<PipelineEvent>(PIPELINE_EVENTS).map((event) => ({
      state,
      event,
      next: PIPELINE_TRANSITIONS[state][event],
    })),
  );

  test.each(CELLS.filter(({ next }) => next !== undefined))(
    '$state × $event → $next',
    async ({ state, event, next }) => {
      const id = await pipelineThatIs(state);
      expect(statusOf(id)).toBe(state);
      await EVENTS[event](id);
      expect(statusOf(id)).toBe(next);
      const { items } = await world.calls['explain.pipeline']({ pipelineId: id });
      expect(items.length).toBeGreaterThan(0);
    },
  );

  test.each(CELLS.filter(({ next }) => next === undefined))(
    '$state × $event is refused',
    async ({ state, event }) => {
      const id = await pipelineThatIs(state);
      if (event === 'refuse') {
        // The install of a graph that cannot run leaves the one that runs.
        await EVENTS.refuse(id);
        expect(statusOf(id)).toBe(state);
        return;
      }
      const before = dump();
      await expect(EVENTS[event](id)).rejects.toMatchObject({ code: 'wrong-state' });
      expect(dump()).toEqual(before);
    },
  );
});
