/** What a crash leaves of an export is cut off. */
import { appendFileSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { findExportFile, insertExportFile } from '#engine/db/queries/export-files.ts';
import { exportPart, exportPath, sweepExports } from '#engine/sets/export.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, makeBench, manyItems } from '../runner/support/flow.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld();
  bench = await makeBench(world);
});
afterEach(() => world.close());

const exportId = itemIdSchema.parse('e'.repeat(24));

test('every item is there once, whatever was written beside', () => {
  const ids = manyItems(world, bench.inbox, 150);
  const { ctx } = world;
  const spec = {
    exportId,
    datasetIds: [datasetIdSchema.parse(bench.inbox)],
    filter: {},
    upTo: 'f'.repeat(24),
    withAnnotations: true,
    annotationFilter: null,
  };
  ctx.unit('test', (tx) => insertExportFile(tx.db, { id: exportId, datasetId: bench.inbox, createdAt: 1 }));
  let cursor = '';
  for (let turn = 0; turn < 10; turn += 1) {
    // A part that was written and not committed, as after a crash.
    if (cursor !== '') appendFileSync(exportPath(ctx.files, exportId), ',\n{"half":');
    const part = ctx.unit('test', (tx) => exportPart(tx, ctx.files, spec, cursor));
    expect(findExportFile(world.db, exportId)?.size === null).toBe(part.cursor !== null);
    if (part.cursor === null) break;
    cursor = part.cursor;
  }
  const text = readFileSync(exportPath(ctx.files, exportId), 'utf8');
  expect(JSON.parse(text).map(({ id }: { id: string }) => id)).toEqual([...ids].toSorted());
  expect(findExportFile(world.db, exportId)?.size).toBe(Buffer.byteLength(text));
  // It is older than two weeks.
  ctx.unit('test', (tx) => sweepExports(tx, ctx.files));
  expect(findExportFile(world.db, exportId)).toBeNull();
  expect(() => readFileSync(exportPath(ctx.files, exportId))).toThrow('ENOENT');
});
