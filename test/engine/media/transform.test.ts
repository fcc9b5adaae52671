import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transformPicture } from '#engine/media/transform.ts';
import { planTransform, resultFormat, type TransformSpec } from '#engine/media/transform-plan.ts';
import { fc } from '#test/support/property.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-transform-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Pixels = {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => string;
};

async function pixels(picture: ReturnType<typeof sharp>): Promise<Pixels> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    width,
    height,
    at: (x, y) => [...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)].join(),
  };
}

/** A picture stored 7 by 4 with another colour for every pixel. */
async function mosaic(path: string, orientation: number): Promise<void> {
  const data = Uint8Array.from({ length: 7 * 4 * 3 }, (_, index) => (index * 53) % 256);
  await sharp(data, { raw: { width: 7, height: 4, channels: 3 } })
    .withMetadata({ orientation })
    .png()
    .toFile(path);
}

/** A black picture with a white box. */
async function boxed(path: string, width: number, height: number, box: Box, orientation = 1): Promise<void> {
  const [w, h] = [box.right - box.left, box.bottom - box.top];
  const white = { create: { width: w, height: h, channels: 3, background: 'white' } } as const;
  await sharp({ create: { width, height, channels: 3, background: 'black' } })
    .composite([{ input: white, left: box.left, top: box.top }])
    .withMetadata({ orientation })
    .toFile(path);
}
type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** The box around what is white. */
async function whiteBox(path: string): Promise<Box | null> {
  const { width, height, at } = await pixels(sharp(path).greyscale());
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (Number(at(x, y).split(',')[0]) < 128) continue;
      xs.push(x);
      ys.push(y);
    }
  }
  if (xs.length === 0) return null;
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs) + 1,
    bottom: Math.max(...ys) + 1,
  };
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('stored with EXIF orientation %i', (orientation) => {
  test('every pixel is where the map says', async () => {
    const [input, output] = [join(folder, 'in.png'), join(folder, 'out.png')];
    await mosaic(input, orientation);
    const upright = await pixels(sharp(input).autoOrient());
    expect([upright.width, upright.height]).toEqual(orientation > 4 ? [4, 7] : [7, 4]);
    const crops = [undefined, { left: 1, top: 2, right: 4, bottom: 4 }];
    for (const rotate of [0, 90, 180, 270] as const) {
      for (const flipHorizontal of [false, true]) {
        for (const flipVertical of [false, true]) {
          for (const crop of crops) {
            const spec = { rotate, flipHorizontal, flipVertical, ...(crop ? { crop } : {}) };
            const made = await transformPicture({ input, output, spec });
            await compare(upright, await pixels(sharp(output)), made, JSON.stringify(spec));
          }
        }
      }
    }
  });
});

async function compare(
  upright: Pixels,
  result: Pixels,
  made: Awaited<ReturnType<typeof transformPicture>>,
  name: string,
): Promise<void> {
  expect(result, name).toMatchObject({ width: made.width, height: made.height });
  let shown = 0;
  for (let y = 0; y < upright.height; y++) {
    for (let x = 0; x < upright.width; x++) {
      const there = made.mapPoint({ x: x + 0.5, y: y + 0.5 });
      if (!there) continue;
      shown++;
      expect(result.at(Math.floor(there.x), Math.floor(there.y)), name).toBe(upright.at(x, y));
    }
  }
  expect(shown, name).toBe(result.width * result.height);
}

