/** What the editor must know of a kind of shape. Every kind is one file with these functions. */
import type { Box } from '#core/geometry/box.ts';
import type { BoxHandle } from '#core/geometry/handles.ts';
import type { Size } from '#core/geometry/plane.ts';
import type { Viewport } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { Pen } from '../render/pen.ts';
import type { Cursor } from '../state.ts';

/** Places at which shapes of some kind are taken. */
export type HandleId = BoxHandle;

export type Handle = { readonly id: HandleId; readonly at: Point; readonly cursor: Cursor };

export type ShapeStyle = {
  readonly color: string;
  /** View pixels. */
  readonly lineWidth: number;
  /** 0 to 1. */
  readonly fillAlpha: number;
  /** True: with a dark seam, so that it stands out on any picture. */
  readonly seam: boolean;
};

/** Points are in picture pixels unless said otherwise. Geometry is never changed in place. */
export type Kind<G extends Geometry> = {
  bounds(geometry: G): Box;
  /** True when the point is on the shape or no further than `tolerance` from it. */
  hit(geometry: G, point: Point, tolerance: number): boolean;
  /** Those that win where they overlap come first. */
  handles(geometry: G): readonly Handle[];
  draw(pen: Pen, geometry: G, viewport: Viewport, style: ShapeStyle): void;
  translate(geometry: G, dx: number, dy: number, picture: Size): G;
  resize(geometry: G, handle: HandleId, to: Point, picture: Size): G;
  /** As it is stored. */
  round(geometry: G): G;
  same(a: G, b: G): boolean;
  /** Why it cannot be stored; null when it can. */
  problem(geometry: G, picture: Size): 'empty' | 'outside' | null;
};
