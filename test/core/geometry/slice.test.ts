import { describe, expect, it } from 'vitest';
import { signedArea } from '#core/geometry/lines.ts';
import { distance } from '#core/geometry/plane.ts';
import { joinLines, sliceLine, slicePolygon } from '#core/geometry/slice.ts';
import { fc } from '#test/support/property.ts';

const at = (x: number, y: number) => ({ x, y });
const SQUARE = [at(0, 0), at(100, 0), at(100, 100), at(0, 100)];
const HOLE = [at(40, 40), at(60, 40), at(60, 60), at(40, 60)];
const areaOf = (rings: readonly (readonly { x: number; y: number }[])[]) =>
  rings.reduce((sum, ring, index) => sum + (index === 0 ? 1 : -1) * Math.abs(signedArea(ring)), 0);
const lengthOf = (line: readonly { x: number; y: number }[]) =>
  line.reduce((sum, point, index) => sum + distance(line[index - 1] ?? point, point), 0);

describe('a sliced polygon', () => {
  it('is in pieces that make up the whole, whichever way the cut runs', () => {
    const side = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(side, side, fc.boolean(), fc.boolean(), (from, to, across, holed) => {
        const rings = holed ? [SQUARE, HOLE] : [SQUARE];
        const line = across ? [at(-10, from), at(110, to)] : [at(from, 120), at(50, 50), at(to, -20)];
        const pieces = slicePolygon(rings, line);
        expect(pieces.length).toBeGreaterThan(1);
        expect(pieces.reduce((sum, piece) => sum + areaOf(piece), 0)).toBeCloseTo(areaOf(rings), 1);
      }),
    );
  });

  it('stays whole when the cut does not meet it', () => {
    expect(slicePolygon([SQUARE], [at(200, 0), at(300, 10)])).toEqual([]);
    expect(slicePolygon([SQUARE], [at(5, 5)])).toEqual([]);
  });
});

describe('lines', () => {
  it('are sliced where they are crossed, and are as long together as before', () => {
    const line = [at(0, 0), at(100, 0), at(100, 50)];
    const pieces = sliceLine(line, [at(30, -10), at(30, 20), at(120, 20)]);
    expect(pieces).toHaveLength(3);
    expect(pieces.reduce((sum, piece) => sum + lengthOf(piece), 0)).toBeCloseTo(150);
    expect(sliceLine(line, [at(0, 60), at(50, 60)])).toEqual([]);
  });

  it('are joined by the ends that lie nearest, a shared point once', () => {
    expect(joinLines([at(0, 0), at(10, 0)], [at(30, 0), at(12, 0)])).toEqual([
      at(0, 0),
      at(10, 0),
      at(12, 0),
      at(30, 0),
    ]);
    expect(joinLines([at(10, 0), at(0, 0)], [at(10, 0), at(20, 0)])).toEqual([
      at(0, 0),
      at(10, 0),
      at(20, 0),
    ]);
  });
});
