import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pictureFacts } from '#engine/ingest/facts.ts';
import { uprightSize } from '#engine/media/exif-orientation.ts';
import { probeImage } from '#engine/media/image.ts';
import { readPictures } from '#engine/media/picture-facts.ts';
import { readPictureHeader } from '#engine/media/picture-header.ts';
import { fc } from '#test/support/property.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-header-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function noise(width = 61, height = 40, channels: 3 | 4 = 3) {
  const background = { r: 40, g: 90, b: 160, alpha: 0.5 };
  const gaussian = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return channels === 3
    ? sharp({ create: { width, height, channels, background, noise: gaussian } })
    : sharp({ create: { width, height, channels, background } });
}

const whole = {
  jpeg: () => noise().jpeg().toBuffer(),
  'progressive jpeg': () => noise().jpeg({ progressive: true }).toBuffer(),
  'jpeg without chroma': () => noise().grayscale().jpeg().toBuffer(),
  'jpeg with profile and EXIF': () =>
    noise().withMetadata({ orientation: 6 }).withIccProfile('p3').jpeg().toBuffer(),
  png: () => noise().png().toBuffer(),
  'png with palette': () => noise().png({ palette: true }).toBuffer(),
  'png with alpha': () => noise(61, 40, 4).png().toBuffer(),
  webp: () => noise().webp().toBuffer(),
  'lossless webp': () => noise().webp({ lossless: true }).toBuffer(),
};

describe.each(Object.entries(whole))('%s', (name, make) => {
  test('says what the decoder says', async () => {
    const bytes = await make();
    const path = join(folder, name);
    await writeFile(path, bytes);
    const { width, height, mimetype, orientation } = await probeImage(path, { verify: true });
    const header = readPictureHeader(bytes);
    if (!header) throw new Error('a plain picture was not known');
    expect({ ...header, ...uprightSize(header) }).toEqual({ width, height, mimetype, orientation });
    const { pictures } = await readPictures(path, {
      tools: () => Promise.reject(new Error('no tool is needed')),
    });
    expect(pictureFacts(header).pictures).toEqual(pictures);
  });

  test('cut anywhere, or with its end not written, it is not whole', async () => {
    const bytes = await make();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(readPictureHeader(bytes.subarray(0, length))).toBeNull();
        if (length > bytes.length - 64) return;
        const room = Buffer.concat([bytes.subarray(0, length), Buffer.alloc(bytes.length - length)]);
        expect(readPictureHeader(room)).toBeNull();
      }),
    );
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', async (orientation) => {
  const bytes = await noise().withMetadata({ orientation }).jpeg().toBuffer();
  expect(readPictureHeader(bytes)).toMatchObject({ width: 61, height: 40, orientation });
});

/** Two pictures of eight rows. */
const frames = Buffer.from(Array.from({ length: 8 * 16 * 3 }, (_, at) => (at * 7) % 256));

test.each([
  [
    'an animation',
    () =>
      sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
        .webp()
        .toBuffer(),
  ],
  ['jpeg in cmyk', () => noise().toColourspace('cmyk').jpeg().toBuffer()],
  ['png of 16 bits', () => noise().toColourspace('rgb16').png().toBuffer()],
  ['webp with EXIF', () => noise().withMetadata({ orientation: 6 }).webp().toBuffer()],
  ['png with EXIF', () => noise().withMetadata({ orientation: 6 }).png().toBuffer()],
  ['tiff', () => noise().tiff().toBuffer()],
  ['gif', () => noise().gif().toBuffer()],
  ['avif', () => noise().avif().toBuffer()],
  ['text', async () => Buffer.from('not a picture at all, just words')],
  ['nothing', async () => Buffer.alloc(0)],
])('%s is left to the decoder', async (_, make) => {
  expect(readPictureHeader(await make())).toBeNull();
});

test('whatever the bytes are, the answer is a picture with pixels or none', async () => {
  const seeds = await Promise.all(Object.values(whole).map((make) => make()));
  const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (seed, changes) => {
        const bytes = Buffer.from(seed);
        for (const [at, value] of changes) bytes[at % Math.min(bytes.length, 700)] = value;
        const header = readPictureHeader(bytes);
        expect(header === null || (header.width > 0 && header.height > 0)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
