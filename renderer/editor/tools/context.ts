/** What tools may ask of the editor and do to it. */
import type { Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Handle } from '../kinds/kind.ts';
import type { EditorState, Selection } from '../state.ts';

export type HandleHit = { readonly id: AnnotationId; readonly handle: Handle };

/** What a transformation did, for the history. */
export type Transform = 'move' | 'resize';

export type Pin = { readonly annotationId: AnnotationId | null; readonly point: Point };

/** Points are in view pixels unless their name says picture. */
export type ToolContext = {
  state(): EditorState;
  toPicture(point: Point): Point;
  /** Shapes under the point, the one that a click takes first. */
  hits(point: Point): readonly AnnotationId[];
  /** A handle of the selected shape under the point. */
  handleAt(point: Point): HandleHit | null;
  geometry(id: AnnotationId): Geometry | null;
  hover(id: AnnotationId | null): void;
  select(ids: readonly AnnotationId[], made?: Selection['made']): void;
  panBy(dx: number, dy: number): void;
  /** Shows shapes elsewhere without storing that; an empty map shows them where they are. */
  draft(shapes: ReadonlyMap<AnnotationId, Geometry>): void;
  /** Stores the drafts as one step of the history. */
  commitDrafts(transform: Transform): void;
  /** Shows the shape being drawn; null: none. */
  stroke(geometry: Geometry | null): void;
  /** True when something can be drawn now; if not, the person is told why. */
  mayDraw(): boolean;
  /** Stores the stroke as a new annotation. */
  commitStroke(): void;
  pin(pin: Pin): void;
};
