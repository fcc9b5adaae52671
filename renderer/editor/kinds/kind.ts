/** What the editor must know of a kind of shape. Every kind is one file with these functions. */
import type { Box } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import type { Viewport } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Cursor } from '../cursor.ts';
import type { Pen } from '../render/pen.ts';

/**
 * A place at which a shape is taken: `nw` and the like on a box, `v:ring:index` for a vertex, `e:ring:index` for the
 * middle of the edge that begins at that vertex, `rotate`, `center`, or a word of the kind's own.
 */
export type HandleId = string;

/** How a handle looks, and when there is room for it. */
export type HandleRole = 'corner' | 'side' | 'vertex' | 'edge' | 'rotate' | 'center';

export type Handle = {
  readonly id: HandleId;
  readonly role: HandleRole;
  readonly at: Point;
  readonly cursor: Cursor;
  /** Picture pixels of the side it lies on: it is offered when they are enough view pixels. None: always. */
  readonly room?: number;
};

/** A handle under the pointer, and whose it is. */
export type HandleHit = { readonly id: AnnotationId; readonly handle: Handle };

export type ShapeStyle = {
  readonly color: string;
  /** View pixels. */
  readonly lineWidth: number;
  /** 0 to 1. */
  readonly fillAlpha: number;
  /** True: with a dark seam, so that it stands out on any picture. */
  readonly seam: boolean;
};

/** How a handle is dragged. `shift` constrains (square, 15°, along an axis); `alt` keeps the center. */
export type Drag = { readonly picture: Size; readonly shift: boolean; readonly alt: boolean };

/** Points are in picture pixels unless said otherwise, angles in degrees. Geometry is never changed in place. */
export type Kind<G extends Geometry> = {
  bounds(geometry: G): Box;
  /** True when the point is on the shape or no further than `tolerance` from it. */
  hit(geometry: G, point: Point, tolerance: number): boolean;
  /**
   * Those that win where they overlap come first.
   * @param scale view pixels per picture pixel, for handles that stand off the shape.
   */
  handles(geometry: G, scale: number): readonly Handle[];
  draw(pen: Pen, geometry: G, viewport: Viewport, style: ShapeStyle): void;
  /** Moved as far as the picture allows. */
  translate(geometry: G, dx: number, dy: number, picture: Size): G;
  /** One handle dragged to a point. */
  moveHandle(geometry: G, handle: HandleId, to: Point, drag: Drag): G;
  /** Turned around a point; kinds without it stay when a selection is turned. */
  rotate?(geometry: G, degrees: number, around: Point): G;
  /** As it lies when the box `from` becomes the box `to`; kinds without it stay when a selection is resized. */
  scale?(geometry: G, from: Box, to: Box): G;
  /** With another vertex on the edge nearest to the point. */
  insertVertex?(geometry: G, at: Point): G;
  /** Without the vertex of the handle; null when too few would be left. */
  removeVertex?(geometry: G, handle: HandleId): G | null;
  /** As it is stored. */
  round(geometry: G): G;
  same(a: G, b: G): boolean;
  /** Why it cannot be stored; null when it can. */
  problem(geometry: G, picture: Size): 'empty' | 'outside' | null;
};
