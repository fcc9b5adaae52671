import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSamples } from '#engine/media/levels.ts';
import { readTiff } from '#engine/media/tiff-directory.ts';
import { writeTiffPage } from '#engine/media/tiff-page.ts';
import { writeTiff } from '#test/support/tiff.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-tiff-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('pages come out with their very numbers, whatever these are', async () => {
  const path = join(folder, 'mixed.tif');
  const floats = new Float32Array([-1.5, 0, 2.25, Number.NaN, Number.POSITIVE_INFINITY, 1e9]);
  const shorts = new Uint16Array([0, 1, 4095, 65_535]);
  writeTiff(path, [
    { width: 2, height: 1, bits: 8, data: new Uint8Array([7, 9]) },
    { width: 3, height: 2, bits: 32, format: 'float', data: floats },
    { width: 2, height: 2, bits: 16, data: shorts },
    { width: 1, height: 1, bits: 8, samples: 4, photometric: 5, data: new Uint8Array([0, 255, 255, 0]) },
  ]);
  const output = join(folder, 'page.tif');
  await writeTiffPage(path, 1, output);
  expect(await readSamples(output, { depth: 'float', space: 'b-w', page: 0 })).toMatchObject({
    width: 3,
    height: 2,
    values: floats,
  });
  await writeTiffPage(path, 2, output);
  expect(await readSamples(output, { depth: 'ushort', space: 'grey16', page: 0 })).toMatchObject({
    values: shorts,
  });
  await writeTiffPage(path, 3, output);
  expect(await sharp(output).metadata()).toMatchObject({ space: 'cmyk', pages: 1 });
  await expect(writeTiffPage(path, 4, output)).rejects.toMatchObject({
    message: expect.stringMatching(/no page 5/),
  });
});

test.each([
  ['lzw', { compression: 'lzw', predictor: 'horizontal' }],
  ['jpeg', { compression: 'jpeg', quality: 90 }],
  ['tiles', { compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 }],
  ['64-bit places', { compression: 'lzw', bigtiff: true }],
] as const)('a page with %s decodes to the same pixels', async (name, options) => {
  const path = join(folder, `${name}.tif`);
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const film = sharp({ create: { width: 150, height: 300, channels: 3, background: '#369', noise } });
  const raw = await film.raw().toBuffer();
  const pages = { width: 150, height: 300, channels: 3, pageHeight: 100 } as const;
  await sharp(raw, { raw: pages }).tiff(options).toFile(path);
  const output = join(folder, `${name} page.tif`);
  await writeTiffPage(path, 2, output);
  const [whole, page] = await Promise.all([
    sharp(path, { page: 2 }).raw().toBuffer(),
    sharp(output).raw().toBuffer(),
  ]);
  expect(page.equals(whole)).toBe(true);
  expect(await sharp(output).metadata()).toMatchObject({ width: 150, height: 100, pages: 1 });
});

test('a damaged directory is refused and read no further', async () => {
  const path = join(folder, 'loop.tif');
  writeTiff(path, [{ width: 2, height: 1, bits: 8, data: new Uint8Array([7, 9]) }]);
  const bytes = await readFile(path);
  // The next directory is the first one again.
  bytes.writeUInt32LE(8, 8 + 2 + bytes.readUInt16LE(8) * 12);
  await writeFile(path, bytes);
  await expect(readTiff(path, 10)).rejects.toMatchObject({ code: 'media-unreadable' });
  await writeFile(path, bytes.subarray(0, 40));
  await expect(readTiff(path, 10)).rejects.toMatchObject({ code: 'media-unreadable' });
});
