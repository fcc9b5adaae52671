/** `export`: what is written where, whatever items are called. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { safeFolders, safeName } from '#engine/nodes/functions/safe-names.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { fc } from '#test/support/property.ts';
import { type Bench, flowOf, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { itemNow, label, library, only, picture } from './support.ts';

let world: World;
let bench: Bench;
const PIXELS = { width: 20, height: 10 };

beforeEach(async () => {
  world = await openWorld();
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const exporting = (config: Readonly<Record<string, unknown>>) =>
  graphOf([library('export', 'out', config)], []);

/** Every file in the folder for exports. */
function files(): string[] {
  const root = world.ctx.files.exports;
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();
}

const read = (path: string) => JSON.parse(readFileSync(join(world.ctx.files.exports, path), 'utf8'));

test("writes the reference system's JSON, with the picture if wanted, and lets the item go on", async () => {
  const graph = graphOf(
    [library('export', 'out', { folder: 'good/week 1', pictures: true }), storage('end', bench.inbox)],
    ['out > end'],
  );
  const flow = await makeFlow(world, bench, graph);
  const item = await picture(world, bench.inbox, 'a.png', PIXELS, { folder: '/day 1' });
  label(world, item.id, 'car', [1, 2, 3.5, 4], { attributes: { colour: 'red' } });
  await flow.run([item]);
  expect(await flow.statuses()).toEqual(['success']);
  expect(files()).toEqual(['good/week 1/items/day 1/a.png', 'good/week 1/json/day 1/a.json']);
  expect(read('good/week 1/json/day 1/a.json')).toMatchObject({
    id: item.id,
    filename: '/day 1/a.png',
    name: 'a.png',
    dir: '/day 1',
    datasetId: bench.inbox,
    annotated: true,
    annotationsCount: 1,
    metadata: { system: { width: 20, height: 10, mimetype: 'image/png' } },
    annotations: [
      {
        type: 'box',
        label: 'car',
        coordinates: [
          { x: 1, y: 2, z: 0 },
          { x: 3.5, y: 4, z: 0 },
        ],
        creator: 'ann@example.com',
        itemId: item.id,
        datasetId: bench.inbox,
        metadata: { system: { attributes: { colour: 'red' } } },
      },
    ],
  });
  const source = join(world.folder, `originals/test/${bench.inbox}/day 1/a.png`);
  expect(readFileSync(join(world.ctx.files.exports, 'good/week 1/items/day 1/a.png'))).toEqual(
    readFileSync(source),
  );
});

test('exporting again replaces what was written', async () => {
  const flow = await makeFlow(world, bench, exporting({ folder: 'x' }));
  const [item] = await flow.send('a.png');
  if (!item) throw new Error('one item');
  label(world, item.id, 'late', [1, 2, 3, 4]);
  await flow.run([item]);
  expect(files()).toEqual(['x/json/a.json']);
  expect(read('x/json/a.json').annotations).toHaveLength(1);
});

test('items of one name are kept apart, and each stays where it is', async () => {
  const flow = await makeFlow(world, bench, exporting({ folder: 'x', pictures: true }));
  const other = await bench.dataset('other');
  const first = await picture(world, bench.inbox, 'a.png', PIXELS);
  const second = await picture(world, bench.inbox, 'a.jpg', PIXELS);
  const third = await picture(world, other, 'a.png', PIXELS);
  const apart = await picture(world, bench.inbox, 'a.png', PIXELS, { folder: '/b' });
  const items = [first, second, third, apart];
  await flow.run(items);
  const expected = [
    'x/items/a.png',
    'x/items/b/a.png',
    `x/items/a~${second.id}.jpg`,
    `x/items/a~${third.id}.png`,
    'x/json/a.json',
    'x/json/b/a.json',
    `x/json/a~${second.id}.json`,
    `x/json/a~${third.id}.json`,
  ].toSorted();
  expect(files()).toEqual(expected);
  await flow.run(items.toReversed());
  expect(files()).toEqual(expected);
  expect(read('x/json/a.json').id).toBe(first.id);
  expect(read(`x/json/a~${third.id}.json`).id).toBe(third.id);
});

test('a file that is not ours is left alone', async () => {
  await mkdir(join(world.ctx.files.exports, 'x/json'), { recursive: true });
  writeFileSync(join(world.ctx.files.exports, 'x/json/a.json'), 'mine');
  const flow = await makeFlow(world, bench, exporting({ folder: 'x' }));
  const [item] = await flow.send('a.png');
  expect(files()).toEqual(['x/json/a.json', `x/json/a~${item?.id}.json`].toSorted());
  expect(readFileSync(join(world.ctx.files.exports, 'x/json/a.json'), 'utf8')).toBe('mine');
});