test('a box is carried to where it is seen', async () => {
  const [input, output] = [join(folder, 'in.png'), join(folder, 'out.png')];
  const side = fc.integer({ min: 20, max: 90 });
  const specs = fc.record(
    {
      rotate: fc.constantFrom(0, 90, 180, 270),
      flipHorizontal: fc.boolean(),
      flipVertical: fc.boolean(),
      crop: fc.record({
        left: fc.integer({ min: 0, max: 20 }),
        top: fc.integer({ min: 0, max: 20 }),
        right: fc.integer({ min: 40, max: 60 }),
        bottom: fc.integer({ min: 60, max: 100 }),
      }),
    },
    { requiredKeys: [] },
  );
  const sizes = fc.record({
    fit: fc.constantFrom('inside', 'cover', 'fill'),
    maxWidth: side,
    maxHeight: side,
  });
  await fc.assert(
    fc.asyncProperty(specs, sizes, fc.constantFrom(1, 6, 8), async (spec, size, orientation) => {
      // Upright 60 wide and 100 high in any case.
      const box = { left: 10, top: 30, right: 50, bottom: 50 };
      const [width, height] = orientation === 1 ? [60, 100] : [100, 60];
      await boxed(input, width, height, box, orientation);
      const upright = orientation === 1 ? box : turnedBox(box, orientation);
      const made = await transformPicture({ input, output, spec: { ...spec, ...size } as TransformSpec });
      const mapped = made.mapBox(upright);
      const seen = await whiteBox(output);
      expect(seen === null).toBe(mapped === null);
      for (const key of ['left', 'top', 'right', 'bottom'] as const) {
        // Its edge is half bright at least, and what was enlarged has an edge two pixels wide.
        expect(Math.abs((seen?.[key] ?? 0) - (mapped?.[key] ?? 0))).toBeLessThanOrEqual(1.5);
      }
    }),
    { numRuns: 60 },
  );
});

/** The upright place of a box in a picture that is stored 100 by 60 on its side. */
function turnedBox({ left, top, right, bottom }: Box, orientation: number): Box {
  return orientation === 6
    ? { left: 60 - bottom, top: left, right: 60 - top, bottom: right }
    : { left: top, top: 100 - right, right: bottom, bottom: 100 - left };
}

test.each<[TransformSpec, [number, number]]>([
  [{}, [300, 200]],
  [{ maxWidth: 150 }, [150, 100]],
  [{ maxHeight: 50 }, [75, 50]],
  [{ maxWidth: 150, maxHeight: 50 }, [75, 50]],
  [{ maxWidth: 900, maxHeight: 900 }, [300, 200]],
  [{ maxWidth: 50, rotate: 90 }, [50, 75]],
  [{ maxWidth: 1 }, [1, 1]],
  [{ maxWidth: 64, maxHeight: 64, fit: 'cover' }, [64, 64]],
  [{ maxWidth: 640, maxHeight: 10, fit: 'fill' }, [640, 10]],
  [{ crop: { left: 0.4, top: 9.6, right: 99.7, bottom: 60.2 } }, [100, 50]],
])('%j of 300 × 200', async (spec, size) => {
  const output = join(folder, 'out.jpg');
  const input = join(folder, 'in.jpg');
  await boxed(input, 300, 200, { left: 0, top: 0, right: 10, bottom: 10 });
  const { width, height, mimetype, sizeBytes } = await transformPicture({ input, output, spec });
  expect([width, height]).toEqual(size);
  const facts = await sharp(output).metadata();
  expect(facts).toMatchObject({ width, height, mediaType: mimetype, format: 'jpeg' });
  expect(facts.orientation).toBeUndefined();
  expect(sizeBytes).toBeGreaterThan(0);
  expect(await readdir(folder)).toEqual(['in.jpg', 'out.jpg']);
});

test('cover keeps the middle and the proportions', () => {
  const plan = planTransform({ width: 300, height: 200 }, { maxWidth: 50, maxHeight: 50, fit: 'cover' });
  expect(plan.kept).toEqual({ left: 50, top: 0, right: 250, bottom: 200 });
  expect(plan.mapBox({ left: 50, top: 0, right: 150, bottom: 100 })).toEqual({
    left: 0,
    top: 0,
    right: 25,
    bottom: 25,
  });
  expect(plan.mapBox({ left: 0, top: 0, right: 150, bottom: 100 })).toEqual({
    left: 0,
    top: 0,
    right: 25,
    bottom: 25,
  });
  expect(plan.mapBox({ left: 0, top: 0, right: 50, bottom: 100 })).toBeNull();
  expect(plan.mapPoint({ x: 49, y: 0 })).toBeNull();
});

