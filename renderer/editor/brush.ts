/** What the tools for masks are set to. */
import type { Brush } from '#core/geometry/mask/paint.ts';
import { clamp } from '#core/geometry/plane.ts';

/**
 * Where pixels are marked that masks of other objects have: `both` have them then, `around` leaves them to the others,
 * `replace` takes them away from the others.
 */
export const OVERLAPS = ['both', 'around', 'replace'] as const;
export type Overlap = (typeof OVERLAPS)[number];

export type BrushSettings = Brush & {
  readonly overlap: Overlap;
  /** How far colours may be from the one that is pointed at, 0 to 255. */
  readonly tolerance: number;
};

export const USUAL_BRUSH: BrushSettings = { shape: 'round', size: 20, overlap: 'both', tolerance: 24 };

/** Picture pixels across. */
export const MOST_BRUSH = 1000;
export const MOST_TOLERANCE = 255;

/** One step larger (1) or smaller (-1): a tenth, at least one. */
export function brushStep(size: number, direction: 1 | -1): number {
  const step = Math.max(1, Math.round(size / 10));
  return clamp(size + direction * step, 1, MOST_BRUSH);
}

export function toleranceStep(tolerance: number, direction: 1 | -1): number {
  return clamp(tolerance + direction * 2, 0, MOST_TOLERANCE);
}
