import { describe, expect, it } from 'vitest';
import { maskChange } from '#core/geometry/mask/combine.ts';
import { isEmpty, type Mask, maskArea } from '#core/geometry/mask/mask.ts';
import { polygonMask } from '#core/geometry/mask/polygon.ts';
import { cutOut } from '#renderer/editor/assist/cut-out.ts';
import { createGrid, cutGrid, NEIGHBOURS } from '#renderer/editor/assist/grab-cut/max-flow.ts';
import { fc } from '#test/support/property.ts';
import { painted } from './pictures.ts';

const go = () => false;

type Net = {
  readonly width: number;
  readonly height: number;
  readonly ends: number[];
  readonly ties: number[];
};

const anyNet: fc.Arbitrary<Net> = fc
  .record({ width: fc.integer({ min: 1, max: 3 }), height: fc.integer({ min: 1, max: 3 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      ends: fc.array(fc.integer({ min: -9, max: 9 }), {
        minLength: width * height,
        maxLength: width * height,
      }),
      ties: fc.array(fc.nat(5), { minLength: 8 * width * height, maxLength: 8 * width * height }),
    }),
  );

/** What it costs when the pixels in `side` stay with the source: cut ties, and ends that pull the other way. */
function priceOf({ width, height, ends, ties }: Net, side: readonly number[]): number {
  let price = 0;
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at] ?? 0;
    price += side[at] ? Math.max(0, -end) : Math.max(0, end);
    if (!side[at]) continue;
    for (const [neighbour, [dx, dy]] of NEIGHBOURS.entries()) {
      const [x, y] = [(at % width) + dx, Math.floor(at / width) + dy];
      if (x < 0 || y < 0 || x >= width || y >= height || side[y * width + x]) continue;
      price += ties[8 * at + neighbour] ?? 0;
    }
  }
  return price;
}

describe('the cheapest cut', () => {
  it('is as cheap as any of all cuts', () => {
    fc.assert(
      fc.property(anyNet, (net) => {
        const { width, height, ends, ties } = net;
        const grid = createGrid({ width, height });
        const nodes = grid.ends.length;
        for (let at = 0; at < ends.length; at++) {
          const node = (Math.floor(at / width) + 1) * grid.stride + (at % width) + 1;
          grid.ends[node] = ends[at] ?? 0;
          for (const [neighbour, [dx, dy]] of NEIGHBOURS.entries()) {
            const [x, y] = [(at % width) + dx, Math.floor(at / width) + dy];
            if (x < 0 || y < 0 || x >= width || y >= height) continue;
            grid.flow[neighbour * nodes + node] = ties[8 * at + neighbour] ?? 0;
          }
        }
        const cut = cutGrid(grid, go);
        const side = ends.map(
          (_, at) => cut?.[(Math.floor(at / width) + 1) * grid.stride + (at % width) + 1] ?? 0,
        );
        const prices = Array.from({ length: 2 ** ends.length }, (_, bits) =>
          priceOf(
            net,
            ends.map((_end, at) => (bits >> at) & 1),
          ),
        );
        expect(priceOf(net, side)).toBe(Math.min(...prices));
      }),
      { numRuns: 300 },
    );
  });
});

/** Part of both masks in what is in one of them at least. */
function agreement(a: Mask, b: Mask): number {
  const apart = maskArea(maskChange(a, b));
  return (maskArea(a) + maskArea(b) - apart) / (maskArea(a) + maskArea(b) + apart);
}

describe('cutting a thing out of its box', () => {
  const points = Array.from({ length: 40 }, (_, at) => {
    const turn = (2 * Math.PI * at) / 40;
    const reach = at % 8 < 4 ? 42 : 32;
    return { x: 90 + reach * Math.cos(turn), y: 66 + reach * Math.sin(turn) };
  });
  const size = { width: 190, height: 132 };
  const thing = polygonMask(size, [points]);
  const inside = new Set<number>();
  for (let row = 0; row < thing.rows.length - 1; row++) {
    for (let at = thing.rows[row] ?? 0; at < (thing.rows[row + 1] ?? 0); at += 2) {
      for (let x = thing.runs[at] ?? 0; x < (thing.runs[at + 1] ?? 0); x++)
        inside.add((thing.top + row) * 190 + x);
    }
  }
  const picture = painted(
    size.width,
    size.height,
    (x, y) => {
      const shade = 30 * Math.sin(x / 17) + 20 * Math.sin(y / 11);
      return inside.has(Math.floor(y) * 190 + Math.floor(x)) ? [190 + shade, 90, 60] : [80, 110 + shade, 130];
    },
    25,
  );
  const box = { left: 42, top: 18, right: 138, bottom: 114 };

  it('finds it in a noisy picture, the same each time', () => {
    const made = cutOut(picture, box, go);
    expect(made && agreement(made, thing)).toBeGreaterThan(0.97);
    expect(cutOut(picture, box, go)).toEqual(made);
  });

  it('finds it at a smaller size when the box is large', () => {
    const times = 4;
    const large = painted(size.width * times, size.height * times, (x, y) => {
      const at = 4 * (Math.floor(y / times) * size.width + Math.floor(x / times));
      return [picture.data[at] ?? 0, picture.data[at + 1] ?? 0, picture.data[at + 2] ?? 0];
    });
    const grown = { left: 168, top: 72, right: 552, bottom: 456 };
    const made = cutOut(large, grown, go);
    const wanted = polygonMask(
      large,
      [points].map((ring) => ring.map(({ x, y }) => ({ x: x * times, y: y * times }))),
    );
    expect(made && agreement(made, wanted)).toBeGreaterThan(0.96);
  });

  it('stops when it is told to, and tells how far it is', () => {
    const told: number[] = [];
    const stopped = cutOut(picture, box, (done) => {
      told.push(done);
      return done > 0.3;
    });
    expect(stopped).toBeNull();
    expect(told[0]).toBe(0);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('marks nothing in a box without room, and something sensible when all is one colour', () => {
    expect(cutOut(picture, { left: 5, top: 5, right: 6, bottom: 9 }, go)).toMatchObject({
      runs: { length: 0 },
    });
    const even = cutOut(
      painted(60, 60, () => [50, 50, 50]),
      { left: 0, top: 0, right: 60, bottom: 60 },
      go,
    );
    expect(even && isEmpty(even)).not.toBeNull();
  });
});
