/** Code nodes: what a snippet is given, what becomes of what it returns, and what is told when it fails. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Item } from '#core/model/item.ts';
import { createSandbox } from '#engine/code/sandbox.ts';
import { updateItem } from '#engine/db/queries/items.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { type CodeDraft, code, historyOf, itemNow, label, only } from './support.ts';

let world: World;
let bench: Bench;
let arrived = 0;

const sandbox = createSandbox({ logger: { log: () => {} }, workers: 1 });
afterAll(() => sandbox.close());

beforeEach(async () => {
  world = await openWorld({ sandbox });
  bench = await makeBench(world);
  arrived = 0;
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** Runs one snippet on one item, and answers its execution. */
async function run(source: string, draft: CodeDraft = {}, given?: Item) {
  const item = given ?? world.arrive(bench.inbox, `${'abc'[arrived++]}.png`);
  const flow = await makeFlow(world, bench, graphOf([code('snip', source, draft)], []));
  const [cycleId] = await flow.run([item]);
  if (!cycleId) throw new Error('one item, one cycle');
  return { item, ...(await only(flow, cycleId, 'snip')) };
}

/** What a snippet with one output for any JSON answers. */
async function answer(source: string, draft: CodeDraft = {}, item?: Item): Promise<unknown> {
  const { output, error } = await run(source, { outputs: { value: 'Json' }, ...draft }, item);
  expect(error).toBeNull();
  return output?.['value'];
}

describe('is given', () => {
  test("the item as the reference system's JSON, with its annotations", async () => {
    const item = world.arrive(bench.inbox, 'a.png');
    label(world, item.id, 'car', [1, 2, 30, 40], { attributes: { colour: 'red' } });
    expect(await answer('export default (item) => item', {}, item)).toMatchObject({
      id: item.id,
      name: 'a.png',
      filename: '/a.png',
      dir: '/',
      datasetId: bench.inbox,
      annotationsCount: 1,
      metadata: { system: { mimetype: 'image/png', width: 100, height: 100 } },
      annotations: [
        {
          itemId: item.id,
          label: 'car',
          type: 'box',
          coordinates: [
            { x: 1, y: 2, z: 0 },
            { x: 30, y: 40, z: 0 },
          ],
          metadata: { system: { attributes: { colour: 'red' } } },
        },
      ],
    });
  });

  test('where it runs, the variables, and the time when the item came', async () => {
    const graph = {
      ...graphOf(
        [
          code('snip', 'export default (_, context) => [context, Date.now()]', {
            outputs: { value: 'Json' },
          }),
        ],
        [],
      ),
      variables: [
        { name: 'city', type: 'String', value: 'Bern' },
        { name: 'unset', type: 'String' },
      ],
    };
    const flow = await makeFlow(world, bench, graph);
    const items = ['a', 'b'].map((name) => world.arrive(bench.inbox, name));
    const cycles = await flow.run(items);
    for (const cycleId of cycles) {
      const { output, id } = await only(flow, cycleId, 'snip');
      expect(output?.['value']).toEqual([
        {
          nodeId: 'snip',
          nodeName: 'snip',
          pipelineId: flow.pipelineId,
          projectId: bench.projectId,
          cycleId,
          executionId: id,
          variables: { city: 'Bern', unset: null },
          config: {},
          time: world.clock.at,
          progress: {},
        },
        world.clock.at,
      ]);
    }
  });

  test('several inputs as an object with their names', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [
          code('first', 'export default (item) => [item, { n: 2 }]', {
            outputs: { item: 'Item', data: 'Json' },
          }),
          code('second', 'export default ({ item, data, more = 5 }) => item.name + data.n + more', {
            inputs: { item: 'Item', data: 'Json', more: 'Number' },
            outputs: { value: 'String' },
          }),
        ],
        ['first.item > second.item', 'first.data > second.data'],
      ),
    );
    const [item] = await flow.send('a.png');
    const { error, output } = await only(flow, (await flow.cycle()).id, 'second');
    expect([error, output]).toEqual([null, { value: 'a.png25' }]);
    expect(item?.name).toBe('a.png');
  });

  test.each([
    ['javascript', 'class ServiceRunner { run(item) { return item.name } }'],
    ['javascript', 'export const run = async (item) => item.name'],
    ['typescript', 'type Named = { name: string }; export default (item: Named): string => item.name'],
  ])('whatever a snippet may look like: %s %s', async (language, source) => {
    expect(await answer(source, { language })).toBe('a.png');
  });

  test('a function of the name that the node says', async () => {
    const source = 'export const other = () => 1; export const wanted = () => 2;';
    expect(await answer(source, { functionName: 'wanted' })).toBe(2);
  });
});

