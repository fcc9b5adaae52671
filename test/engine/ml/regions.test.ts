import { expect, test } from 'vitest';
import { brightRegions } from '#engine/ml/regions.ts';
import { fc } from '#test/support/property.ts';

/** A picture of digits: 0 is black, 9 is white. */
function drawn(...rows: readonly string[]) {
  const data = Uint8Array.from(rows.join(''), (digit) => Math.round((Number(digit) * 255) / 9));
  return { width: rows[0]?.length ?? 0, height: rows.length, data };
}

test('regions touch by their sides, not by their corners', () => {
  const grey = drawn('99000', '90090', '00990', '99009');
  expect(
    brightRegions(grey, 200, 1).map(({ box, pixels }) => [box.left, box.top, box.right, box.bottom, pixels]),
  ).toEqual([
    [0, 0, 2, 2, 3],
    [2, 1, 4, 3, 3],
    [0, 3, 2, 4, 2],
    [4, 3, 5, 4, 1],
  ]);
});

test('dim pixels and small regions are left out; the brightness is the mean', () => {
  const grey = drawn('98000', '00050', '90000');
  expect(brightRegions(grey, 200, 2)).toEqual([
    { box: { left: 0, top: 0, right: 2, bottom: 1 }, pixels: 2, brightness: (255 + 227) / 2 },
  ]);
  expect(brightRegions(drawn('000'), 1, 0)).toEqual([]);
});

test('a spiral as large as the picture is one region', () => {
  const grey = drawn('9999999', '0000009', '9999909', '9000909', '9099909', '9000009', '9999999');
  expect(brightRegions(grey, 200, 1).map(({ box }) => box)).toEqual([
    { left: 0, top: 0, right: 7, bottom: 7 },
  ]);
});

test('every bright pixel is in one region, and no region touches another', () => {
  const rows = fc.array(fc.string({ unit: fc.constantFrom('0', '9'), minLength: 9, maxLength: 9 }), {
    minLength: 1,
    maxLength: 9,
  });
  fc.assert(
    fc.property(rows, (lines) => {
      const grey = drawn(...lines);
      const regions = brightRegions(grey, 200, 1);
      const bright = grey.data.filter((value) => value >= 200).length;
      expect(regions.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(bright);
      expect(regions.length).toBe(countByUnion(grey));
    }),
  );
});

/** The same count another way: sets that are joined pixel by pixel. */
function countByUnion({ width, data }: { width: number; data: Uint8Array }): number {
  const parent = [...data.keys()];
  const root = (index: number): number => {
    const up = parent[index] ?? index;
    return up === index ? index : root(up);
  };
  const bright = (index: number) => (data[index] ?? 0) >= 200;
  for (const index of data.keys()) {
    if (!bright(index)) continue;
    if (index % width > 0 && bright(index - 1)) parent[root(index)] = root(index - 1);
    if (index >= width && bright(index - width)) parent[root(index)] = root(index - width);
  }
  return [...data.keys()].filter((index) => bright(index) && root(index) === index).length;
}