test('formats, quality and grey', async () => {
  const input = join(folder, 'in.png');
  await sharp({
    create: { width: 40, height: 30, channels: 4, background: { r: 200, g: 10, b: 10, alpha: 0 } },
  })
    .png()
    .toFile(input);
  const run = (name: string, spec: TransformSpec) =>
    transformPicture({ input, output: join(folder, name), spec });
  expect(await run('a.jpg', { format: 'jpeg', grayscale: true })).toMatchObject({ mimetype: 'image/jpeg' });
  // What was transparent is white in a format without transparency.
  expect((await pixels(sharp(join(folder, 'a.jpg')))).at(3, 3)).toMatch(/^255/);
  expect(await sharp(join(folder, 'a.jpg')).metadata()).toMatchObject({ space: 'b-w', channels: 1 });
  expect(await run('a.webp', { format: 'webp', quality: 20 })).toMatchObject({ mimetype: 'image/webp' });
  expect(await run('a.png', { quality: 20 })).toMatchObject({ mimetype: 'image/png' });
  expect(await sharp(join(folder, 'a.png')).metadata()).toMatchObject({ hasAlpha: true, isPalette: false });
  const noise = join(folder, 'noise.jpg');
  await sharp({
    create: {
      width: 99,
      height: 99,
      channels: 3,
      background: '#777',
      noise: { type: 'gaussian', mean: 99, sigma: 40 },
    },
  })
    .jpeg({ quality: 100 })
    .toFile(noise);
  const bytes = async (quality: number) => {
    const made = await transformPicture({
      input: noise,
      output: join(folder, `q${quality}.jpg`),
      spec: { quality },
    });
    return made.sizeBytes;
  };
  expect(await bytes(30)).toBeLessThan((await bytes(95)) / 2);
});

test.each([
  ['image/jpeg', {}, { format: 'jpeg', mimetype: 'image/jpeg', extension: '.jpg' }],
  ['image/webp', {}, { format: 'webp', mimetype: 'image/webp', extension: '.webp' }],
  ['image/tiff', {}, { format: 'png', mimetype: 'image/png', extension: '.png' }],
  ['image/png', { format: 'jpeg' as const }, { format: 'jpeg', mimetype: 'image/jpeg', extension: '.jpg' }],
])('%s with %j is stored as', (mimetype, spec, stored) => {
  expect(resultFormat(mimetype, spec)).toEqual(stored);
});

test.each<[string, TransformSpec, RegExp]>([
  [
    'beyond',
    { crop: { left: 50, top: 0, right: 101, bottom: 20 } },
    /\(50, 0\) to \(101, 20\) reaches beyond .* 100 × 80 pixels/,
  ],
  ['before', { crop: { left: -1, top: 0, right: 10, bottom: 20 } }, /reaches beyond/],
  ['empty', { crop: { left: 5, top: 0, right: 5.4, bottom: 20 } }, /no pixel/],
  ['half a cover', { fit: 'cover', maxWidth: 10 }, /give both maxWidth and maxHeight/],
])('%s is refused', async (_name, spec, message) => {
  const input = join(folder, 'in.png');
  await boxed(input, 100, 80, { left: 0, top: 0, right: 10, bottom: 10 });
  const refused = transformPicture({ input, output: join(folder, 'out.png'), spec });
  await expect(refused).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(message),
  });
  expect(await readdir(folder)).toEqual(['in.png']);
});

test('a picture too long for its format is refused before anything is written', async () => {
  const input = join(folder, 'long.png');
  await sharp({ create: { width: 20_000, height: 2, channels: 3, background: 'red' } })
    .png()
    .toFile(input);
  const refused = transformPicture({ input, output: join(folder, 'long.webp'), spec: { format: 'webp' } });
  await expect(refused).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(/16383/),
  });
});

test('a damaged, a missing and a cancelled picture leave nothing behind', async () => {
  const [input, output] = [join(folder, 'in.png'), join(folder, 'out.png')];
  await expect(transformPicture({ input, output, spec: {} })).rejects.toMatchObject({ code: 'not-found' });
  await mosaic(input, 1);
  const signal = AbortSignal.abort();
  await expect(transformPicture({ input, output, spec: {}, signal })).rejects.toMatchObject({
    code: 'aborted',
  });
  const whole = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await writeFile(input, whole.subarray(0, whole.length >> 1));
  await expect(transformPicture({ input, output, spec: { maxWidth: 9 } })).rejects.toMatchObject({
    code: 'media-unreadable',
  });
  expect(await readdir(folder)).toEqual(['in.png']);
});
