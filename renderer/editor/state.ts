/** All that the editor knows at one moment. Never changed in place. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import type { Reach } from '#core/annotation/track/edits.ts';
import type { Box } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import type { Viewport } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId, ItemId } from '#core/model/ids.ts';
import type { Attribute, Label, Tool } from '#core/model/recipe.ts';
import type { PoseTemplate } from '#core/model/recipe-settings.ts';
import { type Aids, USUAL_AIDS } from './aids.ts';
import { type BrushSettings, USUAL_BRUSH } from './brush.ts';
import type { Cursor } from './cursor.ts';
import type { HandleHit } from './kinds/kind.ts';
import type { ToolName } from './tools/names.ts';
import type { Clip } from './tracks/clip.ts';

/** The picture being worked on; its size in upright pixels. */
export type EditorItem = Size & { readonly id: ItemId };

/** `drawn`: the shape just made, which number keys leave alone; `chosen`: picked on purpose, which they relabel. */
export type Selection = { readonly ids: readonly AnnotationId[]; readonly made: 'chosen' | 'drawn' };

/** How objects on videos are made and changed. */
export type Tracking = {
  /** What is drawn is on all frames from here on, or on this one alone. */
  readonly span: 'onward' | 'frame';
  /** Attributes change from here on, or on the whole track. */
  readonly reach: Reach;
};

export const NOTHING_SELECTED: Selection = { ids: [], made: 'chosen' };

export type EditorState = {
  readonly item: EditorItem | null;
  /** False: look, zoom and select, but change nothing. */
  readonly editable: boolean;
  /** All of the item; on a video of all frames. */
  readonly stored: AnnotationMap;
  /** What is shown: the same map on a picture; on a video what is there at the frame, as it is there. */
  readonly annotations: AnnotationMap;
  /** The frame on the screen; null on a picture. */
  readonly frame: number | null;
  /** The video that was opened last. It may be another item's: `clipOf` tells. */
  readonly clip: Clip | null;
  readonly tracking: Tracking;
  /** In the order of their number keys. */
  readonly labels: readonly Label[];
  /** What may be said of objects and of the item. */
  readonly attributes: readonly Attribute[];
  /** What the next drawn shape is called. */
  readonly label: string | null;
  readonly selection: Selection;
  readonly hovered: AnnotationId | null;
  /** The handle under the pointer: Delete takes away a vertex that is pointed at. */
  readonly hoveredHandle: HandleHit | null;
  readonly hidden: ReadonlySet<AnnotationId>;
  readonly tool: ToolName;
  /** What the recipe lets people make; null: everything. */
  readonly allowed: readonly Tool[] | null;
  /** Templates of skeletons, and which one the next is made of: its id; null: the first. */
  readonly poses: readonly PoseTemplate[];
  readonly pose: string | null;
  readonly brush: BrushSettings;
  readonly aids: Aids;
  readonly viewport: Viewport;
  /** True until the person zooms or pans: a view that changes size then fits the picture again. */
  readonly fitted: boolean;
  /** CSS pixels of the canvas. */
  readonly view: Size;
  /** Shapes under the hand, in place of what is stored. */
  readonly drafts: ReadonlyMap<AnnotationId, Geometry>;
  /** The shape being drawn. */
  readonly stroke: Geometry | null;
  /** Lines that a tool draws with and that become no shape of their own: a cut, a hole. */
  readonly guide: Geometry | null;
  /** What is being selected by a frame, in picture pixels. */
  readonly marquee: Box | null;
  /** Where a point snaps to, in picture pixels; null: nowhere. */
  readonly snapped: Point | null;
  /** Where the pointer is, in view pixels; null when it is elsewhere. */
  readonly pointer: Point | null;
  /** True: the arrow keys move the pointer, and Enter presses. */
  readonly byKeyboard: boolean;
  readonly cursor: Cursor;
  /** What the pointer does next: the name of a sentence of the screen. Each tool lists its own. */
  readonly hint: string;
};

export const EMPTY_STATE: EditorState = {
  item: null,
  editable: false,
  stored: new Map(),
  annotations: new Map(),
  frame: null,
  clip: null,
  tracking: { span: 'onward', reach: 'whole' },
  labels: [],
  attributes: [],
  label: null,
  selection: NOTHING_SELECTED,
  hovered: null,
  hoveredHandle: null,
  hidden: new Set(),
  tool: 'select',
  allowed: null,
  poses: [],
  pose: null,
  brush: USUAL_BRUSH,
  aids: USUAL_AIDS,
  viewport: { scale: 1, x: 0, y: 0 },
  fitted: true,
  view: { width: 1, height: 1 },
  drafts: new Map(),
  stroke: null,
  guide: null,
  marquee: null,
  snapped: null,
  pointer: null,
  byKeyboard: false,
  cursor: 'default',
  hint: 'look',
};

/** Colour of a label that the recipe does not know (any more). */
export const UNKNOWN_LABEL_COLOR = '#9aa5b1';

export function labelColor(labels: readonly Label[], name: string | null): string {
  return labels.find((label) => label.name === name)?.color ?? UNKNOWN_LABEL_COLOR;
}
