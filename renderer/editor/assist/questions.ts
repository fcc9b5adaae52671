/** What tools ask of assistance and what they hear. Points are in picture pixels. */
import type { Box } from '#core/geometry/box.ts';
import type { Mask } from '#core/geometry/mask/mask.ts';
import type { Point } from '#core/model/common.ts';

export type Question =
  /** What is alike: around the point, or `everywhere` on the picture. */
  | { readonly type: 'wand'; readonly at: Point; readonly tolerance: number; readonly everywhere: boolean }
  /** A line begins at the point, or when `snap` at the strongest edge near it. */
  | { readonly type: 'anchor'; readonly at: Point; readonly snap: boolean }
  /** How the line gets from the anchor to the point, or when `snap` to the strongest edge near it. */
  | { readonly type: 'path'; readonly to: Point; readonly snap: boolean }
  /** The thing in the box. */
  | { readonly type: 'cut'; readonly box: Box };

export type Answer =
  | { readonly type: 'wand'; readonly mask: Mask; readonly tolerance: number }
  | { readonly type: 'cut'; readonly mask: Mask }
  | { readonly type: 'anchor'; readonly at: Point }
  /** From the anchor on. */
  | { readonly type: 'path'; readonly points: readonly Point[] };

/** What a tool hears: told after a tenth of a second how far it is (0 to 1), then the answer, or that there is none. */
export type Heard =
  | Answer
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'failed' };

export type Assist = {
  /**
   * Asks; the answer comes to `hear` later. Of questions of a kind that wait, only the last is answered. Null: what
   * was asked before is not wanted any more.
   */
  ask(question: Question | null, hear: (heard: Heard) => void): void;
  dispose(): void;
};

/** Of an editor without pictures. */
export const NO_ASSIST: Assist = {
  ask: (question, hear) => {
    // Answers come later, also this one.
    if (question) queueMicrotask(() => hear({ type: 'failed' }));
  },
  dispose: () => {},
};
