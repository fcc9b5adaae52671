/** What a crash leaves of an export is cut off, and the items of all parts are there once. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filenameOf } from '#core/filters/entities.ts';
import type { ExportFormat } from '#core/model/export-file.ts';
import { datasetIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import { findExportFile, insertExportFile } from '#engine/db/queries/export-files.ts';
import { findItem, updateItem } from '#engine/db/queries/items.ts';
import { exportPart, exportPath, sweepExports } from '#engine/sets/export.ts';
import { type ExportSpec, exportSpec } from '#engine/sets/export-items.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { unzip } from '#test/support/unzip.ts';
import { type Bench, makeBench, manyItems } from '../runner/support/flow.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld();
  bench = await makeBench(world);
});
afterEach(() => world.close());

const id = itemIdSchema.parse('e'.repeat(24));

function asked(format: ExportFormat, more: Partial<ExportSpec> = {}): ExportSpec {
  const datasetId = datasetIdSchema.parse(bench.inbox);
  world.ctx.unit('test', (tx) => insertExportFile(tx.db, { id, datasetId, format, createdAt: 1 }));
  const all = { filter: {}, upTo: 'f'.repeat(24), withAnnotations: true, annotationFilter: null };
  return exportSpec.parse({ exportId: id, datasetIds: [datasetId], ...all, format, ...more });
}

/** Each part but the first is done twice, as after a crash: the first time nothing is committed. Answers how many there were. */
function exported(spec: ExportSpec): number {
  const { ctx } = world;
  let cursor = '';
  for (let parts = 1; ; parts += 1) {
    if (cursor !== '') {
      const crash = new Error('crash');
      const broken = () =>
        ctx.unit('test', (tx) => {
          exportPart(tx, ctx.files, spec, cursor);
          throw crash;
        });
      expect(broken).toThrow(crash);
      appendFileSync(exportPath(ctx.files, { id, format: spec.format }), '{"half":');
    }
    const part = ctx.unit('test', (tx) => exportPart(tx, ctx.files, spec, cursor));
    expect(findExportFile(world.db, id)?.size === null).toBe(part.cursor !== null);
    if (part.cursor === null) return parts;
    cursor = part.cursor;
  }
}

const listed = (text: string) => JSON.parse(text).map((one: { readonly id: string }) => one.id);

test('a list', () => {
  const ids = manyItems(world, bench.inbox, 150);
  const { files, unit } = world.ctx;
  expect(exported(asked('json'))).toBeGreaterThan(2);
  const path = exportPath(files, { id, format: 'json' });
  const text = readFileSync(path, 'utf8');
  expect(listed(text)).toEqual([...ids].toSorted());
  expect(findExportFile(world.db, id)?.size).toBe(Buffer.byteLength(text));
  // It is older than two weeks.
  unit('test', (tx) => sweepExports(tx, files));
  expect(findExportFile(world.db, id)).toBeNull();
  expect(existsSync(path)).toBe(false);
});

/** In folders, some in one with another's name, so that all is there that an archive tells apart. */
function inFolders(ids: readonly ItemId[]): void {
  world.ctx.unit('test', (tx) => {
    for (const [at, itemId] of ids.entries()) {
      const item = findItem(tx.db, itemId);
      if (!item) throw new Error('no item');
      const name = `${at - (at % 2)}.${at % 2 === 0 ? 'png' : 'jpg'}`;
      const place = { folder: ['/', '/day 1', '/day 1/ü'][at % 3] ?? '/', name };
      updateItem(tx.db, item.id, { ...place, metadata: item.metadata }, tx.now);
    }
  });
}

test('an archive, whose directory takes several parts', async () => {
  const ids = manyItems(world, bench.inbox, 1100);
  inFolders(ids);
  const spec = asked('zip');
  // 18 of files, and two of the directory.
  expect(exported(spec)).toBe(20);
  const bytes = readFileSync(exportPath(world.ctx.files, { id, format: 'zip' }));
  expect(findExportFile(world.db, id)?.size).toBe(bytes.length);
  const files = await unzip(bytes);
  expect([...files.values()].map((one) => JSON.parse(`${one}`).id).toSorted()).toEqual([...ids].toSorted());
  for (const [path, json] of files) {
    const { filename } = JSON.parse(`${json}`);
    expect(`/${path}`).toBe(filename.replace(/\.\w+$/, '.json'));
  }
  expect(world.db.all('SELECT * FROM export_entry')).toEqual([]);
});

test('of two pictures with one name the later has its whole name; a client may ask for that of all', async () => {
  const ids = manyItems(world, bench.inbox, 3);
  world.ctx.unit('test', (tx) => {
    for (const [at, name] of ['a.png', 'a.jpg', 'b.png'].entries()) {
      updateItem(tx.db, ids[at] ?? id, { folder: '/f', name, metadata: {} }, tx.now);
    }
  });
  exported(asked('zip'));
  const path = exportPath(world.ctx.files, { id, format: 'zip' });
  const namesOf = async () =>
    [...(await unzip(path))].map(([name, json]) => [name, filenameOf(itemOf(`${json}`))]).toSorted();
  expect(await namesOf()).toEqual([
    ['f/a.jpg.json', '/f/a.jpg'],
    ['f/a.json', '/f/a.png'],
    ['f/b.json', '/f/b.png'],
  ]);
  world.ctx.unit('test', (tx) => sweepExports(tx, world.ctx.files));
  exported(asked('zip', { naming: 'whole' }));
  expect((await namesOf()).map(([name]) => name)).toEqual(['f/a.jpg.json', 'f/a.png.json', 'f/b.png.json']);
});

const itemOf = (json: string) => {
  const { dir, name } = JSON.parse(json);
  return { folder: dir, name };
};

test('an archive of nothing is one', async () => {
  expect(exported(asked('zip'))).toBe(2);
  expect(await unzip(exportPath(world.ctx.files, { id, format: 'zip' }))).toEqual(new Map());
});

test('an archive that was given up leaves nothing behind when it is swept away', () => {
  manyItems(world, bench.inbox, 10);
  const { ctx } = world;
  const spec = asked('zip');
  ctx.unit('test', (tx) => exportPart(tx, ctx.files, spec, ''));
  expect(world.db.all('SELECT name FROM export_entry')).toHaveLength(10);
  ctx.unit('test', (tx) => sweepExports(tx, ctx.files));
  expect(world.db.all('SELECT name FROM export_entry')).toEqual([]);
});

test('a part with much in it ends earlier', () => {
  const ids = manyItems(world, bench.inbox, 8);
  world.ctx.unit('test', (tx) => {
    const metadata = { user: { text: 'x'.repeat(100_000) } };
    for (const [at, itemId] of ids.entries()) {
      updateItem(tx.db, itemId, { folder: '/', name: `${at}.png`, metadata }, tx.now);
    }
  });
  const spec = asked('zip');
  const part = world.ctx.unit('test', (tx) => exportPart(tx, world.ctx.files, spec, ''));
  expect(part.done).toBe(3);
});
