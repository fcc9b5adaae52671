import type { Point } from '#core/model/common.ts';

export type Idle = { readonly name: 'idle' };

/** A line runs along edges from anchor to anchor, and on to the pointer. Points are in picture pixels. */
export type Cutting = {
  readonly name: 'cutting';
  /** What is fixed. */
  readonly points: readonly Point[];
  /** How many points there were at each anchor. */
  readonly anchors: readonly number[];
  /** From the last anchor to the pointer. */
  readonly path: readonly Point[];
  /** Where the pointer is. */
  readonly to: Point;
  /** The line goes back to its beginning as soon as the way is known. */
  readonly closing: boolean;
};

export type ScissorsState = Idle | Cutting;
