/** Moving and resizing the selection by arrow keys: shown at each press, stored when the key is let go. */
import { boxUnion, translateBox } from '#core/geometry/box.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Edits } from './edits.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Picker } from './picker.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';

/** What the arrow keys do. */
export type Transform = 'move' | 'resize';

export type Nudge = {
  /** By picture pixels. `resize` moves the lower right corner only. False when nothing is selected to be changed. */
  press(dx: number, dy: number, transform: Transform): boolean;
  /** The key is let go: stores what was moved. */
  end(): void;
  /** Puts everything back. True when there was something. */
  cancel(): boolean;
};

export function createNudge(store: Store<EditorState>, picker: Picker, edits: Edits): Nudge {
  let active: Transform | null = null;

  function end(): void {
    if (active) edits.commitDrafts(active);
    active = null;
  }

  function shapes() {
    return store.get().selection.ids.flatMap((id: AnnotationId) => {
      const geometry = picker.geometry(id);
      return geometry ? [{ id, geometry, kind: kindOf(geometry) }] : [];
    });
  }

  function move(dx: number, dy: number, item: NonNullable<EditorState['item']>) {
    const selected = shapes();
    const around = selected.map(({ kind, geometry }) => kind.bounds(geometry)).reduce(boxUnion);
    const moved = translateBox(around, dx, dy, item);
    return selected.map(({ id, geometry, kind }) => {
      const shape = kind.translate(geometry, moved.left - around.left, moved.top - around.top, item);
      return [id, shape] as const;
    });
  }

  function resize(dx: number, dy: number, item: NonNullable<EditorState['item']>) {
    return shapes().map(({ id, geometry, kind }) => {
      const { left, top, right, bottom } = kind.bounds(geometry);
      // Not across the opposite corner: a key that is held must not turn the shape over.
      const to = { x: Math.max(left + 1, right + dx), y: Math.max(top + 1, bottom + dy) };
      const from = { left, top, right, bottom };
      const corner = { left, top, right: Math.min(item.width, to.x), bottom: Math.min(item.height, to.y) };
      return [id, kind.scale?.(geometry, from, corner) ?? geometry] as const;
    });
  }

  return {
    press(dx, dy, transform) {
      const { item, editable } = store.get();
      if (!item || !editable || shapes().length === 0) return false;
      if (active && active !== transform) end();
      active = transform;
      const drafts = transform === 'move' ? move(dx, dy, item) : resize(dx, dy, item);
      edits.draft(new Map(drafts));
      return true;
    },
    end,
    cancel() {
      const had = active !== null;
      if (had) edits.draft(new Map());
      active = null;
      return had;
    },
  };
}
