import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hammingDistance, perceptualHash } from '#engine/media/perceptual-hash.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-hash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
async function hashOf(picture: Sharp): Promise<string> {
  const path = join(folder, `${count++}`);
  await picture.toFile(path);
  return perceptualHash(path);
}

/** A scene of a few soft blobs in places that follow from the seed. */
function scene(seed: number): Buffer {
  let state = seed * 2_654_435_761 + 1;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
  const blobs = Array.from({ length: 12 }, () => {
    const colour = `rgb(${draw(256)},${draw(256)},${draw(256)})`;
    return `<ellipse cx="${draw(640)}" cy="${draw(480)}" rx="${20 + draw(150)}" ry="${20 + draw(150)}" fill="${colour}"/>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#567"/>${blobs.join('')}</svg>`,
  );
}

describe.each([1, 2, 3, 4, 5])('scene %i', (seed) => {
  const picture = () => sharp(scene(seed)).flatten();

  test.each<[string, (original: Sharp) => Sharp]>([
    ['a JPEG of quality 90', (original) => original.jpeg({ quality: 90 })],
    ['a JPEG of quality 25', (original) => original.jpeg({ quality: 25 })],
    ['WebP', (original) => original.webp({ quality: 60 })],
    ['half the size', (original) => original.resize(320, 240).png()],
    ['a thumbnail', (original) => original.resize(96, 72).jpeg({ quality: 80 })],
    ['three times the size', (original) => original.resize(1920, 1440).jpeg()],
    ['other proportions', (original) => original.resize(500, 480, { fit: 'fill' }).png()],
    ['a little brighter', (original) => original.linear(0.9, 20).png()],
    ['grey', (original) => original.greyscale().png()],
  ])('is known again as %s', async (_name, change) => {
    expect(
      hammingDistance(await hashOf(picture().png()), await hashOf(change(picture()))),
    ).toBeLessThanOrEqual(6);
  });

  test('is another one mirrored', async () => {
    expect(
      hammingDistance(await hashOf(picture().png()), await hashOf(picture().flop().png())),
    ).toBeGreaterThan(16);
  });

  test('is known again when stored on its side', async () => {
    const stored = sharp(await picture().rotate(270).png().toBuffer()).withMetadata({ orientation: 6 });
    expect(hammingDistance(await hashOf(picture().png()), await hashOf(stored.jpeg()))).toBeLessThanOrEqual(
      6,
    );
  });
});

test('different scenes are far from each other', async () => {
  const hashes = await Promise.all(Array.from({ length: 24 }, (_, seed) => hashOf(sharp(scene(seed)).png())));
  const distances = hashes.flatMap((a, index) => hashes.slice(index + 1).map((b) => hammingDistance(a, b)));
  expect(Math.min(...distances)).toBeGreaterThan(10);
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  expect(mean).toBeGreaterThan(25);
  expect(mean).toBeLessThan(39);
});

test('half of the bits are set, and none on a plain picture', async () => {
  const hash = await hashOf(sharp(scene(9)).png());
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(hammingDistance(hash, '0000000000000000')).toBe(32);
  const plain = { create: { width: 90, height: 60, channels: 3, background: '#a3b' } } as const;
  expect(await hashOf(sharp(plain).png())).toBe('0000000000000000');
});

test('the distance of two hashes', () => {
  expect(hammingDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  expect(hammingDistance('00000000000000f1', '00000000000000F0')).toBe(1);
  expect(hammingDistance('8000000000000000', '0000000000000001')).toBe(2);
  expect(() => hammingDistance('12', '0000000000000000')).toThrow(
    expect.objectContaining({ code: 'invalid-input' }),
  );
});
