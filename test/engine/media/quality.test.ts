import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { laplacianVariance, measureQuality } from '#engine/media/quality.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-quality-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A board of grey squares: edges enough for any focus measure. */
function board(side: number, squares: number): ReturnType<typeof sharp> {
  const cell = side / squares;
  const at = (index: number) =>
    Math.floor((index % side) / cell) + Math.floor(Math.floor(index / side) / cell);
  const data = Uint8Array.from({ length: side * side }, (_, index) => (at(index) % 2 === 0 ? 60 : 190));
  return sharp(data, { raw: { width: side, height: side, channels: 1 } });
}

async function plain(name: string, background: string, alpha = 1): Promise<string> {
  const path = join(folder, name);
  const colour = sharp({ create: { width: 60, height: 40, channels: 3, background } });
  await (alpha === 1 ? colour : colour.ensureAlpha(alpha)).png().toFile(path);
  return path;
}

test('the variance of the Laplacian, by hand', () => {
  // The two inner pixels give 4 and -3: mean 0.5, variance 3.5 squared.
  const data = Uint8Array.from([9, 2, 9, 9, 5, 4, 3, 4, 9, 6, 6, 9]);
  const inner = [2 + 5 + 3 + 6 - 4 * 4, 9 + 4 + 4 + 6 - 4 * 3];
  const mean = (Number(inner[0]) + Number(inner[1])) / 2;
  const variance = ((Number(inner[0]) - mean) ** 2 + (Number(inner[1]) - mean) ** 2) / 2;
  expect(laplacianVariance({ width: 4, height: 3, data })).toBeCloseTo(variance, 9);
  expect(laplacianVariance({ width: 2, height: 6, data })).toBe(0);
});

test('blur lowers the sharpness, step by step', async () => {
  const sharpness: number[] = [];
  for (const sigma of [0, 1, 2, 4, 8]) {
    const path = join(folder, `blur-${sigma}.png`);
    const picture = board(512, 32);
    await (sigma > 0 ? picture.blur(sigma) : picture).png().toFile(path);
    sharpness.push((await measureQuality(path)).sharpness);
  }
  expect(sharpness).toEqual(sharpness.toSorted((a, b) => b - a));
  expect(sharpness[0]).toBeGreaterThan(500);
  expect(sharpness.at(-1)).toBeLessThan(10);
});

test('a scene taken with more pixels is about as sharp', async () => {
  const [small, large] = [join(folder, 'small.png'), join(folder, 'large.png')];
  await board(1024, 8).png().toFile(small);
  await board(2048, 8).png().toFile(large);
  const [a, b] = [await measureQuality(small), await measureQuality(large)];
  expect(b.sharpness / a.sharpness).toBeGreaterThan(0.9);
  expect(b.sharpness / a.sharpness).toBeLessThan(1.1);
  expect(b.brightness).toBeCloseTo(a.brightness, 0);
});

test.each([
  ['black', { brightness: 0, clippedDark: 1, clippedBright: 0, sharpness: 0 }],
  ['white', { brightness: 255, clippedDark: 0, clippedBright: 1, sharpness: 0 }],
  ['#808080', { brightness: 128, clippedDark: 0, clippedBright: 0, sharpness: 0 }],
])('plain %s', async (colour, quality) => {
  expect(await measureQuality(await plain(`${colour.replace('#', '')}.png`, colour))).toEqual(quality);
});

test('what is transparent is white', async () => {
  expect(await measureQuality(await plain('clear.png', 'black', 0))).toMatchObject({ clippedBright: 1 });
});

test('a half of the picture that is burnt out is told as a half, without ringing at the edge', async () => {
  const path = join(folder, 'half.jpg');
  const white = { create: { width: 1000, height: 400, channels: 3, background: 'white' } } as const;
  await sharp({ create: { width: 1000, height: 800, channels: 3, background: '#808080' } })
    .composite([{ input: white, left: 0, top: 0 }])
    .jpeg({ quality: 90 })
    .toFile(path);
  const { clippedBright, clippedDark, brightness } = await measureQuality(path);
  expect(clippedBright).toBeCloseTo(0.5, 2);
  expect(clippedDark).toBe(0);
  expect(brightness).toBeCloseTo((255 + 128) / 2, 0);
});

test('a picture that cannot be read is refused', async () => {
  const path = join(folder, 'text.png');
  await writeFile(path, 'no picture');
  await expect(measureQuality(path)).rejects.toMatchObject({ code: 'media-unreadable' });
  await expect(measureQuality(join(folder, 'none.png'))).rejects.toMatchObject({ code: 'not-found' });
  const good = await plain('good.png', 'red');
  await expect(measureQuality(good, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
});
