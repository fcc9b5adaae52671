/** Masks: pixels of the picture that are marked. */
import { translateBox } from '#core/geometry/box.ts';
import { translateMask } from '#core/geometry/mask/combine.ts';
import { isEmpty, maskBounds, maskContains, sameMask } from '#core/geometry/mask/mask.ts';
import { liveMask, type MaskGeometry, maskOf, settledMask } from '#core/geometry/mask/stored.ts';
import type { Kind } from './kind.ts';
import { paintMask } from './mask-paint.ts';

const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 };

/** Where a point that is near a pixel may be on it. */
const AROUND = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

export const maskKind: Kind<MaskGeometry> = {
  bounds: (geometry) => maskBounds(maskOf(geometry)) ?? NOWHERE,
  hit(geometry, { x, y }, tolerance) {
    const mask = maskOf(geometry);
    return AROUND.some(([dx, dy]) => maskContains(mask, { x: x + dx * tolerance, y: y + dy * tolerance }));
  },
  handles: () => [],
  draw: (pen, geometry, viewport, style) => paintMask(pen, maskOf(geometry), viewport, style),
  translate(geometry, dx, dy, picture) {
    const bounds = maskKind.bounds(geometry);
    // Pixels move by whole pixels.
    const moved = translateBox(bounds, Math.round(dx), Math.round(dy), picture);
    return liveMask(translateMask(maskOf(geometry), moved.left - bounds.left, moved.top - bounds.top));
  },
  moveHandle: (geometry) => geometry,
  round: settledMask,
  same: (a, b) => sameMask(maskOf(a), maskOf(b)),
  problem: (geometry) => (isEmpty(maskOf(geometry)) ? 'empty' : null),
};
