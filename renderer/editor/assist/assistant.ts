/** Answers questions about one picture. Without a screen: it runs in a worker, and in tests as it is. */
import { type Box, boxContains } from '#core/geometry/box.ts';
import type { Mask } from '#core/geometry/mask/mask.ts';
import { scaleMask } from '#core/geometry/mask/scale.ts';
import { clamp, type Size } from '#core/geometry/plane.ts';
import type { Point } from '#core/model/common.ts';
import { cutOut } from './cut-out.ts';
import { edgeCost } from './edge-cost.ts';
import { createLiveWire, type LiveWire } from './live-wire.ts';
import { type Pixels, partOf, wholePixels } from './pixels.ts';
import type { Answer, Question } from './questions.ts';
import { snapToEdge } from './snap.ts';
import { threshold, wand } from './wand.ts';

/** Pixels around an anchor to which lines go: further ones need another anchor in between anyway. */
const REACH = 512;
/** Pixels within which an anchor finds its edge. */
const SNAP = 5;

export type Assistant = {
  /** @param progress hears how far it is (0 to 1) */
  answer(question: Question, progress: (done: number) => void): Answer;
};

/** @param picture its size in picture pixels; the pixels may be those of a smaller version of it */
export function createAssistant(pixels: Pixels, picture: Size): Assistant {
  const across = pixels.width / picture.width;
  const down = pixels.height / picture.height;
  let wire: { readonly box: Box; readonly live: LiveWire } | null = null;
  let anchored: Point = { x: 0, y: 0 };

  const inward = ({ x, y }: Point): Point => ({ x: x * across, y: y * down });
  const outward = ({ x, y }: Point): Point => ({ x: x / across, y: y / down });
  const whole = (mask: Mask): Mask => scaleMask(mask, picture);

  /** In pixels of this version of the picture. */
  function placeOf(at: Point, snap: boolean): Point {
    return snap ? snapToEdge(pixels, inward(at), SNAP) : inward(at);
  }

  function anchor({ x, y }: Point): Point {
    const near = wholePixels(
      { left: x - REACH, top: y - REACH, right: x + REACH, bottom: y + REACH },
      pixels,
    );
    // Edges are looked for anew only when the anchor comes near the border of what is known.
    const known = wire && boxContains(shrunk(wire.box, pixels, REACH / 2), { x, y }) ? wire : null;
    wire = known ?? { box: near, live: createLiveWire(edgeCost(partOf(pixels, near))) };
    wire.live.anchor({ x: x - wire.box.left, y: y - wire.box.top });
    anchored = { x, y };
    return outward(anchored);
  }

  function pathTo(end: Point): Point[] {
    if (!wire) return [outward(anchored), outward(end)];
    const { left, top, right, bottom } = wire.box;
    const near = { x: clamp(end.x, left, right - 1), y: clamp(end.y, top, bottom - 1) };
    const path = wire.live.pathTo({ x: near.x - left, y: near.y - top }) ?? [];
    const points = path.map(({ x, y }) => outward({ x: x + left, y: y + top }));
    const isThere = near.x === end.x && near.y === end.y;
    return isThere ? points : [...points, outward(end)];
  }

  return {
    answer(question, progress) {
      switch (question.type) {
        case 'wand': {
          const { everywhere, at, tolerance } = question;
          const mark = everywhere ? threshold : wand;
          return { type: 'wand', mask: whole(mark(pixels, inward(at), tolerance)), tolerance };
        }
        case 'anchor':
          return { type: 'anchor', at: anchor(placeOf(question.at, question.snap)) };
        case 'path':
          return { type: 'path', points: pathTo(placeOf(question.to, question.snap)) };
        case 'cut': {
          const { left, top, right, bottom } = question.box;
          const box = { left: left * across, top: top * down, right: right * across, bottom: bottom * down };
          const watch = (done: number) => {
            progress(done);
            return false;
          };
          const mask = cutOut(pixels, box, watch);
          if (!mask) throw new Error('Nobody stopped it, and it gave no mask.');
          return { type: 'cut', mask: whole(mask) };
        }
        default:
          return question satisfies never;
      }
    },
  };
}

/** Without a margin, but where the picture ends. */
function shrunk({ left, top, right, bottom }: Box, { width, height }: Size, margin: number): Box {
  return {
    left: left === 0 ? 0 : left + margin,
    top: top === 0 ? 0 : top + margin,
    right: right === width ? width : right - margin,
    bottom: bottom === height ? height : bottom - margin,
  };
}