describe('what it returns', () => {
  const twoWays = (source: string, draft: CodeDraft) =>
    graphOf(
      [code('snip', source, draft), storage('yes', bench.inbox), storage('no', bench.inbox)],
      ['snip > yes : yes', 'snip > no : no'],
    );

  test('goes on by the action that it chooses', async () => {
    const source = `export default (item, context) => {
      context.action(item.name.startsWith('a') ? 'yes' : 'no');
      return item;
    }`;
    const flow = await makeFlow(world, bench, twoWays(source, { actions: ['yes', 'no'] }));
    await flow.send('a1', 'b1', 'a2');
    expect(await flow.taken()).toEqual([2, 1]);
  });

  test.each([
    ['the id', '(item) => item.id'],
    ['an object with the id', '(item) => ({ id: item.id })'],
    ['a list of one', '(item) => [item]'],
  ])('may be %s', async (_what, source) => {
    const graph = graphOf(
      [code('snip', `export default ${source}`), storage('end', bench.inbox)],
      ['snip > end'],
    );
    const flow = await makeFlow(world, bench, graph);
    const [item] = await flow.send('a.png');
    const { itemId, state } = await only(flow, (await flow.cycle()).id, 'end');
    expect([itemId, state]).toEqual([item?.id, 'success']);
  });

  test('is spread when it is a list of items, and whole for an output that takes lists', async () => {
    const others = ['x', 'y', 'z'].map((name) => world.arrive(bench.inbox, name));
    const ids = JSON.stringify(others.map(({ id }) => id));
    const graph = graphOf(
      [
        code('many', `export default () => ${ids}`, { outputs: { item: 'Item' } }),
        code('each', 'export default (item) => item.name', { outputs: { value: 'String' } }),
        code('list', `export default () => ${ids}`, { outputs: { items: 'Item[]' } }),
        code('all', 'export default (items) => items.map((item) => item.name)', {
          inputs: { items: 'Item[]' },
          outputs: { value: 'Json' },
        }),
      ],
      ['many > each', 'many > list', 'list > all'],
    );
    const flow = await makeFlow(world, bench, graph);
    await flow.send('a');
    const cycle = await flow.cycle();
    const values = async (nodeId: string) =>
      (await flow.executions(cycle.id, nodeId)).map((one) => one.output?.['value']);
    expect((await values('each')).toSorted()).toEqual(['x', 'y', 'z']);
    expect(await values('all')).toEqual([
      ['x', 'y', 'z'],
      ['x', 'y', 'z'],
      ['x', 'y', 'z'],
    ]);
  });

  test('goes to several outputs by their places; what is missing is there without a value', async () => {
    const outputs = { item: 'Item', score: 'Number', note: 'String' };
    const { output } = await run('export default (item) => [item, 0.5]', { outputs });
    expect(output).toMatchObject({ score: 0.5, note: null });
    const nothing = await run('export default () => {}', { outputs });
    expect(nothing.output).toEqual({ item: null, score: null, note: null });
  });

  test('changes metadata and tags, key by key, as they are by then', async () => {
    const item = world.arrive(bench.inbox, 'a.png');
    const system = { ...(item.metadata['system'] as object), tags: { old: true } };
    const user = { keep: 1, drop: 2, deep: { a: 1 } };
    world.ctx.unit('test', (tx) => updateItem(tx.db, item.id, { metadata: { system, user } }, tx.now));
    const source = `export default (item) => {
      const { user, system } = item.metadata;
      delete user.drop;
      user.deep.b = 2;
      user.added = item.name;
      system.tags = { fresh: true };
      system.width = 7;
      item.name = 'other';
      item.annotations = [];
      return item;
    }`;
    label(world, item.id, 'car', [1, 2, 3, 4]);
    const { state } = await run(source, {}, item);
    expect(state).toBe('success');
    const after = itemNow(world, item.id);
    expect(after).toMatchObject({ name: 'a.png', width: 100, annotationCount: 1 });
    expect(after.metadata).toEqual({
      user: { keep: 1, deep: { a: 1, b: 2 }, added: 'a.png' },
      system: { ...system, tags: { fresh: true } },
    });
    expect((await historyOf(world, item.id)).map((event) => event.text).join()).toMatch(
      /the snippet ran; changed metadata deep, metadata added, metadata drop, tag "fresh", no tag "old"/,
    );
  });

  test('changes nothing when the item comes back as it was, or only in part', async () => {
    const item = world.arrive(bench.inbox, 'a.png');
    world.ctx.unit('test', (tx) => updateItem(tx.db, item.id, { metadata: { user: { a: 1 } } }, tx.now));
    const before = itemNow(world, item.id);
    world.clock.at += 1000;
    await run('export default (item) => item', {}, item);
    await run('export default (item) => ({ id: item.id, metadata: { system: {} } })', {}, item);
    expect(itemNow(world, item.id)).toEqual(before);
  });

  test.each([
    [
      'a number for an item',
      '() => 5',
      {},
      /returned a number for its output "item". Return the item, its id/,
    ],
    ['no item in a list', '(item) => [item, null]', {}, /returned null for its output "item"/],
    ['an item that is not there', "() => 'nowhere'", {}, /returned the item "nowhere", which is not there/],
    [
      'one value for several outputs',
      '(item) => item',
      { outputs: { item: 'Item', more: 'Json' } },
      /several outputs \("item", "more"\) and must return a list/,
    ],
  ])('is refused when it is %s', async (_what, source, draft, words) => {
    const { state, error } = await run(`export default ${source}`, draft);
    expect(state).toBe('failed');
    expect(error).toMatch(words);
  });
});

