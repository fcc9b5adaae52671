/** What tools may do, made of the editor's parts. */
import { boxContainsBox } from '#core/geometry/box.ts';
import { toPicture, toView } from '#core/geometry/viewport.ts';
import type { Question } from './assist/questions.ts';
import type { Camera } from './camera.ts';
import type { Edits } from './edits.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Notice } from './notice.ts';
import type { Picker } from './picker.ts';
import type { ShapeIndex } from './shape-index.ts';
import { snapPoint } from './snap.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';
import { mayMake } from './tools/allowed.ts';
import type { Pin, ToolContext } from './tools/context.ts';
import { specOf } from './tools/registry.ts';

type Parts = {
  readonly store: Store<EditorState>;
  readonly shapes: ShapeIndex;
  readonly picker: Picker;
  readonly camera: Camera;
  readonly edits: Edits;
  readonly ports: {
    notice(notice: Notice): void;
    pin(pin: Pin): void;
    ask(question: Question | null): void;
  };
};

/** View pixels around what a point snaps to. */
const SNAP_RADIUS = 8;

export function createToolContext({ store, shapes, picker, camera, edits, ports }: Parts): ToolContext {
  function mayChange(): boolean {
    const { editable, item } = store.get();
    if (item && !editable) ports.notice('read-only');
    return item !== null && editable;
  }

  return {
    state: store.get,
    toPicture: (point) => toPicture(store.get().viewport, point),
    place(point, { mod }, skips = []) {
      const { item, viewport, hidden, aids, editable } = store.get();
      const on = item !== null && editable && aids.snap && !mod;
      const tolerance = SNAP_RADIUS / viewport.scale;
      const skipped = new Set([...skips, ...hidden]);
      const snapped = on
        ? snapPoint(point, { shapes, picture: item, tolerance, skips: ({ id }) => skipped.has(id) })
        : null;
      store.set({ snapped });
      return snapped ?? point;
    },
    toView: (point) => toView(store.get().viewport, point),
    hits: picker.hits,
    within(box, touching) {
      const { hidden } = store.get();
      return shapes
        .search(box)
        .filter(({ geometry }) => touching || boxContainsBox(box, kindOf(geometry).bounds(geometry)))
        .map(({ id }) => id)
        .filter((id) => !hidden.has(id));
    },
    handleAt: picker.handleAt,
    groupHandleAt: picker.groupHandleAt,
    geometry: picker.geometry,
    hover: (id) => store.set({ hovered: id }),
    hoverHandle(hit) {
      const { hoveredHandle: before } = store.get();
      if (hit?.id !== before?.id || hit?.handle.id !== before?.handle.id) store.set({ hoveredHandle: hit });
    },
    select: picker.select,
    panBy: camera.panBy,
    draft: edits.draft,
    commitDrafts: edits.commitDrafts,
    stroke: (stroke) => store.set({ stroke }),
    guide: (guide) => store.set({ guide }),
    marquee: (marquee) => store.set({ marquee }),
    mayChange,
    mayDraw() {
      if (!mayChange()) return false;
      const state = store.get();
      if (state.label === null) ports.notice('no-label');
      else if (!mayMake(state, specOf(state.tool).makes)) ports.notice('not-allowed');
      else return true;
      return false;
    },
    commitStroke() {
      const { stroke } = store.get();
      store.set({ stroke: null });
      const made = stroke && edits.draw(stroke);
      if (made) picker.select([made.id], 'drawn');
    },
    rework: edits.rework,
    notice: ports.notice,
    pin: ports.pin,
    setBrush: (change) => store.set({ brush: { ...store.get().brush, ...change } }),
    ask: ports.ask,
  };
}
