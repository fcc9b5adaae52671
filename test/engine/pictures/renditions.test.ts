import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Item } from '#core/model/item.ts';
import { listItems } from '#engine/db/queries/items.ts';
import { createIngest } from '#engine/ingest/ingest.ts';
import { mediaHandlers } from '#engine/services/media.ts';
import { createTestContext } from '#test/support/engine-context.ts';
import { ADOBE_RGB_COLOURS, adobeRgb, pngWithProfile } from '#test/support/profile.ts';
import { writeTiff } from '#test/support/tiff.ts';

async function openWorld(put: (folder: string) => Promise<void>) {
  const test = await createTestContext();
  const ingest = createIngest(test.ctx, { stableMs: 20 });
  onTestFinished(async () => {
    await ingest.close();
    await test.close();
  });
  const folder = join(test.folder, 'in');
  await mkdir(folder);
  await put(folder);
  const { datasetId, ctx } = test;
  await ingest.importSummary(ingest.importPaths({ datasetId, paths: [folder], mode: 'link', actor: 'test' }));
  const filter = { text: '', kind: null, status: null, trashed: false };
  const items = listItems(ctx.db, datasetId, filter, { after: null, limit: 100 });
  const [item] = items as [Item];
  return { ctx, datasetId, folder, item, media: mediaHandlers(ctx) };
}

const deep = (folder: string) =>
  Promise.resolve(
    writeTiff(join(folder, 'deep.tif'), [
      { width: 2, height: 1, bits: 16, data: new Uint16Array([1000, 3000]) },
    ]),
  );

const pixels = async (path: string) => {
  const bytes = await readFile(path);
  // A grey BMP: two pixels after header and palette.
  return [...bytes.subarray(54 + 1024, 54 + 1024 + 2)];
};

test('a window is that of the address, else of the dataset, else the usual one', async () => {
  const { media, item, datasetId } = await openWorld(deep);
  const show = async (window?: { low: number; high: number }) =>
    pixels(
      (await media['media.resolve']({ itemId: item.id, variant: 'display', ...(window ? { window } : {}) }))
        .path,
    );
  expect(await show()).toEqual([62, 187]);
  expect(await show({ low: 1000, high: 3000 })).toEqual([0, 255]);
  await media['media.setWindow']({ datasetId, window: { low: 1000, high: 5000 } });
  expect(await media['media.window']({ datasetId })).toEqual({ low: 1000, high: 5000 });
  expect(await show()).toEqual([0, 128]);
  await media['media.setWindow']({ datasetId, window: null });
  expect(await show()).toEqual([62, 187]);
});

test('a rendition is made once, however many ask, and the original is never touched', async () => {
  const { media, item, ctx, folder } = await openWorld(deep);
  const before = await readdir(folder);
  const { begun } = ctx.pictures.state();
  const asked = Array.from({ length: 5 }, () =>
    media['media.resolve']({ itemId: item.id, variant: 'display' }),
  );
  const paths = new Set((await Promise.all(asked)).map(({ path }) => path));
  expect(paths.size).toBe(1);
  expect(ctx.pictures.state().begun).toBe(begun + 1);
  expect(await readdir(folder)).toEqual(before);
});

test('a picture that a window shows itself is not copied', async () => {
  const { media, item, folder } = await openWorld(async (place) => {
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).toFile(
      join(place, 'red.png'),
    );
  });
  const { path } = await media['media.resolve']({ itemId: item.id, variant: 'display' });
  expect(path).toBe(join(folder, 'red.png'));
  await expect(media['media.tile']({ itemId: item.id, place: null })).rejects.toMatchObject({
    code: 'wrong-state',
  });
});

test('the tiles of a large picture are a job that can be cancelled, and are made when asked for again', async () => {
  const { media, item, ctx } = await openWorld(async (place) => {
    await sharp({ create: { width: 9000, height: 6000, channels: 3, background: '#123456' } })
      .png({ compressionLevel: 1 })
      .toFile(join(place, 'large.png'));
  });
  const first = Promise.resolve(media['media.tile']({ itemId: item.id, place: null, ticket: 'a' }));
  const refused = expect(first).rejects.toMatchObject({ code: 'aborted' });
  await vi.waitFor(() => expect(ctx.jobs.list()).toMatchObject([{ kind: 'tiles', itemId: item.id }]));
  await media['media.drop']({ ticket: 'a' });
  await refused;
  expect(ctx.jobs.list()).toEqual([]);
  const { data } = await media['media.tile']({ itemId: item.id, place: null });
  const plan = JSON.parse(Buffer.from(data, 'base64').toString());
  expect(plan.levels[0]).toEqual({ width: 9000, height: 6000 });
  const tile = await media['media.tile']({ itemId: item.id, place: { level: 0, x: 17, y: 11 } });
  expect(tile.mimetype).toBe('image/bmp');
  const bytes = Buffer.from(tile.data, 'base64');
  expect([bytes.readInt32LE(18), bytes.readInt32LE(22), ...bytes.subarray(54, 57)]).toEqual([
    296, -368, 0x56, 0x34, 0x12,
  ]);
});

