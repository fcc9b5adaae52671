/** Code that is checked, and tried on an item without any effect. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import { type ItemId, nodeIdSchema } from '#core/model/ids.ts';
import { customPath, writeSetting } from '#core/pipeline/edit/node-settings.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import type { CodeLanguage } from '#core/pipeline/kinds/code.ts';
import { type Bench, makeBench } from '#test/engine/runner/support/flow.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';

let world: World;
let bench: Bench;
let itemId: ItemId;

beforeAll(async () => {
  world = await openWorld();
  bench = await makeBench(world);
  itemId = world.arrive(bench.inbox, 'street.png').id;
});
afterAll(() => world.close());

const at = { x: 0, y: 0 };
const nodeId = nodeIdSchema.parse('code');

function snippet(code: string, language: CodeLanguage = 'javascript'): GraphNode {
  const node = starterNode('code', { id: nodeId, at });
  return { ...node, config: { package: { code, language } } };
}

const graphWith = (node: GraphNode): Graph => ({
  nodes: [node],
  connections: [],
  startNodes: [],
  variables: [{ name: 'limit', type: 'Number', value: 7 }],
});

const tried = (node: GraphNode) => world.calls['code.try']({ graph: graphWith(node), nodeId, itemId });

test('tells what was returned, changed, decided and logged, and keeps none of it', async () => {
  const before = world.db.get('SELECT total_changes() AS total');
  const trial = await tried(
    snippet(`export default function (item, context) {
      console.log('seen', item.name, context.variables.limit);
      context.action('good');
      item.metadata.user = { ...item.metadata.user, seen: true };
      item.metadata.system.tags = { ...item.metadata.system.tags, night: true };
      return item;
    }`),
  );
  expect(trial).toMatchObject({
    ok: true,
    action: 'good',
    logs: ['seen street.png 7'],
    returned: { id: itemId, name: 'street.png' },
    changes: [{ itemId, set: { seen: true }, remove: [], tagsAdded: ['night'], tagsRemoved: [] }],
  });
  expect(trial.milliseconds).toBeGreaterThan(0);
  expect(world.db.get('SELECT total_changes() AS total')).toEqual(before);
});

test('tells the line where a snippet throws, and what it cannot return', async () => {
  const thrown = await tried(
    snippet(`export default (item) => {\n  console.log('one');\n  throw new Error('no');\n}`),
  );
  expect(thrown).toMatchObject({ ok: false, kind: 'user', place: { line: 3 }, logs: ['one'] });
  expect(await tried(snippet('export default () => 3'))).toMatchObject({
    ok: false,
    kind: 'returned',
    message: expect.stringContaining('Return the item'),
  });
});

test('grants nothing, whatever the node is granted, and stops at the node’s own limit', async () => {
  const granted = writeSetting(
    snippet(`export default async () => { await fetch('https://example.com'); }`),
    ['metadata', 'sluice', 'grants'],
    ['network'],
  );
  expect(await tried(granted)).toMatchObject({ ok: false, kind: 'user' });
  const endless = writeSetting(
    snippet('export default () => { for (;;) {} }'),
    ['metadata', 'sluice', 'timeoutSeconds'],
    0.1,
  );
  expect(await tried(endless)).toMatchObject({ ok: false, kind: 'timeout' });
});

test('tries a function of one’s own with its settings, and lists it', async () => {
  const folder = world.ctx.files.functions;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'mark.js'), 'export default (i, c) => { c.action(c.config.word); return i; }');
  writeFileSync(join(folder, 'mark.ts'), '');
  writeFileSync(join(folder, 'notes.txt'), '');
  const found = await world.calls['functions.list']({});
  expect(found.folder).toBe(folder);
  expect(found.functions).toEqual([
    { name: 'mark', functionName: 'user.mark', path: join(folder, 'mark.js') },
  ]);
  const node = starterNode('user', { id: nodeId, at, functionName: 'user.mark' });
  expect(await tried(writeSetting(node, customPath('word'), 'fine'))).toMatchObject({
    ok: true,
    action: 'fine',
    changes: [],
  });
});

test('refuses Python, other nodes and items that are gone, each by its name', async () => {
  await expect(tried(snippet('class ServiceRunner:\n  pass', 'python'))).rejects.toMatchObject({
    code: 'wrong-state',
    message: expect.stringContaining('Python'),
  });
  const other = starterNode('merge', { id: nodeId, at });
  await expect(tried(other)).rejects.toMatchObject({ code: 'invalid-input' });
  const gone = { graph: graphWith(snippet('export default (i) => i')), nodeId, itemId: 'f'.repeat(24) };
  await expect(world.calls['code.try'](gone as never)).rejects.toMatchObject({ code: 'not-found' });
});

test('checks what is written before it runs', async () => {
  const check = async (code: string, language: CodeLanguage = 'javascript') =>
    (await world.calls['code.check']({ code, language })).problem;
  expect(await check('export default (item) => item')).toBeNull();
  expect(await check('export default (item: object) => item', 'typescript')).toBeNull();
  expect(await check('export default (item) => {\n  const = 3;\n}')).toMatchObject({ place: { line: 2 } });
  expect(await check('const a = 1;')).toMatchObject({ message: expect.any(String) });
  expect(await check('def run(', 'python')).toBeNull();
});

test('lists the models that run here', async () => {
  const models = await world.calls['models.list']({});
  expect(models.map((model) => model.id)).toContain('sluice/bright-regions');
});
