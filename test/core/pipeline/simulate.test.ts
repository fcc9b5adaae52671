import { describe, expect, test } from 'vitest';
import { connect } from '#core/pipeline/build.ts';
import { graphOf, made, videoGraph } from './support/graphs.ts';
import { clip, id, inbox, label, many, node, run, taken } from './support/simulation.ts';

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

  test('a condition on annotations sees those that are there', async () => {
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
    expect(route?.condition?.reason).toBe('there are no annotations');
    const discard = { given: { label: { rates: { discard: 1 } } } };
    expect((await run(graph, many(1), { knowledge: discard })).totals).toMatchObject({
      failed: 0,
      nowhere: 1,
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