test('numbers in a large picture keep all of their bits until they are looked at', async () => {
  const width = 8200;
  const { media, item } = await openWorld((place) => {
    const data = new Float32Array(width * 4).map((_, at) => (at % width) / width - 0.5);
    writeTiff(join(place, 'wide.tif'), [{ width, height: 4, bits: 32, format: 'float', data }]);
    return Promise.resolve();
  });
  const window = { low: 0, high: 0.01 };
  const tile = await media['media.tile']({ itemId: item.id, place: { level: 0, x: 8, y: 0 }, window });
  const bytes = Buffer.from(tile.data, 'base64').subarray(54 + 1024);
  // 41 pixels in the middle, from 0 to 0.005, are half of the way to white.
  const ramp = [...bytes.subarray(4, 4 + 41)];
  expect(ramp.every((value, at) => at === 0 || value >= (ramp[at - 1] ?? 0))).toBe(true);
  expect(new Set(ramp).size).toBeGreaterThan(35);
});

test('a glance is for pictures that take long to decode', async () => {
  const { media, ctx, datasetId } = await openWorld(async (place) => {
    const write = async (name: string, width: number) =>
      await sharp({ create: { width, height: 3000, channels: 3, background: 'red' } })
        .jpeg()
        .toFile(join(place, name));
    await write('a-small.jpg', 1000);
    await write('b-large.jpg', 4000);
    await write('c-tiled.jpg', 9000);
  });
  const filter = { text: '', kind: null, status: null, trashed: false };
  const items = listItems(ctx.db, datasetId, filter, { after: null, limit: 10 });
  const glance = async (name: string) => {
    const itemId = items.find((item) => item.name === name)?.id ?? '';
    const asked = await media['media.resolve']({ itemId: itemId as Item['id'], variant: 'glance' });
    return await sharp(asked.path).metadata();
  };
  await expect(glance('a-small.jpg')).rejects.toMatchObject({ code: 'wrong-state' });
  expect(await glance('b-large.jpg')).toMatchObject({ width: 1000, height: 750 });
  // Its preview is all that is shown of it at once anyway.
  await expect(glance('c-tiled.jpg')).rejects.toMatchObject({ code: 'wrong-state' });
});

test.each([8, 16] as const)('tiles of a large picture with alpha: %s bits', async (bits) => {
  const [width, height] = [9000, 700];
  const { media, item } = await openWorld(async (place) => {
    const background = { r: 200, g: 100, b: 50, alpha: 0.4 };
    const picture = sharp({ create: { width, height, channels: 4, background } });
    await (bits === 16 ? picture.toColourspace('rgb16') : picture)
      .png({ compressionLevel: 1 })
      .toFile(join(place, 'glass.png'));
  });
  for (const level of [0, 2]) {
    const tile = await media['media.tile']({ itemId: item.id, place: { level, x: 0, y: 0 } });
    expect(tile.mimetype).toBe('image/png');
    const bytes = await sharp(Buffer.from(tile.data, 'base64')).raw().toBuffer({ resolveWithObject: true });
    expect(bytes.info.channels).toBe(4);
    // The library's own way to 16 bits rounds by one of 255.
    const off = [200, 100, 50, 102].map((value, at) => Math.abs(value - (bytes.data[at] ?? 0)));
    expect(Math.max(...off), `${level}`).toBeLessThanOrEqual(bits === 16 ? 1 : 0);
  }
});

test('16 bits with a profile: the window is one of the stored numbers, colours are those of the profile', async () => {
  const [colour] = ADOBE_RGB_COLOURS;
  const width = 8200;
  const { media, item } = await openWorld(async (place) => {
    // Half of the full range, so that a window of that half shows the known colour.
    const data = new Uint16Array(width * 2 * 3).map((_, at) => ((colour.stored[at % 3] ?? 0) * 257) >> 1);
    const png = await sharp(data, { raw: { width, height: 2, channels: 3 } })
      .toColourspace('rgb16')
      .png({ compressionLevel: 1 })
      .toBuffer();
    await writeFile(join(place, 'deep.png'), pngWithProfile(png, adobeRgb()));
  });
  expect(item.picture?.levels).toMatchObject({ bits: 16, max: (177 * 257) >> 1 });
  const window = { low: 0, high: 32_768 };
  const tile = await media['media.tile']({ itemId: item.id, place: { level: 0, x: 3, y: 0 }, window });
  const [b = 0, g = 0, r = 0] = Buffer.from(tile.data, 'base64').subarray(54, 57);
  const preview = await media['media.resolve']({ itemId: item.id, variant: 'preview', window });
  const [pr = 0, pg = 0, pb = 0] = await sharp(preview.path).raw().toBuffer();
  for (const shown of [
    [r, g, b],
    [pr, pg, pb],
  ]) {
    const off = shown.map((value, at) => Math.abs(value - (colour.shown[at] ?? 0)));
    expect(Math.max(...off), String(shown)).toBeLessThanOrEqual(4);
  }
});