describe('what goes wrong', () => {
  test('is told with its place, its calls and what was logged, and fails at once', async () => {
    const source = `function deep(item) {
  return item.nothing.here;
}
export default (item) => {
  console.log('looking at', item.name);
  return deep(item);
}`;
    const { state, error, attempt } = await run(source);
    expect([state, attempt]).toEqual(['failed', 1]);
    expect(error).toMatch(/^"snip": TypeError: .*\(line 2/);
    expect(error).toMatch(/at deep/);
    expect(error).toMatch(/It logged: looking at a\.png$/);
  });

  test('hurts no other item of the batch', async () => {
    const source = `export default (item) => {
      if (item.name === 'b') throw new Error('bad ' + item.name);
      if (item.name === 'c') for (;;);
      if (item.name === 'd') { const all = []; for (;;) all.push(new Array(10000).fill(0)); }
      return item;
    }`;
    const sluice = { timeoutSeconds: 0.3, memoryMegabytes: 16 };
    const flow = await makeFlow(world, bench, graphOf([code('snip', source, { sluice })], []));
    await flow.send('a', 'b', 'c', 'd', 'e');
    const cycles = await flow.cycles();
    const runs = await Promise.all(cycles.map(({ id }) => only(flow, id, 'snip')));
    expect(runs.map((one) => one.state)).toEqual(['success', 'failed', 'failed', 'failed', 'success']);
    expect(runs[1]?.error).toMatch(/bad b/);
    expect(runs[2]?.error).toMatch(/took longer than 0\.3 seconds/);
    expect(runs[3]?.error).toMatch(/needs more than its 16 MB of memory/);
  });

  test('is told for a snippet that cannot be read', async () => {
    const { state, error } = await run('export default (item) => {');
    expect(state).toBe('failed');
    expect(error).toMatch(/^"snip": SyntaxError.*line 1/);
  });

  test('is bounded, however long it is', async () => {
    const source = `export default () => {
      for (let n = 0; n < 1000; n++) console.log('x'.repeat(1000));
      throw new Error('y'.repeat(100000));
    }`;
    expect((await run(source)).error?.length).toBeLessThan(7_000);
  });
});

test('what it logs is in the log, cut where it is long', async () => {
  const { item, output } = await run(`export default (item) => {
    console.log('one', { two: 2 });
    for (let n = 0; n < 300; n++) console.log('x'.repeat(100));
    return item;
  }`);
  const [log] = (await historyOf(world, item.id)).filter((event) => event.kind === 'log');
  expect(log?.text).toMatch(/^one \{"two":2\}\nx{100}\n/);
  expect(log?.text.length).toBeLessThan(8_100);
  expect(output).toBeTruthy();
});

describe('grants', () => {
  test('there are none by default', async () => {
    const { error } = await run(`export default () => readText('a.txt')`);
    expect(error).toMatch(/'readText' is not defined .*Files can be read/);
    expect((await run(`export default () => fetch('http://localhost')`)).error).toMatch(
      /'fetch' is not defined/,
    );
  });

  test("files of the workspace's folder, and no others", async () => {
    await mkdir(world.ctx.files.shared, { recursive: true });
    writeFileSync(join(world.ctx.files.shared, 'in.txt'), 'hello');
    const sluice = { grants: ['files'] };
    const source = `export default (item) => { writeText('out/' + item.name, readText('in.txt') + '!'); return item }`;
    expect((await run(source, { sluice })).state).toBe('success');
    expect(readFileSync(join(world.folder, 'files', 'out', 'a.png'), 'utf8')).toBe('hello!');
    const outside = await run(`export default () => readText('../sluice.db')`, { sluice });
    expect(outside.error).toMatch(/lies outside of the folders/);
    expect(existsSync(join(world.folder, 'files', 'sluice.db'))).toBe(false);
  });

  test('the hosts that are named', async () => {
    const server = createServer((_request, response) => response.end('pong')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const source = `export default async () => (await fetch('http://127.0.0.1:${port}/')).text()`;
    const outputs = { value: 'String' };
    const hosts = [`127.0.0.1:${port}`];
    const named = await run(source, { outputs, sluice: { grants: ['network'], hosts } });
    expect([named.error, named.output]).toEqual([null, { value: 'pong' }]);
    // Every host that is not private.
    const any = await run(source, { outputs, sluice: { grants: ['network'] } });
    expect(any.state).toBe('failed');
    // Naming hosts grants nothing.
    expect((await run(source, { outputs, sluice: { hosts } })).error).toMatch(/'fetch' is not defined/);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
