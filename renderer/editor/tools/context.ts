/** What tools may ask of the editor and do to it. */
import type { Box } from '#core/geometry/box.ts';
import type { Annotation, Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Question } from '../assist/questions.ts';
import type { BrushSettings } from '../brush.ts';
import type { Handle, HandleHit } from '../kinds/kind.ts';
import type { Notice } from '../notice.ts';
import type { EditorState, Selection } from '../state.ts';
import type { StepName } from '../steps.ts';

export type Pin = { readonly annotationId: AnnotationId | null; readonly point: Point };

/** Several changes that are one step of the history. */
export type Rework = {
  readonly step: StepName;
  readonly change?: ReadonlyMap<AnnotationId, Geometry>;
  /** New shapes: with label and attributes of an annotation they come from, or else with the current label. */
  readonly add?: readonly { readonly geometry: Geometry; readonly like?: Annotation }[];
  readonly remove?: readonly AnnotationId[];
};

/** Points are in view pixels unless their name says picture. */
export type ToolContext = {
  state(): EditorState;
  toPicture(point: Point): Point;
  /**
   * Where a point that is placed is meant to be, in picture pixels: as it is, or where it snaps to, which is shown.
   * @param skips shapes that it does not snap to: those under the hand
   */
  place(point: Point, keys: { readonly mod: boolean }, skips?: readonly AnnotationId[]): Point;
  toView(picturePoint: Point): Point;
  /** Shapes under the point, the one that a click takes first. */
  hits(point: Point): readonly AnnotationId[];
  /** Shapes that lie wholly in a box of the picture, or when `touching` reach into it. */
  within(pictureBox: Box, touching: boolean): readonly AnnotationId[];
  /** A handle of the selected shape under the point. */
  handleAt(point: Point): HandleHit | null;
  /** A handle of the box around several selected shapes. */
  groupHandleAt(point: Point): Handle | null;
  geometry(id: AnnotationId): Geometry | null;
  hover(id: AnnotationId | null): void;
  hoverHandle(hit: HandleHit | null): void;
  select(ids: readonly AnnotationId[], made?: Selection['made']): void;
  panBy(dx: number, dy: number): void;
  /** Shows shapes elsewhere without storing that; an empty map shows them where they are. */
  draft(shapes: ReadonlyMap<AnnotationId, Geometry>): void;
  /** Stores the drafts as one step of the history. */
  commitDrafts(step: StepName): void;
  /** Shows the shape being drawn; null: none. */
  stroke(geometry: Geometry | null): void;
  /** Shows lines that become no shape; null: none. */
  guide(geometry: Geometry | null): void;
  /** Shows the frame that selects, in picture pixels; null: none. */
  marquee(pictureBox: Box | null): void;
  /** True when something can be drawn now; if not, the person is told why. */
  mayDraw(): boolean;
  /** True when shapes can be changed now; if not, the person is told why. */
  mayChange(): boolean;
  /** Stores the stroke as a new annotation. */
  commitStroke(): void;
  /** Stores several changes as one step; answers what was changed or made. */
  rework(rework: Rework): readonly Annotation[];
  /** Tells the person something that only the tool can know, by the name of a notice. */
  notice(notice: Notice): void;
  pin(pin: Pin): void;
  setBrush(change: Partial<BrushSettings>): void;
  /** Asks assistance; the tool hears the answer later. Null: what was asked before is not wanted any more. */
  ask(question: Question | null): void;
};
