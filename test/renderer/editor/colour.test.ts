import { describe, expect, it } from 'vitest';
import { SAFE_PALETTE } from '#core/model/recipe.ts';
import { contrast, readableOn } from '#renderer/editor/render/colour.ts';
import { fc } from '#test/support/property.ts';

describe('colour', () => {
  it('finds text that can be read on any colour', () => {
    const anyColor = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(anyColor, (color) => {
        expect(contrast(color, readableOn(color))).toBeGreaterThanOrEqual(4.5);
      }),
    );
    for (const color of SAFE_PALETTE) expect(contrast(color, readableOn(color))).toBeGreaterThanOrEqual(4.5);
  });

  it('knows the ends of the scale', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#777777')).toBe(1);
  });
});
