import { randomBytes } from 'node:crypto';
import { constants, deflateSync, inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readMaskUrl, writeMaskUrl } from '#core/formats/png/data-url.ts';
import { inflate } from '#core/formats/png/inflate.ts';
import { readMaskPng } from '#core/formats/png/read.ts';
import { writeMaskPng } from '#core/formats/png/write.ts';
import { maskFromBitmap } from '#core/geometry/mask/bitmap.ts';
import { emptyMask, type Mask } from '#core/geometry/mask/mask.ts';
import { paintStroke } from '#core/geometry/mask/paint.ts';
import { anyMask } from '#test/core/geometry/mask/arbitraries.ts';
import { pixels } from '#test/core/geometry/mask/support.ts';
import { fc } from '#test/support/property.ts';

function unpacked(packed: Uint8Array): Buffer | null {
  const parts: Buffer[] = [];
  const isWhole = inflate(packed, (bytes) => {
    parts.push(Buffer.from(bytes));
    return false;
  });
  return isWhole ? Buffer.concat(parts) : null;
}

describe('Deflate', () => {
  it('is unpacked like zlib does', () => {
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(fc.constantFrom(0, 1, 255), { maxLength: 2000 }).map((bytes) => Uint8Array.from(bytes)),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(0, 1, 6, 9), fc.boolean(), (bytes, level, fixed) => {
        const strategy = fixed ? constants.Z_FIXED : constants.Z_DEFAULT_STRATEGY;
        const packed = deflateSync(bytes, { level, strategy }).subarray(2);
        expect(unpacked(packed)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('is unpacked in pieces when it is long', () => {
    const row = randomBytes(9000);
    const long = Buffer.concat([
      ...Array.from({ length: 60 }, () => row),
      randomBytes(70_000),
      Buffer.alloc(400_000),
    ]);
    expect(unpacked(deflateSync(long).subarray(2))?.equals(long)).toBe(true);
  });

  it('is refused where it is broken, and never hangs', () => {
    expect(unpacked(new Uint8Array([7]))).toBeNull();
    expect(unpacked(new Uint8Array(0))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void unpacked(bytes)));
  });
});

describe('the PNG of a mask', () => {
  it('is read as the mask that it was written of', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(readMaskPng(writeMaskPng(mask))).toEqual(mask);
        expect(readMaskUrl(writeMaskUrl(mask))).toEqual(mask);
      }),
    );
  });

  it('is read by others as RGBA of the size of the picture', async () => {
    const examples = fc.sample(anyMask, 12);
    for (const mask of [...examples, emptyMask({ width: 300, height: 200 })]) {
      const { data, info } = await sharp(writeMaskPng(mask)).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: mask.width, height: mask.height, channels: 4 });
      expect(alphaOf(data)).toEqual(pixels(mask));
    }
  });

  it('has whole checksums', () => {
    const picture = { width: 700, height: 500 };
    const file = writeMaskPng(paintStroke(picture, [{ x: 300, y: 200 }], { shape: 'round', size: 301 }));
    const [packed] = chunksOf(file, 'IDAT');
    // zlib compares the sum at the end of the stream.
    expect(inflateSync(packed ?? Buffer.alloc(0))).toHaveLength((700 * 4 + 1) * 500);
  });

  it('is small where the picture is large', () => {
    const picture = { width: 4000, height: 3000 };
    const mask = paintStroke(
      picture,
      [
        { x: 300, y: 200 },
        { x: 3000, y: 2500 },
      ],
      { shape: 'round', size: 301 },
    );
    const file = writeMaskPng(mask);
    expect(file.length).toBeLessThan(80_000);
    expect(readMaskPng(file)).toEqual(mask);
  });

  it('is read in every form in which others write it', async () => {
    const [width, height] = [37, 23];
    const mask = paintStroke(
      { width, height },
      [
        { x: 14, y: 9 },
        { x: 30, y: 15 },
      ],
      { shape: 'round', size: 9 },
    );
    const bright = Buffer.from(pixels(mask).map((value) => value * 200));
    const rgba = Buffer.from(pixels(mask).flatMap((value) => [17, value * 90, 200, value * 255]));
    const gray = () => sharp(bright, { raw: { width, height, channels: 1 } });
    const color = () => sharp(rgba, { raw: { width, height, channels: 4 } });
    const files: [string, Promise<Buffer>][] = [
      ['RGBA', color().png().toBuffer()],
      ['RGBA without filters', color().png({ adaptiveFiltering: false, compressionLevel: 0 }).toBuffer()],
      ['RGBA with filters', color().png({ adaptiveFiltering: true }).toBuffer()],
      ['RGBA of 16 bits', color().toColourspace('rgb16').png().toBuffer()],
      ['palette', color().png({ palette: true, dither: 0 }).toBuffer()],
      ['gray', gray().toColourspace('b-w').png().toBuffer()],
      [
        'gray with alpha',
        gray()
          .toColourspace('b-w')
          .joinChannel(bright, { raw: { width, height, channels: 1 } })
          .png()
          .toBuffer(),
      ],
      ['RGB', gray().toColourspace('srgb').png().toBuffer()],
      ['palette of 2 colours', gray().png({ palette: true, colours: 2, dither: 0 }).toBuffer()],
    ];
    for (const [name, file] of files) expect(readMaskPng(await file), name).toEqual(mask);
  });

  it('takes half transparent pixels from 128 on', async () => {
    const rgba = Buffer.from([126, 127, 128, 129].flatMap((alpha) => [0, 0, 0, alpha]));
    const file = await sharp(rgba, { raw: { width: 4, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    const data = Uint8Array.of(0, 0, 1, 1);
    expect(readMaskPng(file)).toEqual(maskFromBitmap({ width: 4, height: 1, data }));
  });

  it('is refused where it is damaged, with a word on what is wrong', async () => {
    const good = writeMaskPng(
      paintStroke({ width: 9, height: 9 }, [{ x: 4, y: 4 }], { shape: 'round', size: 5 }),
    );
    const interlaced = await sharp({ create: { width: 4, height: 4, channels: 4, background: 'red' } })
      .png({ progressive: true })
      .toBuffer();
    const huge = Uint8Array.from(good);
    huge.set([0x00, 0x10, 0, 0, 0x00, 0x10, 0, 0], 16);
    const bad: [Uint8Array, RegExp][] = [
      [new Uint8Array(3), /does not begin/],
      [good.subarray(0, 10), /has no size/],
      [good.subarray(0, 40), /is damaged/],
      [good.subarray(0, 60), /ends too early/],
      [interlaced, /interlaced/],
      [huge, /megapixels/],
    ];
    for (const [file, why] of bad) expect(() => readMaskPng(file)).toThrow(why);
    expect(() => readMaskUrl('data:image/png;base64,!')).toThrow(/must be a PNG/);
  });

  it('never fails in another way, whichever byte is wrong', () => {
    const file = writeMaskPng(
      paintStroke({ width: 9, height: 9 }, [{ x: 4, y: 4 }], { shape: 'round', size: 5 }),
    );
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Uint8Array.from(file);
        damaged[at] = byte;
        expect(read(damaged)).toMatch(/^(mask|invalid-input)$/);
      }),
    );
  });
});

function read(file: Uint8Array): string {
  try {
    const mask: Mask = readMaskPng(file);
    return mask.rows.length > 0 ? 'mask' : 'nothing';
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown';
  }
}

function alphaOf(data: Buffer): number[] {
  return Array.from({ length: data.length / 4 }, (_, at) => ((data[4 * at + 3] ?? 0) > 127 ? 1 : 0));
}

function chunksOf(file: Uint8Array, wanted: string): Buffer[] {
  const bytes = Buffer.from(file);
  const found: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const body = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    if (bytes.toString('latin1', at + 4, at + 8) === wanted) found.push(body);
  }
  return found;
}
