import type { Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Handle, HandleHit } from '../../kinds/kind.ts';

/** What the pointer is over. */
export type Target =
  | { readonly type: 'handle'; readonly hit: HandleHit }
  | { readonly type: 'group'; readonly handle: Handle }
  | { readonly type: 'shape'; readonly id: AnnotationId }
  | { readonly type: 'nothing' };

export type Idle = { readonly name: 'idle'; readonly over: Target };

/** Pressed, not yet moved: a click or a drag. */
export type Pointing = {
  readonly name: 'pointing';
  /** View pixels. */
  readonly from: Point;
  readonly over: Target;
};

export type Panning = { readonly name: 'panning'; readonly x: number; readonly y: number };

export type Translating = {
  readonly name: 'translating';
  /** Where the drag began, in picture pixels. */
  readonly from: Point;
  readonly origins: ReadonlyMap<AnnotationId, Geometry>;
};

export type Resizing = {
  readonly name: 'resizing';
  readonly hit: HandleHit;
  readonly origin: Geometry;
  /** From the pointer to the handle, in picture pixels, so that it does not jump when taken beside its middle. */
  readonly grip: Point;
};

/** Several shapes are resized or turned as one. */
export type Stretching = {
  readonly name: 'stretching';
  readonly handle: Handle;
  readonly origins: ReadonlyMap<AnnotationId, Geometry>;
  /** From the pointer to the handle, in picture pixels. */
  readonly grip: Point;
};

export type Framing = {
  readonly name: 'framing';
  /** Where the frame begins, in picture pixels. */
  readonly from: Point;
  /** What was selected before. */
  readonly before: readonly AnnotationId[];
};

export type SelectState = Idle | Pointing | Panning | Translating | Resizing | Stretching | Framing;

export const AT_REST: Idle = { name: 'idle', over: { type: 'nothing' } };
