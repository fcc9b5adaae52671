/** Brings an anchor to the edge that it was meant for. */
import type { Point } from '#core/model/common.ts';
import { steepnessOf } from './edge-cost.ts';
import { type Pixels, partOf, wholePixels } from './pixels.ts';

/** Pixels beside a place that its steepness is worked out of. */
const AROUND = 2;
/** Steepness below which there is no edge: a step of 5 grey levels. */
const LEAST = 20;

/** The middle of the pixel with the strongest edge no further than `reach` from the point; the point where there is none. */
export function snapToEdge(pixels: Pixels, { x, y }: Point, reach: number): Point {
  const room = reach + AROUND;
  const box = wholePixels({ left: x - room, top: y - room, right: x + room, bottom: y + room }, pixels);
  const part = partOf(pixels, box);
  const steepness = steepnessOf(part);
  let best = { x, y };
  let most = LEAST;
  for (let at = 0; at < steepness.length; at++) {
    const place = { x: box.left + (at % part.width) + 0.5, y: box.top + Math.floor(at / part.width) + 0.5 };
    const away = Math.hypot(place.x - x, place.y - y);
    // Of edges alike the nearest.
    const value = (steepness[at] ?? 0) - away / 100;
    if (away <= reach && value > most) [best, most] = [place, value];
  }
  return best;
}
