/**
 * Intelligent scissors: the cheapest way from an anchor to wherever the pointer is, along edges. The ways are worked
 * out from the anchor outwards only as far as they are asked for, so a near point takes milliseconds.
 */
import { clamp } from '#core/geometry/plane.ts';
import type { Point } from '#core/model/common.ts';
import type { EdgeCost } from './edge-cost.ts';

/** Costs of a step are below this, so that a ring of so many buckets holds all that are open. */
const BUCKETS = 128;
const UNKNOWN = 0x7fffffff;
/** So many pixels are settled between two questions whether to go on. */
const BREATH = 65_536;

export type LiveWire = {
  /** Where the ways begin. */
  anchor(at: Point): void;
  /** The pixels of the cheapest way from the anchor. Null when `stop` said true before it was found. */
  pathTo(to: Point, stop?: () => boolean): Point[] | null;
};

export function createLiveWire({ width, height, cost }: EdgeCost): LiveWire {
  const distance = new Int32Array(width * height);
  const before = new Int32Array(width * height);
  const settled = new Uint8Array(width * height);
  let buckets: number[][] = [];
  let open = 0;
  let current = 0;

  function pixelAt({ x, y }: Point): number {
    return clamp(Math.floor(y), 0, height - 1) * width + clamp(Math.floor(x), 0, width - 1);
  }

  function reach(pixel: number, from: number, total: number): void {
    if (settled[pixel] !== 0 || total >= (distance[pixel] ?? 0)) return;
    distance[pixel] = total;
    before[pixel] = from;
    buckets[total % BUCKETS]?.push(pixel);
    open++;
  }

  function spread(pixel: number): void {
    const x = pixel % width;
    const total = distance[pixel] ?? 0;
    const [left, right] = [x > 0, x < width - 1];
    const step = (to: number, isSlant: boolean) => {
      const each = cost[to] ?? 0;
      // A step across corners is longer by the root of 2.
      reach(to, pixel, total + (isSlant ? Math.round(each * Math.SQRT2) : each));
    };
    if (left) step(pixel - 1, false);
    if (right) step(pixel + 1, false);
    if (pixel >= width) {
      step(pixel - width, false);
      if (left) step(pixel - width - 1, true);
      if (right) step(pixel - width + 1, true);
    }
    if (pixel + width < settled.length) {
      step(pixel + width, false);
      if (left) step(pixel + width - 1, true);
      if (right) step(pixel + width + 1, true);
    }
  }

  /** Settles pixels, the nearest first, until the target is. False when it was stopped. */
  function settle(target: number, stop: () => boolean): boolean {
    for (let count = 0; settled[target] === 0 && open > 0; ) {
      const pixel = buckets[current % BUCKETS]?.pop();
      if (pixel === undefined) {
        current++;
        continue;
      }
      open--;
      if (settled[pixel] !== 0 || distance[pixel] !== current) continue;
      settled[pixel] = 1;
      spread(pixel);
      if (++count % BREATH === 0 && stop()) return false;
    }
    return true;
  }

  return {
    anchor(at) {
      distance.fill(UNKNOWN);
      before.fill(-1);
      settled.fill(0);
      buckets = Array.from({ length: BUCKETS }, () => []);
      [open, current] = [0, 0];
      reach(pixelAt(at), -1, 0);
    },
    pathTo(to, stop = () => false) {
      const target = pixelAt(to);
      if (!settle(target, stop)) return null;
      const path: Point[] = [];
      for (let at = target; at >= 0; at = before[at] ?? -1) {
        path.push({ x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 });
      }
      return path.reverse();
    },
  };
}
