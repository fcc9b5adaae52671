import type { Point } from '#core/model/common.ts';

export type Idle = { readonly name: 'idle' };

export type Drawing = {
  readonly name: 'drawing';
  /** Where the stroke began, in view pixels. */
  readonly from: Point;
  /** The same in picture pixels: the picture may move below the stroke. */
  readonly fromPicture: Point;
};

export type BoxState = Idle | Drawing;
