import type { Mask } from '#core/geometry/mask/mask.ts';
import type { Point } from '#core/model/common.ts';
import type { Target, Way } from '../masks.ts';

export type Idle = { readonly name: 'idle' };

/** The wand is held at a place; how far the hand goes sets how much is alike. */
export type Holding = {
  readonly name: 'holding';
  readonly way: Way;
  readonly target: Target | null;
  readonly others: readonly Target[];
  /** Where it was pressed, in picture pixels and in view pixels. */
  readonly at: Point;
  readonly from: Point;
  /** What was set when it was pressed. */
  readonly before: number;
  readonly everywhere: boolean;
  /** Of the newest question. */
  readonly tolerance: number;
  /** What was answered last; null: nothing yet. */
  readonly marked: Mask | null;
  /** Questions without an answer. */
  readonly open: boolean;
  /** The hand has let go: the next answer is stored. */
  readonly released: boolean;
};

export type WandState = Idle | Holding;
