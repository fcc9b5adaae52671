/** Files that hold several pictures: each picture is an item, and all share the fate of their file. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { probeImage } from '#engine/media/image.ts';
import { itemFile } from '#engine/pictures/item-file.ts';
import { apng, bombs } from '#test/support/pictures.ts';
import { writeTiff } from '#test/support/tiff.ts';
import { openIngest } from './world.ts';

function scan(path: string, seed = 0): void {
  writeTiff(path, [
    { width: 4, height: 2, bits: 8, data: new Uint8Array(8).fill(10 + seed) },
    { width: 6, height: 3, bits: 8, orientation: 6, data: new Uint8Array(18).fill(20) },
    { width: 2, height: 2, bits: 16, data: new Uint16Array([0, 100, 4000, 4095]) },
  ]);
}

test('a page is an item; what becomes of the file becomes of all of its pages', async () => {
  const world = await openIngest();
  const path = join(world.inbox, 'scan.tif');
  scan(path);
  await world.watch();
  await world.until(() => expect(world.items()).toHaveLength(3));
  expect(world.items().map(({ name, width, height }) => [name, width, height])).toEqual([
    ['scan · page 1.tif', 4, 2],
    ['scan · page 2.tif', 3, 6],
    ['scan · page 3.tif', 2, 2],
  ]);
  const third = world.item('scan · page 3.tif');
  expect(third.picture).toMatchObject({
    page: 2,
    pages: 3,
    plain: false,
    levels: { bits: 16, min: 0, max: 4095 },
  });
  expect(third.metadata).toMatchObject({ system: { page: 3, pages: 3, originalname: 'scan.tif' } });
  const page = await itemFile(world.test.ctx, third);
  expect(await probeImage(page, { verify: true })).toMatchObject({
    width: 2,
    height: 2,
    pages: 1,
    depth: 'ushort',
  });

  const ids = world.items().map(({ id }) => id);
  const away = join(world.test.folder, 'away.tif');
  await rename(path, away);
  await world.until(() =>
    expect(world.items().map(({ storage }) => storage)).toEqual(['missing', 'missing', 'missing']),
  );
  await rename(away, join(world.inbox, 'other.tif'));
  await world.until(() => expect(world.items().every(({ storage }) => storage === 'linked')).toBe(true));
  expect(world.items().map(({ id }) => id)).toEqual(ids);
  expect(world.items().map(({ name }) => name)).toEqual([
    'other · page 1.tif',
    'other · page 2.tif',
    'other · page 3.tif',
  ]);
  expect(world.history(third)).toEqual(['arrived', 'missing', 'moved']);
});

test('handed in once more, the pages are there already', async () => {
  const world = await openIngest();
  const { ctx, datasetId, folder } = world.test;
  const path = join(folder, 'scan.tif');
  scan(path, 1);
  const hand = async () =>
    await world.ingest.importSummary(
      world.ingest.importPaths({ datasetId, paths: [path], mode: 'copy', actor: 'test' }),
    );
  expect((await hand()).outcomes).toMatchObject([{ outcome: 'created' }]);
  expect((await hand()).outcomes).toMatchObject([{ outcome: 'duplicate' }]);
  expect(world.items()).toHaveLength(3);
  expect(new Set(world.items().map(({ storage }) => storage))).toEqual(new Set(['stored']));
  const [first] = world.items();
  expect(first && (await probeImage(await itemFile(ctx, first)))).toMatchObject({ width: 4, pages: 1 });
});

test('a document that came before pages were items gets the others when it is handed in again', async () => {
  const world = await openIngest();
  const { ctx, datasetId, folder } = world.test;
  const path = join(folder, 'scan.tif');
  scan(path, 2);
  const hand = async () =>
    await world.ingest.importSummary(
      world.ingest.importPaths({ datasetId, paths: [path], mode: 'copy', actor: 'test' }),
    );
  await hand();
  const [before] = world.items();
  ctx.unit('test', (tx) => {
    tx.db.run("DELETE FROM item WHERE name <> 'scan · page 1.tif'");
    tx.db.run("UPDATE item SET picture = NULL, name = 'scan.tif'");
  });
  expect(world.items()).toHaveLength(1);
  for (const round of [1, 2]) {
    expect((await hand()).outcomes, `${round}`).toMatchObject([{ outcome: 'duplicate' }]);
    expect(world.items().map(({ name, picture }) => [name, picture?.page, picture?.pages])).toEqual([
      ['scan.tif', 0, 3],
      ['scan · page 2.tif', 1, 3],
      ['scan · page 3.tif', 2, 3],
    ]);
  }
  expect(world.items()[0]?.id).toBe(before?.id);
});

test('the levels of a pyramid are no pages', async () => {
  const world = await openIngest();
  const background = { r: 1, g: 2, b: 3 };
  await sharp({ create: { width: 900, height: 700, channels: 3, background } })
    .tiff({ pyramid: true, tile: true, tileWidth: 128, tileHeight: 128 })
    .toFile(join(world.inbox, 'slide.tif'));
  await world.watch();
  await world.until(() => expect(world.items()).toHaveLength(1));
  expect(world.item('slide.tif')).toMatchObject({ width: 900, height: 700, picture: { page: 0, pages: 1 } });
});

test.each(['gif', 'webp', 'png'] as const)('a frame of an animation is an item: %s', async (format) => {
  const world = await openIngest();
  const frames = [40, 120, 200];
  const film = Buffer.concat(frames.map((value) => Buffer.alloc(8 * 4 * 3, value)));
  const raw = { width: 8, height: 12, channels: 3, pageHeight: 4 } as const;
  const path = join(world.inbox, `walk.${format}`);
  if (format === 'png') await writeFile(path, apng(8, 4, frames));
  else if (format === 'gif') await sharp(film, { raw }).gif().toFile(path);
  else await sharp(film, { raw }).webp({ lossless: true }).toFile(path);
  await world.watch();
  await world.until(() => expect(world.items()).toHaveLength(3));
  expect(world.items().map(({ name, mimetype }) => [name, mimetype])).toEqual(
    [1, 2, 3].map((number) => [`walk · frame ${number}.png`, 'image/png']),
  );
  for (const [index, item] of world.items().entries()) {
    const file = await itemFile(world.test.ctx, item);
    const [pixel = 0] = await sharp(file).flatten().removeAlpha().raw().toBuffer();
    expect(Math.abs(pixel - (frames[index] ?? 0))).toBeLessThan(4);
  }
});

test('a file that claims more than can be read is named with its claim and the limit; the others go on', async () => {
  const world = await openIngest();
  for (const { name, bytes } of await bombs()) await writeFile(join(world.inbox, name), bytes);
  await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).toFile(
    join(world.inbox, 'good.png'),
  );
  const id = await world.watch();
  const wanted = await bombs();
  await world.until(() => {
    expect(world.items().map(({ name }) => name)).toEqual(['good.png']);
    expect(world.ingest.folders.problems(id)).toHaveLength(wanted.length);
  });
  for (const { name, claim } of wanted) {
    const problem = world.ingest.folders.problems(id).find(({ path }) => path === name);
    expect(problem?.reason, name).toMatch(claim);
  }
});
