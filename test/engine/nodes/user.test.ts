/** Functions of people: found by name in the workspace's folder, read anew when they change. */
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { makeNode } from '#core/pipeline/build.ts';
import { createSandbox } from '#engine/code/sandbox.ts';
import { readUserFunction } from '#engine/nodes/user-functions.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow } from '../runner/support/flow.ts';
import { historyOf, itemNow, only } from './support.ts';

const sandbox = createSandbox({ logger: { log: () => {} }, workers: 1 });
let world: World;
let bench: Bench;
let folder: string;

beforeEach(async () => {
  world = await openWorld({ sandbox });
  bench = await makeBench(world);
  folder = world.ctx.files.functions;
});

afterEach(() => world.close());
afterAll(() => sandbox.close());

const calling = (functionName: string, metadata: Readonly<Record<string, unknown>> = {}) =>
  graphOf([makeNode('user', { id: 'own', name: 'own', at: [0, 0], functionName, metadata })], []);

async function runOnce(flow: Flow, name: string) {
  const [item] = await flow.send(name);
  const cycle = await flow.cycle(-1);
  return { item: itemNow(world, item?.id ?? ''), ...(await only(flow, cycle.id, 'own')) };
}

test('runs with its settings, and the log names what ran', async () => {
  const source = `export default (item: { metadata: any }, context: any) => {
    item.metadata.user = { by: context.config.by };
    return item;
  }`;
  writeFileSync(join(folder, 'mark-it.ts'), source);
  const flow = await makeFlow(world, bench, calling('user.mark-it', { customNodeConfig: { by: 'me' } }));
  const { item, state } = await runOnce(flow, 'a');
  expect([state, item.metadata['user']]).toEqual(['success', { by: 'me' }]);
  const { hash } = await readUserFunction(folder, 'mark-it');
  expect((await historyOf(world, item.id)).map((event) => event.text).join()).toContain(
    `ran mark-it.ts (${hash}); changed metadata by`,
  );
});

test('is read anew when it was changed, and only then', async () => {
  const path = join(folder, 'f.js');
  const write = (user: string, seconds: number) => {
    writeFileSync(path, `export default (item) => { item.metadata.user = ${user}; return item }`);
    utimesSync(path, seconds, seconds);
  };
  const flow = await makeFlow(world, bench, calling('user.f'));
  write('{ v: 1 }', 1000);
  expect((await runOnce(flow, 'a')).item.metadata['user']).toEqual({ v: 1 });
  const first = await readUserFunction(folder, 'f');
  expect(await readUserFunction(folder, 'f')).toBe(first);
  write('{ v: 2 }', 2000);
  expect((await runOnce(flow, 'b')).item.metadata['user']).toEqual({ v: 2 });
});

test('that is not there fails with the folder it belongs into', async () => {
  const flow = await makeFlow(world, bench, calling('user.none'));
  const { state, error } = await runOnce(flow, 'a');
  expect(state).toBe('failed');
  expect(error).toBe(`There is no function "none": put none.js or none.ts into ${folder}.`);
});

test('has the limits that its node sets', async () => {
  writeFileSync(join(folder, 'loop.js'), 'export default () => { for (;;); }');
  const flow = await makeFlow(world, bench, calling('user.loop', { sluice: { timeoutSeconds: 0.2 } }));
  expect((await runOnce(flow, 'a')).error).toMatch(/took longer than 0\.2 seconds/);
});

test.each(['../f', 'a/b', 'a.b', '', '.', 'x'.repeat(101), 'nul\0'])(
  '%j is no name of a function',
  async (name) => {
    await expect(readUserFunction(folder, name)).rejects.toMatchObject({ code: 'invalid-input' });
  },
);

test('a file that is none, or too large, is refused', async () => {
  mkdirSync(join(folder, 'folder.js'));
  writeFileSync(join(folder, 'large.js'), 'x'.repeat(2 ** 20 + 1));
  symlinkSync('/dev/zero', join(folder, 'device.ts'));
  for (const name of ['folder', 'large', 'device']) {
    await expect(readUserFunction(folder, name)).rejects.toMatchObject({ code: 'invalid-input' });
  }
  rmSync(folder, { recursive: true });
  await expect(readUserFunction(folder, 'any')).rejects.toMatchObject({ code: 'not-found' });
});
