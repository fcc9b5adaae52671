/** Code nodes in Python: the real one, with a small package in place of the reference system's SDK. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { code, historyOf, itemNow, label, only } from './support.ts';

const SDK = `
client_api = None
class Item:
    @classmethod
    def from_json(cls, _json, client_api):
        item = cls()
        item.json = dict(_json)
        return item
    def to_json(self):
        return self.json
`;

let packages: string;
let world: World;

beforeEach(() => {
  packages = mkdtempSync(join(tmpdir(), 'sluice-packages-'));
  mkdirSync(join(packages, 'dtlpy-1.0.dist-info'));
  writeFileSync(
    join(packages, 'dtlpy-1.0.dist-info', 'METADATA'),
    'Metadata-Version: 2.1\nName: dtlpy\nVersion: 1.0\n',
  );
  writeFileSync(join(packages, 'dtlpy.py'), SDK);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
  rmSync(packages, { recursive: true, force: true });
});

const openPython = () => openWorld({ python: { env: { ...process.env, PYTHONPATH: packages } } });

test('a ServiceRunner chooses where items go, logs, and changes them', async () => {
  world = await openPython();
  const bench = await makeBench(world);
  const source = `
class ServiceRunner:
    def run(self, item, progress, context):
        print('at', context.nodeName)
        assert 'annotations' not in item.json, 'the SDK asks for annotations itself'
        item.json['metadata']['user'] = {'by': 'python', 'count': item.json['annotationsCount']}
        progress.update(action='big' if item.json['name'] == 'a' else 'small')
        return item
`;
  const [big, small] = [await bench.dataset('big'), await bench.dataset('small')];
  const graph = graphOf(
    [code('snip', source, { actions: ['big', 'small'] }), storage('big', big), storage('small', small)],
    ['snip > big : big', 'snip > small : small'],
  );
  const flow = await makeFlow(world, bench, graph);
  const items = ['a', 'b'].map((name) => world.arrive(bench.inbox, name));
  label(world, items[0]?.id ?? '', 'car', [1, 2, 3, 4]);
  await flow.run(items);
  expect([await flow.inDataset(big), await flow.inDataset(small)]).toEqual([['a'], ['b']]);
  const [first] = items;
  if (!first) throw new Error('two items');
  expect(itemNow(world, first.id).metadata['user']).toEqual({ by: 'python', count: 1 });
  const told = (await historyOf(world, first.id)).map((event) => event.text);
  expect(told).toContain('at snip');
});

test('what it raises fails at once, with its line', async () => {
  world = await openPython();
  const bench = await makeBench(world);
  const source = "class ServiceRunner:\n    def run(self, item):\n        raise ValueError('no good')\n";
  const flow = await makeFlow(world, bench, graphOf([code('snip', source)], []));
  await flow.send('a');
  const { state, error } = await only(flow, (await flow.cycle()).id, 'snip');
  expect(state).toBe('failed');
  expect(error).toMatch(/^"snip": ValueError: no good \(line 3\)/);
});

test('without a Python, or without its SDK, the node fails and says what to do', async () => {
  rmSync(packages, { recursive: true });
  world = await openWorld({ python: { env: { ...process.env, SLUICE_PYTHON: '/nowhere/python3' } } });
  const bench = await makeBench(world);
  const source = 'class ServiceRunner:\n    def run(self, item):\n        return item\n';
  const flow = await makeFlow(world, bench, graphOf([code('snip', source)], []));
  await flow.send('a');
  const { state, attempt, error } = await only(flow, (await flow.cycle()).id, 'snip');
  expect([state, attempt]).toEqual(['failed', 1]);
  expect(error).toMatch(/missing python3.*\/nowhere\/python3.*Install Python/);
});
