/** What is under the pointer, what is selected, and what comes next. */
import { type Box, boxHeight, boxUnion, boxWidth } from '#core/geometry/box.ts';
import { clamp, distance } from '#core/geometry/plane.ts';
import { toPicture, toView } from '#core/geometry/viewport.ts';
import type { Annotation, Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { isLocked } from '#core/model/object-flags.ts';
import { groupBox, groupHandles, groupOf } from './group.ts';
import type { Handle, HandleHit, HandleRole } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import type { ShapeIndex } from './shape-index.ts';
import { type EditorState, NOTHING_SELECTED, type Selection } from './state.ts';
import type { Store } from './store.ts';

/** View pixels around a shape that still take it. */
const HIT_TOLERANCE = 2;
const HANDLE_RADIUS = { least: 3, most: 8 };
/**
 * A side of fewer view pixels has no handle in its middle, so that there is room to take the shape itself; vertices that
 * lie closer cannot be told apart.
 */
const ROOM = { corner: 0, side: 30, edge: 30, rotate: 30, center: 30, vertex: 6 } as const satisfies Record<
  HandleRole,
  number
>;
/** Of handles that do not lie around an inside that must stay within reach. */
const FREE: ReadonlySet<HandleRole> = new Set(['vertex', 'edge', 'rotate', 'center']);

export type Picker = {
  /** Shapes under a point of the view, the smallest first. */
  hits(point: Point): AnnotationId[];
  handleAt(point: Point): HandleHit | null;
  /** A handle of the box around several selected shapes. */
  groupHandleAt(point: Point): Handle | null;
  /** The shape as it is shown now, drafts included. */
  geometry(id: AnnotationId): Geometry | null;
  /** The box around some shapes, one at least, as they are shown. */
  bounds(ids: readonly AnnotationId[]): Box;
  select(ids: readonly AnnotationId[], made?: Selection['made']): void;
  /**
   * Selects the next shape (`step` 1) or the one before (-1): of those under the pointer when there are several,
   * else of all, in reading order. Answers the shape; null when there is none.
   */
  cycle(step: 1 | -1): AnnotationId | null;
};

/** The handles that a shape offers at the size at which it is shown. */
export function offeredHandles(geometry: Geometry, scale: number): Handle[] {
  return kindOf(geometry)
    .handles(geometry, scale)
    .filter(({ room, role }) => room === undefined || room * scale >= ROOM[role]);
}

function inReadingOrder(a: Annotation, b: Annotation): number {
  const [first, second] = [a, b].map(({ geometry }) => kindOf(geometry).bounds(geometry));
  if (!first || !second) return 0;
  return first.top - second.top || first.left - second.left || (a.id < b.id ? -1 : 1);
}

export function createPicker(store: Store<EditorState>, shapes: ShapeIndex): Picker {
  function hits(point: Point): AnnotationId[] {
    const { viewport, hidden } = store.get();
    return shapes
      .at(toPicture(viewport, point), HIT_TOLERANCE / viewport.scale)
      .map(({ id }) => id)
      .filter((id) => !hidden.has(id));
  }

  function geometry(id: AnnotationId): Geometry | null {
    const { drafts, annotations } = store.get();
    return drafts.get(id) ?? annotations.get(id)?.geometry ?? null;
  }

  function select(ids: readonly AnnotationId[], made: Selection['made'] = 'chosen'): void {
    const { selection } = store.get();
    const same =
      selection.made === made &&
      selection.ids.length === ids.length &&
      selection.ids.every((id, index) => id === ids[index]);
    if (!same) store.set({ selection: ids.length === 0 ? NOTHING_SELECTED : { ids, made } });
  }

  function candidates(): AnnotationId[] {
    const { annotations, hidden, pointer } = store.get();
    const under = pointer ? hits(pointer) : [];
    if (under.length > 1) return under;
    return [...annotations.values()]
      .filter(({ id }) => !hidden.has(id))
      .sort(inReadingOrder)
      .map(({ id }) => id);
  }

  return {
    hits,
    geometry,
    bounds(ids) {
      return ids
        .flatMap((id) => {
          const shape = geometry(id);
          return shape ? [kindOf(shape).bounds(shape)] : [];
        })
        .reduce(boxUnion);
    },
    select,
    handleAt(point) {
      const { selection, editable, viewport, hidden, annotations } = store.get();
      const [id] = selection.ids;
      const shape = id && selection.ids.length === 1 && !hidden.has(id) ? geometry(id) : null;
      if (!id || !shape || !editable || isLocked(annotations.get(id) ?? {})) return null;
      const bounds = kindOf(shape).bounds(shape);
      const shortest = Math.min(boxWidth(bounds), boxHeight(bounds)) * viewport.scale;
      const radius = clamp(shortest / 4, HANDLE_RADIUS.least, HANDLE_RADIUS.most);
      const near = offeredHandles(shape, viewport.scale).flatMap((handle) => {
        const away = distance(toView(viewport, handle.at), point);
        return away <= (FREE.has(handle.role) ? HANDLE_RADIUS.most : radius) ? [{ handle, away }] : [];
      });
      // The kind says which role wins; of vertices that lie close the nearest one is meant.
      const [handle] = near
        .filter((each) => each.handle.role === near[0]?.handle.role)
        .toSorted((a, b) => a.away - b.away)
        .map((each) => each.handle);
      return handle ? { id, handle } : null;
    },
    groupHandleAt(point) {
      const state = store.get();
      const shapes = state.editable ? groupOf(state) : null;
      if (!shapes) return null;
      const { viewport } = state;
      const near = ({ at }: Handle) => distance(toView(viewport, at), point) <= HANDLE_RADIUS.most;
      return groupHandles(groupBox(shapes), viewport.scale).find(near) ?? null;
    },
    cycle(step) {
      const ids = candidates();
      const [selected] = store.get().selection.ids;
      const at = selected ? ids.indexOf(selected) : -1;
      const start = at < 0 && step < 0 ? 0 : at;
      const next = ids[(start + step + ids.length) % Math.max(1, ids.length)];
      if (!next) return null;
      select([next]);
      return next;
    },
  };
}
