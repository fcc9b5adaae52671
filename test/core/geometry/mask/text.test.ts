import { describe, expect, it } from 'vitest';
import { emptyMask } from '#core/geometry/mask/mask.ts';
import { paintStroke } from '#core/geometry/mask/paint.ts';
import { maskGeometry, maskOf } from '#core/geometry/mask/stored.ts';
import { readMaskText, writeMaskText } from '#core/geometry/mask/text.ts';
import { geometrySchema } from '#core/model/annotation.ts';
import { fc } from '#test/support/property.ts';
import { anyMask } from './arbitraries.ts';
import { drawn } from './support.ts';

describe('the text of a mask', () => {
  it('is read as the mask it was written of, and fits the model', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const text = writeMaskText(mask);
        expect(readMaskText(text)).toEqual(mask);
        expect(geometrySchema.parse({ type: 'binary', coordinates: text })).toEqual(maskGeometry(mask));
      }),
    );
  });

  it('stays the same from version to version', () => {
    expect(writeMaskText(drawn('....', '.##.', '.##.', '#..#'))).toBe('rle:4x4:AQIBAgIAAAQAAQIB');
    expect(writeMaskText(emptyMask({ width: 3, height: 2 }))).toBe('rle:3x2:');
  });

  it('is short: a blob painted on 12 megapixels takes a few bytes a row', () => {
    const picture = { width: 4000, height: 3000 };
    const way = Array.from({ length: 60 }, (_, at) => ({
      x: 2000 + 900 * Math.cos(at / 9),
      y: 1500 + 700 * Math.sin(at / 7),
    }));
    const mask = paintStroke(picture, way, { shape: 'round', size: 120 });
    expect(writeMaskText(mask).length).toBeLessThan(30_000);
  });

  it('is refused where it is damaged, whatever the damage', () => {
    const refused = ['', 'rle:4x4', 'rle:0x4:', 'rle:4x4:A', 'rle:4x4:AQIB!', 'rle:4x4:gA==', 'rle:4x4:AQEB'];
    for (const text of refused) expect(readMaskText(text)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = `rle:9x7:${Buffer.from(bytes).toString('base64')}`;
        const mask = readMaskText(text);
        // Whatever is taken is a mask like others.
        if (mask) expect(readMaskText(writeMaskText(mask))).toEqual(mask);
      }),
    );
  });

  it('that cannot be read marks nothing', () => {
    expect(maskOf({ type: 'binary', coordinates: 'rle:4x4:AQEB' })).toEqual(
      emptyMask({ width: 1, height: 1 }),
    );
    expect(maskOf({ type: 'binary', coordinates: 'data:image/png;base64,AA==' }).runs).toHaveLength(0);
  });
});
