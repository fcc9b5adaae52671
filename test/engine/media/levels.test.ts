import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PictureLevels, usualWindow } from '#core/model/picture.ts';
import { applyWindow, levelsOf, readSamples } from '#engine/media/levels.ts';
import { readPictures } from '#engine/media/picture-facts.ts';
import { writeTiff } from '#test/support/tiff.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-levels-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const noTools = { tools: () => Promise.reject(new Error('no tools')) };

async function factsOf(page: Parameters<typeof writeTiff>[1][number]) {
  const path = join(folder, `${Math.random()}.tif`);
  writeTiff(path, [page]);
  const { pictures } = await readPictures(path, noTools);
  return { path, levels: pictures[0]?.facts?.levels ?? null };
}

test('16 bits: every value is read as it is, and the spread is known', async () => {
  const data = new Uint16Array(10_000).map((_, at) => at % 4096);
  const { path, levels } = await factsOf({ width: 100, height: 100, bits: 16, data });
  expect(levels).toMatchObject({ bits: 16, sample: 'unsigned', min: 0, max: 4095 });
  expect(levels?.low).toBeGreaterThan(20);
  expect(levels?.high).toBeLessThan(4080);
  expect((await readSamples(path, { depth: 'ushort', space: 'grey16', page: 0 })).values).toEqual(data);
});

test('signed numbers keep their sign', async () => {
  const data = new Int16Array([-1000, -1, 0, 1, 3000, 32_767]);
  const { path, levels } = await factsOf({ width: 3, height: 2, bits: 16, format: 'signed', data });
  expect(levels).toMatchObject({ bits: 16, sample: 'signed', min: -1000, max: 32_767 });
  const samples = await readSamples(path, { depth: 'short', space: 'grey16', page: 0 });
  expect([...applyWindow(samples, { low: -1000, high: 3000 })]).toEqual([0, 64, 64, 64, 255, 255]);
});

test('floats: what is no number is black and counts for nothing', async () => {
  const data = new Float32Array([
    0.25,
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0.75,
  ]);
  const { path, levels } = await factsOf({ width: 3, height: 2, bits: 32, format: 'float', data });
  expect(levels).toMatchObject({ bits: 32, sample: 'float', min: 0.25, max: 0.75 });
  const samples = await readSamples(path, { depth: 'float', space: 'b-w', page: 0 });
  expect([...applyWindow(samples, { low: 0, high: 1 })]).toEqual([64, 128, 0, 255, 0, 191]);
  const { levels: nothing } = await factsOf({
    ...{ width: 1, height: 1, bits: 32, format: 'float' },
    data: new Float32Array([Number.NaN]),
  });
  expect(nothing && usualWindow(nothing)).toEqual({ low: 0, high: 1 });
});

test('a large picture is looked at without mixing its values', async () => {
  const data = new Uint16Array(1_000_000).map((_, at) => (at % 2 === 0 ? 100 : 60_000));
  const path = join(folder, 'large.tif');
  writeTiff(path, [{ width: 1000, height: 1000, bits: 16, data }]);
  const samples = await readSamples(path, { depth: 'ushort', space: 'grey16', page: 0 }, 10_000);
  expect(samples.width * samples.height).toBeLessThanOrEqual(10_000);
  expect([...new Set(samples.values)].every((value) => value === 100 || value === 60_000)).toBe(true);
  expect(levelsOf(samples, 'ushort').bits).toBe(16);
});

test('64-bit floats are refused with a remedy', async () => {
  const path = join(folder, 'double.tif');
  writeTiff(path, [{ width: 1, height: 1, bits: 64, format: 'float', data: new Float64Array([1]) }]);
  await expect(readPictures(path, noTools)).rejects.toMatchObject({
    message: expect.stringMatching(/64 bits.*32 bits/),
  });
});

const levels = (more: Partial<PictureLevels>): PictureLevels => ({
  ...{ bits: 16, sample: 'unsigned', min: 0, max: 65_535, low: 10, high: 60_000 },
  ...more,
});

test.each([
  ['all of 16 bits', levels({}), 0, 65_535],
  ['12 bits in 16', levels({ max: 4000, high: 3000 }), 0, 4095],
  ['14 bits in 16, a brighter picture of the sequence', levels({ max: 9000 }), 0, 16_383],
  ['8 bits in 16', levels({ max: 255 }), 0, 255],
  ['floats from 0 to 1', levels({ bits: 32, sample: 'float', min: 0, max: 0.9, low: 0.1, high: 0.8 }), 0, 1],
  ['other floats', levels({ bits: 32, sample: 'float', min: -9, max: 90, low: -3, high: 50 }), -3, 50],
  ['one value only', levels({ bits: 32, sample: 'signed', min: 7, max: 7, low: 7, high: 7 }), 7, 8],
])('the usual window: %s', (_name, given, low, high) => {
  expect(usualWindow(given)).toEqual({ low, high });
});
