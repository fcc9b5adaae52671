/** Lines over the picture: at a distance that was chosen, and around single pixels when they are large. */
import { toView } from '#core/geometry/viewport.ts';
import type { EditorState } from '../state.ts';
import { seenBox } from '../tiles.ts';
import type { Pen } from './pen.ts';

/** View pixels a picture pixel, from which on its lines are shown. */
const PIXELS_FROM = 10;
/** View pixels between lines; closer ones would cover the picture. */
const LEAST_GAP = 6;

/** Picture pixels between lines; null: none are shown. */
function stepOf({ aids, viewport }: EditorState): number | null {
  if (aids.pixelGrid && viewport.scale >= PIXELS_FROM) return 1;
  if (aids.grid <= 0) return null;
  return aids.grid * viewport.scale >= LEAST_GAP ? aids.grid : null;
}

export function gridShows(state: EditorState): boolean {
  return state.item !== null && stepOf(state) !== null;
}

export function paintGrid(pen: Pen, state: EditorState): void {
  const { item, view, viewport } = state;
  const step = stepOf(state);
  if (!item || step === null) return;
  const box = seenBox(view, viewport, item);
  const from = toView(viewport, { x: box.left, y: box.top });
  const to = toView(viewport, { x: box.right, y: box.bottom });
  pen.beginPath();
  for (let x = Math.ceil(box.left / step) * step; x <= box.right; x += step) {
    const at = Math.round(toView(viewport, { x, y: 0 }).x) + 0.5;
    pen.moveTo(at, from.y);
    pen.lineTo(at, to.y);
  }
  for (let y = Math.ceil(box.top / step) * step; y <= box.bottom; y += step) {
    const at = Math.round(toView(viewport, { x: 0, y }).y) + 0.5;
    pen.moveTo(from.x, at);
    pen.lineTo(to.x, at);
  }
  pen.lineWidth = 1;
  // Two tones, so that it is seen on light and on dark.
  for (const [color, dash] of [
    ['rgba(0, 0, 0, 0.28)', []],
    ['rgba(255, 255, 255, 0.28)', [2, 2]],
  ] as const) {
    pen.strokeStyle = color;
    pen.setLineDash([...dash]);
    pen.stroke();
  }
  pen.setLineDash([]);
}
