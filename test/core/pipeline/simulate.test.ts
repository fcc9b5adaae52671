import { describe, expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { Simulation } from '#core/model/simulation.ts';
import { simulationSchema } from '#core/model/simulation.ts';
import { connect } from '#core/pipeline/build.ts';
import { compilePlan } from '#core/pipeline/plan.ts';
import { type SimulationRequest, simulate } from '#core/pipeline/simulate.ts';
import { dataset, graphOf, made, videoGraph } from './support/graphs.ts';

const id = (at: number) => itemIdSchema.parse(at.toString(16).padStart(24, '0'));

function picture(at: number, more: Partial<Item> = {}): Item {
  return {
    id: id(at),
    datasetId: dataset('1'),
    kind: 'image',
    name: `${at}.png`,
    folder: '/',
    mimetype: 'image/png',
    size: 1,
    width: 100,
    height: 100,
    sha256: null,
    frame: null,
    video: null,
    sourceItemId: null,
    storage: 'stored',
    annotationCount: 0,
    status: null,
    trashed: false,
    metadata: {},
    createdAt: 1,
    updatedAt: 1,
    ...more,
  };
}

function clip(at: number, frameCount: number): Item {
  const video = {
    frameCount,
    timeBase: { num: 1, den: 25 },
    durationSeconds: frameCount / 25,
    averageRate: 25,
    rotation: 0,
    codec: 'h264',
    hasAudio: false,
    toolVersion: '5',
    damaged: false,
    check: null,
  };
  return picture(at, { kind: 'video', name: `${at}.mp4`, video });
}

type Rest = Partial<Omit<SimulationRequest, 'knowledge' | 'plan'>> & {
  knowledge?: Partial<SimulationRequest['knowledge']>;
};

async function run(
  graph: Graph,
  items: readonly Item[],
  rest: Rest = {},
): Promise<Omit<Simulation, 'version'>> {
  const byId = new Map<string, Item>(items.map((item) => [item.id, item]));
  const result = await simulate({
    plan: compilePlan(graph),
    startId: graph.nodes[0]?.id ?? '',
    itemIds: items.map((item) => item.id),
    seed: 'seed',
    pipelineId: 'pipeline',
    variables: new Map(),
    splits: new Map(),
    pause: () => Promise.resolve(),
    isAborted: () => false,
    world: {
      item: (one) => byId.get(one) ?? null,
      annotations: () => [],
      itemOfIdentity: () => null,
      entity: (value) => ({ value }),
    },
    ...rest,
    knowledge: { given: {}, history: new Map(), runs: new Map(), ...rest.knowledge },
  });
  expect(simulationSchema.omit({ version: true }).parse(result)).toEqual(result);
  return result;
}

const many = (count: number) => Array.from({ length: count }, (_, at) => picture(at + 1));
const node = (result: Pick<Simulation, 'nodes'>, nodeId: string) => {
  const found = result.nodes.find((one) => one.nodeId === nodeId);
  if (!found) throw new Error(`no node ${nodeId}`);
  return found;
};
const taken = (result: Pick<Simulation, 'connections'>) => result.connections.map((one) => one.taken);

const inbox = made('storage', 'inbox');
const label = made('task', 'label');
const qa = made('task', 'qa', { metadata: { taskType: 'qa' } });

describe('what machines do', () => {
  test('conditions are put to each item, and say why it was passed by', async () => {
    const graph = graphOf(
      [inbox, made('storage', 'odd'), made('storage', 'rest')],
      [
        ['inbox', 'odd', { condition: { name: '1.png' } }],
        ['inbox', 'rest', { condition: { name: { $ne: '1.png' } } }],
      ],
    );
    const result = await run(graph, many(3));
    expect(taken(result)).toEqual([1, 2]);
    expect(result.connections[0]).toMatchObject({
      passed: 2,
      reasons: [{ itemId: id(2) }, { itemId: id(3) }],
    });
    expect(result.connections[0]?.reasons[0]?.reason).toContain('name');
    expect(result.totals).toMatchObject({ nowhere: 0, failed: 0 });
    expect(result.totals.ended).toEqual([
      { nodeId: 'odd', action: null, items: 1 },
      { nodeId: 'rest', action: null, items: 2 },
    ]);
  });

  test('a data split goes on from where it is', async () => {
    const groups = [
      { name: 'A', distribution: 3 },
      { name: 'B', distribution: 1 },
    ];
    const split = made('split', 'split', { metadata: { customNodeConfig: { groups, exact: true } } });
    const graph = graphOf(
      [split, made('storage', 'a'), made('storage', 'b')],
      [
        ['split', 'a', { action: 'A' }],
        ['split', 'b', { action: 'B' }],
      ],
    );
    expect(taken(await run(graph, many(40)))).toEqual([30, 10]);
    const splits = new Map([['split', new Map([['A', 40]])]]);
    expect(taken(await run(graph, many(40), { splits }))).toEqual([20, 20]);
  });

  test('what is set on an item counts for the conditions behind', async () => {
    const set = made('item.set', 'set', { metadata: { customNodeConfig: { metadata: { lit: true } } } });
    const graph = graphOf(
      [set, made('storage', 'end')],
      [['set', 'end', { condition: { 'metadata.user.lit': true } }]],
    );
    expect(taken(await run(graph, many(2)))).toEqual([2]);
  });

  test('a merge waits for every input; what it waits for in vain is told', async () => {
    const merge = made('merge', 'merge');
    const halves = graphOf([inbox, made('storage', 'a'), made('storage', 'b'), merge], []);
    const [, a, b] = halves.nodes;
    if (!a || !b) throw new Error('the graph has these nodes');
    const toMerge = (from: typeof a, port: number) => ({
      ...connect(from, merge),
      tgt: { nodeId: merge.id, portId: merge.inputs[port]?.portId ?? '' },
    });
    const graph = {
      ...halves,
      connections: [
        connect(inbox, a),
        connect(inbox, b, { condition: { name: '1.png' } }),
        toMerge(a, 0),
        toMerge(b, 1),
      ],
    };
    const result = await run(graph, many(3));
    expect(taken(result)).toEqual([3, 1, 3, 1]);
    expect(node(result, 'merge')).toMatchObject({ executions: 1, ended: 1, nowhere: 2 });
    expect(result.nowhere.map((one) => one.inputId)).toEqual([id(2), id(3)]);
    expect(result.nowhere[0]?.why).toBe('Waits as "first" of "merge" for "second", which never comes');
  });

  test('of the items of a cycle that reach a wait node, the last goes on', async () => {
    const graph = graphOf(
      [inbox, made('storage', 'a'), made('storage', 'b'), made('wait', 'wait'), made('storage', 'end')],
      [
        ['inbox', 'a'],
        ['inbox', 'b'],
        ['a', 'wait'],
        ['b', 'wait'],
        ['wait', 'end', { action: 'continue' }],
      ],
    );
    const result = await run(graph, many(5));
    expect(taken(result)).toEqual([5, 5, 5, 5, 5]);
    expect(node(result, 'wait')).toMatchObject({ executions: 10, nowhere: 0 });
  });

  test('a node that is set up wrongly, or does not run here, fails for each item', async () => {
    const train = made('ml', 'train');
    const graph = graphOf([inbox, { ...train, namespace: { functionName: 'train' } }], [['inbox', 'train']]);
    const result = await run(graph, many(2));
    expect(node(result, 'train')).toMatchObject({ by: 'refused', executions: 2, failed: 2 });
    expect(node(result, 'train').failures[0]).toContain('does not run on this computer');
  });
});

describe('what is stood in for', () => {
  const review = graphOf(
    [inbox, label, qa, made('storage', 'done')],
    [
      ['inbox', 'label'],
      ['label', 'qa', { action: 'completed' }],
      ['qa', 'done', { action: 'approved' }],
      ['qa', 'label', { action: 'discard' }],
    ],
  );

  test('people decide by given rates, and what nothing takes is listed', async () => {
    const given = { label: { rates: { completed: 4, discard: 1 } }, qa: { rates: { approve: 1 } } };
    const result = await run(review, many(1000), { knowledge: { given } });
    const completed = result.connections[1]?.taken ?? 0;
    expect(completed).toBeGreaterThan(750);
    expect(completed).toBeLessThan(850);
    expect(taken(result)).toEqual([1000, completed, completed, 0]);
    expect(result.totals.nowhere).toBe(1000 - completed);
    expect(result.nowhere).toHaveLength(200 - Math.max(0, 200 - (1000 - completed)));
    expect(result.nowhere[0]).toMatchObject({
      nodeId: 'label',
      action: 'discard',
      routes: [{ connection: 1, reason: 'takes "completed", the decision was "discard"' }],
    });
    expect(node(result, 'label').rates?.source).toBe('given');
    expect(await run(review, many(1000), { knowledge: { given } })).toEqual(result);
    expect(await run(review, many(1000), { knowledge: { given }, seed: 'other' })).not.toEqual(result);
  });

  test('without given rates those of before count, and without any all are even, which is said', async () => {
    const history = new Map([
      ['label', { actions: new Map([['complete', 7]]), seconds: 30, secondsSource: 'decisions' as const }],
    ]);
    const result = await run(review, many(100), { knowledge: { history } });
    expect(node(result, 'label').rates).toEqual({
      source: 'history',
      shares: [
        { action: 'completed', share: 1 },
        { action: 'discard', share: 0 },
      ],
    });
    expect(node(result, 'qa').rates?.source).toBe('even');
    expect(result.warnings.map((one) => one.nodeId)).toEqual(['qa']);
  });

  test('a loop ends when people let things out, and is given up when they never do', async () => {
    const often = { label: { rates: { completed: 1 } }, qa: { rates: { approved: 1, discard: 3 } } };
    const result = await run(review, many(200), { knowledge: { given: often } });
    expect(result.totals).toMatchObject({ nowhere: 0, endless: 0 });
    expect(result.connections[2]?.taken).toBe(200);
    const never = { label: { rates: { completed: 1 } }, qa: { rates: { discard: 1 } } };
    const endless = await run(review, many(3), { knowledge: { given: never } });
    expect(endless.totals.endless).toBe(3);
    expect(endless.endless[0]?.why).toContain('does not come to an end');
  });

  test('hours, the end and the peak follow from seconds and people', async () => {
    const workload = [
      { assigneeId: 'a', load: 50 },
      { assigneeId: 'b', load: 50 },
    ];
    const crew = made('task', 'label', { metadata: { workload } });
    const graph = graphOf(
      [inbox, crew, qa],
      [
        ['inbox', 'label'],
        ['label', 'qa', { action: 'completed' }],
      ],
    );
    const given = {
      label: { rates: { completed: 1 }, secondsPerItem: 36 },
      qa: { rates: { approved: 1 }, secondsPerItem: 9 },
    };
    const result = await run(graph, many(200), { knowledge: { given } });
    expect(node(result, 'label').load).toMatchObject({ people: 2, hours: 2, doneAfterHours: 1, peak: 200 });
    const load = node(result, 'qa').load;
    expect(load?.hours).toBe(0.5);
    expect(load?.doneAfterHours).toBeCloseTo(1 + 9 / 3600);
    expect(load?.peak).toBe(1);
    expect(result.totals.hours).toBe(2.5);
  });

  test('where people are slower than those before them, work piles up', async () => {
    const graph = graphOf(
      [inbox, label, qa],
      [
        ['inbox', 'label'],
        ['label', 'qa', { action: 'completed' }],
      ],
    );
    const given = {
      label: { rates: { completed: 1 }, secondsPerItem: 1 },
      qa: { rates: { approved: 1 }, secondsPerItem: 2 },
    };
    const result = await run(graph, many(10_000), { knowledge: { given } });
    expect(node(result, 'label').load?.peak).toBe(10_000);
    expect(Math.abs((node(result, 'qa').load?.peak ?? 0) - 5000)).toBeLessThan(50);
    expect(node(result, 'qa').load?.doneAfterHours).toBeCloseTo(20_001 / 3600);
  });

  test('an action that a node does not have is refused', async () => {
    const knowledge = { given: { label: { rates: { maybe: 1 } } } };
    await expect(run(review, many(1), { knowledge })).rejects.toThrow(
      '"label" has no action "maybe": it has completed, discard.',
    );
    await expect(run(review, many(1), { knowledge: { given: { gone: { rates: {} } } } })).rejects.toThrow(
      'the node gone, which the graph does not have',
    );
  });

  test('nodes with an effect are passed through, which is said', async () => {
    const graph = graphOf(
      [inbox, made('webhook', 'hook'), made('storage', 'end')],
      [
        ['inbox', 'hook'],
        ['hook', 'end'],
      ],
    );
    const result = await run(graph, many(2));
    expect(taken(result)).toEqual([2, 2]);
    expect(result.warnings).toEqual([
      {
        nodeId: 'hook',
        text: '"hook" was not run, because it reaches outside of the workspace: items went through it as they are.',
      },
    ]);
  });

  test('what is really run says what leaves, and what failed', async () => {
    const code = made('code', 'code', { actions: ['big', 'small'] });
    const graph = graphOf(
      [inbox, code, made('storage', 'end')],
      [
        ['inbox', 'code'],
        ['code', 'end', { action: 'big' }],
      ],
    );
    const sizes: number[] = [];
    const runs = new Map([
      [
        'code',
        async (visits: readonly { item(): Item }[]) => {
          sizes.push(visits.length);
          return visits.map((visit) =>
            visit.item().name === '3.png'
              ? { error: 'it broke' }
              : { action: visit.item().name === '1.png' ? 'small' : 'big', why: '' },
          );
        },
      ],
    ]);
    const result = await run(graph, many(150), { knowledge: { runs } });
    expect(sizes).toEqual([100, 50]);
    expect(taken(result)).toEqual([150, 148]);
    expect(node(result, 'code')).toMatchObject({ by: 'run', failed: 1, failures: ['it broke'], nowhere: 1 });
  });
});

describe('long lists', () => {
  test('frames are counted, not made: a long video is as quick as a short one', async () => {
    const given = Object.fromEntries(
      ['label-a', 'label-b'].map((task) => [task, { rates: { completed: 1 } }]),
    );
    const result = await run(videoGraph, [clip(1, 1_000_000), clip(2, 7)], {
      knowledge: { given: { ...given, qa: { rates: { approved: 9, discard: 1 } } } },
    });
    // Every fifth frame: 200,000 and 2.
    const [, out = 0] = taken(result);
    expect(out).toBe(200_002);
    const frames = node(result, 'frames');
    expect(frames).toMatchObject({
      by: 'estimated',
      executions: 2,
      actions: [{ action: null, items: 200_002 }],
    });
    expect(node(result, 'qa').executions).toBe(200_002);
    expect(node(result, 'approved').executions + node(result, 'discarded').executions).toBe(200_002);
    expect(node(result, 'approved').executions / 200_002).toBeCloseTo(0.9, 1);
    expect(result.totals.nowhere).toBe(0);
  });

  test('a picture is no video', async () => {
    const result = await run(videoGraph, many(1));
    expect(node(result, 'frames')).toMatchObject({ failed: 1 });
    expect(node(result, 'frames').failures[0]).toContain('is not a video');
  });
});

describe('what is shown', () => {
  test('the way of an item, with what each connection said', async () => {
    const graph = graphOf(
      [inbox, label, made('storage', 'dark'), made('storage', 'done')],
      [
        ['inbox', 'label'],
        ['label', 'done', { action: 'completed', condition: { name: '*.png' } }],
        ['label', 'dark', { action: 'discard', condition: { name: '*.jpg' } }],
      ],
    );
    const knowledge = { given: { label: { rates: { completed: 1 } } } };
    const [path] = (await run(graph, many(1), { knowledge })).paths;
    expect(path).toMatchObject({ itemId: id(1), itemName: '1.png', cut: false });
    expect(path?.steps.map(({ nodeId, from, action }) => [nodeId, from, action])).toEqual([
      ['inbox', null, null],
      ['label', 0, 'completed'],
      ['done', 1, null],
    ]);
    expect(path?.steps[1]?.routes).toMatchObject([
      { connection: 1, targetId: 'done', taken: 1, passed: 0, reason: '', condition: { matches: true } },
      { connection: 2, targetId: 'dark', taken: 0, passed: 1, condition: { matches: false } },
    ]);
  });

  test('a condition that cannot be put to a value is told of, not stumbled over', async () => {
    const join = {
      on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
      filter: { label: 'Cat' },
    };
    const condition = { resource: 'items', filter: {}, join };
    const graph = graphOf(
      [label, made('storage', 'done')],
      [['label', 'done', { action: 'discard', condition }]],
    );
    const knowledge = { given: { label: { rates: { completed: 1 } } } };
    const result = await run(graph, many(1), { knowledge });
    expect(result.totals).toMatchObject({ failed: 0, nowhere: 1 });
    const route = result.paths[0]?.steps[0]?.routes[0];
    expect(route?.condition?.reason).toContain('annotations are not looked at here');
    const discard = { given: { label: { rates: { discard: 1 } } } };
    expect((await run(graph, many(1), { knowledge: discard })).totals).toMatchObject({
      failed: 1,
      nowhere: 0,
    });
  });

  test('few ways of many items, spread over them', async () => {
    const { paths } = await run(graphOf([inbox], []), many(1000), { limits: { paths: 4 } });
    expect(paths.map((path) => path.itemName)).toEqual(['1.png', '251.png', '501.png', '751.png']);
  });
});

describe('limits', () => {
  test('it can be stopped, and lets others have a turn', async () => {
    let turns = 0;
    const pause = () => {
      turns += 1;
      return Promise.resolve();
    };
    const graph = graphOf([inbox, made('storage', 'end')], [['inbox', 'end']]);
    await run(graph, many(5000), { pause });
    expect(turns).toBe(40);
    await expect(run(graph, many(5000), { isAborted: () => true })).rejects.toThrow('stopped');
  });

  test('what is too much is cut short, and says so', async () => {
    const graph = graphOf([inbox, made('storage', 'end')], [['inbox', 'end']]);
    const result = await run(graph, many(2000), { limits: { total: 1000 } });
    expect(result).toMatchObject({ complete: false, items: 500 });
    expect(result.warnings[0]?.text).toContain('only the first 500 of 2000 items');
  });
});