test('an engine that dies before the export is written down leaves one whole export', async () => {
  const flow = await makeFlow(world, bench, exporting({ folder: 'x' }));
  const item = world.arrive(bench.inbox, 'a.png');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  // The file is there, and the transaction that ends the execution is yet to come.
  while (files().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await world.kill();
  world = await openWorld({ folder: world.folder });
  await world.settled();
  expect(files()).toEqual(['x/json/a.json']);
  expect(read('x/json/a.json').id).toBe(item.id);
  expect(await flowOf(world, bench, flow.pipelineId).statuses()).toEqual(['success']);
});

test('a link that leads out of the folder is not followed', async () => {
  mkdirSync(world.ctx.files.exports);
  const outside = join(world.folder, 'frames');
  symlinkSync(outside, join(world.ctx.files.exports, 'x'));
  const flow = await makeFlow(world, bench, exporting({ folder: 'x' }));
  await flow.send('a.png');
  const { state, error } = await only(flow, (await flow.cycle()).id, 'out');
  expect(state).toBe('failed');
  expect(error).toMatch(/leads out of .*exports by a link/);
  expect(
    readdirSync(outside, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()),
  ).toEqual([]);
});

test('a picture that is gone fails with its path, and nothing is written', async () => {
  const flow = await makeFlow(world, bench, exporting({ folder: 'x', pictures: true }));
  const item = itemNow(world, world.arrive(bench.inbox, 'gone.png').id);
  const [cycleId] = await flow.run([item]);
  const { state, error } = await only(flow, cycleId as never, 'out');
  expect([state, error]).toEqual([
    'failed',
    expect.stringMatching(/The file of "gone\.png" is not at .* any more/),
  ]);
  expect(files()).toEqual([]);
});

describe('names of files', () => {
  test.each([
    ['photo.jpg', 'photo', '.jpg'],
    ['two.dots.tar.gz', 'two.dots.tar', '.gz'],
    ['no extension', 'no extension', ''],
    ['.hidden', '_hidden', ''],
    ['../../etc/passwd', '___.._etc_passwd', ''],
    ['a/b\\c:d*e?f"g<h>i|j.png', 'a_b_c_d_e_f_g_h_i_j', '.png'],
    ['con', '_con', ''],
    ['CON.png', '_CON', '.png'],
    ['nul.tar.gz', '_nul.tar', '.gz'],
    ['ends with dots...', 'ends with dots___', ''],
    ['-rf.png', '_rf', '.png'],
    ['line\nbreak\0.png', 'line_break_', '.png'],
    ['\u202egnp.exe', '_gnp', '.exe'],
    ['', '_', ''],
    ['ä\u0308e\u0301.png', 'ä\u0308é', '.png'],
    [`${'x'.repeat(400)}.png`, 'x'.repeat(160), '.png'],
    [`${'🙂'.repeat(100)}.png`, '🙂'.repeat(40), '.png'],
    [`a.${'x'.repeat(40)}`, `a.${'x'.repeat(40)}`, ''],
  ])('%j', (name, stem, extension) => {
    const safe = safeName(name);
    expect(safe).toEqual({ stem, extension });
    expect(`${safe.stem}${safe.extension}`).not.toMatch(/[/\\\0]|^\.|^$/);
  });

  test('any name becomes one that every system can hold, and stays as it is then', () => {
    const piece = fc.constantFrom(
      ...['con', 'NUL', 'lpt1', '.', ' ', '-', '~', 'a', '.png', '/', '\\', '\n', '\u202e'],
      ...['é', 'e\u0301', '🙂', 'x'.repeat(170)],
    );
    const names = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    const fileOf = (name: string) => Object.values(safeName(name)).join('');
    fc.assert(
      fc.property(names, (name) => {
        const file = fileOf(name);
        expect(file).toMatch(/^[^\p{Cc}<>:"/\\|?*]+$/u);
        expect(file).not.toMatch(/^[.~-]|^\s|[\s.]$/);
        expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(Buffer.byteLength(file)).toBeLessThanOrEqual(180);
        expect(fileOf(file)).toBe(file);
      }),
      { numRuns: 2000 },
    );
  });

  test('folders', () => {
    expect(safeFolders('/')).toEqual([]);
    expect(safeFolders('/a/b c//../aux/.')).toEqual(['a', 'b c', '__', '_aux', '_']);
  });
});
