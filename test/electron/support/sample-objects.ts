/** What is to be seen on each frame of the sample clip, by the filters that paint it. */
import type { Box } from '#core/geometry/box.ts';
import { type SampleScene, sceneFilter } from '#engine/media/sample-scene.ts';

export type SampleObject = { readonly label: 'car' | 'person'; readonly box: Box };

/** Pixels of an object that is only partly on the picture: with less nobody would box it. */
const LEAST_IN_SIGHT = 12;
/** Beside each car, for its shadow. */
const SHADOW = 6;

/** @param index of the frame, from 0 */
export function sampleObjects(scene: SampleScene, index: number): SampleObject[] {
  // The filter that moves things counts the frames that have gone through it, this one included.
  const n = index + 1;
  const filters = sceneFilter(scene);
  const movers = filters.matchAll(
    /s=(\d+)x(\d+)[^;]*\[mover\d+\];\[scene\d+\]\[mover\d+\]overlay=x='([^']+)':y=(\d+)/g,
  );
  return [...movers].flatMap(([, width, height, x, y]): SampleObject[] => {
    const [left, top] = [placeOf(x ?? '', n), Number(y)];
    const person = width === height;
    const inside = person
      ? bodyOf(Number(width))
      : { left: 0, top: 0, right: Number(width) - SHADOW, bottom: Number(height) - SHADOW };
    const box = {
      left: Math.max(0, left + inside.left),
      top: top + inside.top,
      right: Math.min(scene.width, left + inside.right),
      bottom: top + inside.bottom,
    };
    const seen = box.right - box.left >= LEAST_IN_SIGHT;
    return seen ? [{ label: person ? 'person' : 'car', box }] : [];
  });
}

/** Where a thing is on its way: `mod(A+B*n,C)` with something before or after. */
function placeOf(expression: string, n: number): number {
  const way = /^(?:(\d+)-)?mod\((\d+)\+(?:floor\(n\*([\d.]+)\)|(\d+)\*n),(\d+)\)(?:-(\d+))?$/.exec(
    expression,
  );
  if (!way) throw new Error(`The sample's movements are written in another way: ${expression}`);
  const [from, start, walked, driven, span, less] = way.slice(1).map((part) => (part ? Number(part) : null));
  const travelled = (((start ?? 0) + Math.floor(n * (walked ?? driven ?? 0))) % (span ?? 1)) - (less ?? 0);
  return from === null || from === undefined ? travelled : from - travelled;
}

/** Shoulders: two thirds as wide as high. */
function bodyOf(size: number): Box {
  const [middle, reach] = [size / 2, size / 2 - 1];
  return {
    left: middle - reach / 1.5,
    right: middle + reach / 1.5,
    top: middle - reach,
    bottom: middle + reach,
  };
}
