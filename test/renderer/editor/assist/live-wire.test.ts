import { describe, expect, it } from 'vitest';
import { type EdgeCost, edgeCost } from '#renderer/editor/assist/edge-cost.ts';
import { createLiveWire } from '#renderer/editor/assist/live-wire.ts';
import { snapToEdge } from '#renderer/editor/assist/snap.ts';
import { fc } from '#test/support/property.ts';
import { painted } from './pictures.ts';

const anyCost: fc.Arbitrary<EdgeCost> = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain((size) =>
    fc
      .uint8Array({
        minLength: size.width * size.height,
        maxLength: size.width * size.height,
        min: 10,
        max: 64,
      })
      .map((cost) => ({ ...size, cost })),
  );

const price = ({ width, cost }: EdgeCost, from: number, to: number) => {
  const isSlant = from % width !== to % width && Math.floor(from / width) !== Math.floor(to / width);
  return isSlant ? Math.round((cost[to] ?? 0) * Math.SQRT2) : (cost[to] ?? 0);
};

/** Costs of the cheapest ways from a pixel, by trying again until nothing gets cheaper. */
function cheapest(map: EdgeCost, from: number): number[] {
  const { width, height } = map;
  const costs = Array.from(map.cost, () => Number.POSITIVE_INFINITY);
  costs[from] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = 0; at < costs.length; at++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const [x, y] = [(at % width) + dx, Math.floor(at / width) + dy];
          if (x < 0 || y < 0 || x >= width || y >= height) continue;
          const to = y * width + x;
          const total = (costs[at] ?? 0) + price(map, at, to);
          if (to === at || total >= (costs[to] ?? 0)) continue;
          costs[to] = total;
          changed = true;
        }
      }
    }
  }
  return costs;
}

describe('live-wire', () => {
  it('goes the cheapest way, from neighbour to neighbour', () => {
    fc.assert(
      fc.property(anyCost, fc.nat(11), fc.nat(11), fc.nat(11), fc.nat(11), (map, ax, ay, bx, by) => {
        const { width, height } = map;
        const from = { x: (ax % width) + 0.5, y: (ay % height) + 0.5 };
        const to = { x: (bx % width) + 0.5, y: (by % height) + 0.5 };
        const wire = createLiveWire(map);
        wire.anchor({ x: 0, y: 0 });
        wire.anchor(from);
        const path = wire.pathTo(to) ?? [];
        expect([path[0], path.at(-1)]).toEqual([from, to]);
        const at = path.map(({ x, y }) => Math.floor(y) * width + Math.floor(x));
        const steps = path.slice(1).map(({ x, y }, step) => {
          const last = path[step] ?? from;
          return Math.max(Math.abs(x - last.x), Math.abs(y - last.y));
        });
        for (const step of steps) expect(step).toBe(1);
        const total = at.slice(1).reduce((sum, pixel, step) => sum + price(map, at[step] ?? 0, pixel), 0);
        expect(total).toBe(cheapest(map, at[0] ?? 0)[at.at(-1) ?? 0]);
      }),
    );
  });

  it('follows the border of a disk rather than the straight way', () => {
    const radius = 40;
    const picture = painted(
      120,
      120,
      (x, y) => (Math.hypot(x - 60, y - 60) < radius ? [200, 90, 60] : [70, 80, 90]),
      6,
    );
    const map = edgeCost(picture);
    const wire = createLiveWire(map);
    wire.anchor(snapToEdge(picture, { x: 22, y: 60 }, 5));
    const path = wire.pathTo({ x: 60, y: 20.5 }) ?? [];
    const off = path.map(({ x, y }) => Math.abs(Math.hypot(x - 60, y - 60) - radius));
    expect(Math.max(...off)).toBeLessThan(3);
  });

  it('snaps to the edge that is near, and stays where there is none', () => {
    const picture = painted(60, 60, (x) => (x < 30 ? [0, 0, 0] : [250, 250, 250]));
    expect(Math.abs(snapToEdge(picture, { x: 26, y: 30.5 }, 5).x - 30)).toBeLessThan(0.6);
    expect(snapToEdge(picture, { x: 10.5, y: 30.5 }, 5)).toEqual({ x: 10.5, y: 30.5 });
  });

  it('stops when it is told to', () => {
    const map = edgeCost(painted(400, 400, () => [9, 9, 9]));
    const wire = createLiveWire(map);
    wire.anchor({ x: 0, y: 0 });
    expect(wire.pathTo({ x: 399, y: 399 }, () => true)).toBeNull();
    expect(wire.pathTo({ x: 399, y: 399 })).not.toBeNull();
  });
});
