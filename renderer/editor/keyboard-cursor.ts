/** Drawing without a mouse: arrow keys move the pointer, Enter presses, or lets go of what is held. */
import { clampPoint } from '#core/geometry/plane.ts';
import { toPicture, toView } from '#core/geometry/viewport.ts';
import type { Point } from '#core/model/common.ts';
import type { Input } from './input.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';
import type { HeldKeys } from './tools/tool.ts';

export type KeyboardCursor = {
  /** Puts the pointer on a whole pixel of the picture: where it is, or in the middle of the view. */
  take(): void;
  /** By picture pixels. False when the pointer is not the keyboard's. */
  move(dx: number, dy: number, keys?: Partial<HeldKeys>): boolean;
  /** Presses; at the place of the last press, it finishes what was begun. False when there is nothing to do. */
  enter(): boolean;
  /** True when there was something to leave. */
  leave(): boolean;
};

const NO_KEYS: HeldKeys = { shift: false, alt: false, mod: false };

export function createKeyboardCursor(store: Store<EditorState>, pointer: Input): KeyboardCursor {
  let last: Point | null = null;

  /** The pointer in picture pixels. */
  function place(): Point {
    const { pointer: at, view, viewport } = store.get();
    return toPicture(viewport, at ?? { x: view.width / 2, y: view.height / 2 });
  }

  function put(at: Point, keys: Partial<HeldKeys> = {}): void {
    const { item, viewport } = store.get();
    if (!item) return;
    pointer.move({ ...toView(viewport, clampPoint(at, item)), ...NO_KEYS, ...keys });
    store.set({ byKeyboard: true });
  }

  return {
    take() {
      const at = place();
      last = null;
      put({ x: Math.round(at.x), y: Math.round(at.y) });
    },
    move(dx, dy, keys) {
      if (!store.get().byKeyboard) return false;
      const at = place();
      put({ x: at.x + dx, y: at.y + dy }, keys);
      return true;
    },
    enter() {
      const { byKeyboard, viewport } = store.get();
      if (!byKeyboard) return false;
      const at = place();
      const again = last !== null && last.x === at.x && last.y === at.y;
      last = at;
      if (again && pointer.finish()) return true;
      const input = { ...toView(viewport, at), ...NO_KEYS };
      if (pointer.holds()) pointer.up(input);
      else pointer.press(input);
      return true;
    },
    leave() {
      const { byKeyboard } = store.get();
      store.set({ byKeyboard: false });
      return byKeyboard;
    },
  };
}
