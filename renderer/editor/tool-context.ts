/** What tools may do, made of the editor's parts. */
import { toPicture } from '#core/geometry/viewport.ts';
import type { Camera } from './camera.ts';
import type { Edits, Notice } from './edits.ts';
import type { Picker } from './picker.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';
import type { Pin, ToolContext } from './tools/context.ts';

type Parts = {
  readonly store: Store<EditorState>;
  readonly picker: Picker;
  readonly camera: Camera;
  readonly edits: Edits;
  readonly ports: {
    notice(notice: Notice): void;
    pin(pin: Pin): void;
  };
};

export function createToolContext({ store, picker, camera, edits, ports }: Parts): ToolContext {
  return {
    state: store.get,
    toPicture: (point) => toPicture(store.get().viewport, point),
    hits: picker.hits,
    handleAt: picker.handleAt,
    geometry: picker.geometry,
    hover: (id) => store.set({ hovered: id }),
    select: picker.select,
    panBy: camera.panBy,
    draft: edits.draft,
    commitDrafts: edits.commitDrafts,
    stroke: (stroke) => store.set({ stroke }),
    mayDraw() {
      const { editable, label, item } = store.get();
      if (!item) return false;
      if (!editable) ports.notice('read-only');
      else if (label === null) ports.notice('no-label');
      return editable && label !== null;
    },
    commitStroke() {
      const { stroke } = store.get();
      store.set({ stroke: null });
      const made = stroke && edits.draw(stroke);
      if (made) picker.select([made.id], 'drawn');
    },
    pin: ports.pin,
  };
}
