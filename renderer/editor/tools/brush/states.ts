import type { Mask } from '#core/geometry/mask/mask.ts';
import type { Point } from '#core/model/common.ts';
import type { Target, Way } from '../masks.ts';

export type Idle = {
  readonly name: 'idle';
  /** Where the last stroke ended, in picture pixels: Shift goes on from there in a straight line. */
  readonly last: Point | null;
  /** What a press would do. */
  readonly way: Way;
};

export type Painting = {
  readonly name: 'painting';
  readonly way: Way;
  /** Null: a new mask. */
  readonly target: Target | null;
  readonly others: readonly Target[];
  /** Where the brush is, in picture pixels. */
  readonly at: Point;
  /** What the stroke went over. */
  readonly marked: Mask;
};

export type BrushState = Idle | Painting;
