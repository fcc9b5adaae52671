/** Lines over the picture: at a distance that was chosen, and around single pixels when they are large. */
import type { Box } from '#core/geometry/box.ts';
import { toView, type Viewport } from '#core/geometry/viewport.ts';
import type { EditorState } from '../state.ts';
import { seenBox } from '../tiles.ts';
import type { Pen } from './pen.ts';

/** View pixels a picture pixel, from which on its lines are shown. */
const PIXELS_FROM = 10;
/** View pixels between lines; closer ones would cover the picture. */
const LEAST_GAP = 6;

type Lines = { readonly step: number; readonly alpha: number };

/** What is shown now; the lines that were chosen stand out from those around single pixels. */
function linesOf({ aids, viewport }: EditorState): Lines[] {
  const pixels = aids.pixelGrid && viewport.scale >= PIXELS_FROM ? [{ step: 1, alpha: 0.28 }] : [];
  const chosen = aids.grid > 0 && aids.grid * viewport.scale >= LEAST_GAP;
  return [...pixels, ...(chosen ? [{ step: aids.grid, alpha: pixels.length > 0 ? 0.6 : 0.28 }] : [])];
}

export function gridShows(state: EditorState): boolean {
  return state.item !== null && linesOf(state).length > 0;
}

export function paintGrid(pen: Pen, state: EditorState): void {
  const { item, view, viewport } = state;
  if (!item) return;
  const box = seenBox(view, viewport, item);
  for (const { step, alpha } of linesOf(state)) {
    trace(pen, viewport, box, step);
    pen.lineWidth = 1;
    // Two tones, so that it is seen on light and on dark.
    for (const [tone, dash] of [
      ['0, 0, 0', []],
      ['255, 255, 255', [2, 2]],
    ] as const) {
      pen.strokeStyle = `rgba(${tone}, ${alpha})`;
      pen.setLineDash([...dash]);
      pen.stroke();
    }
    pen.setLineDash([]);
  }
}

function trace(pen: Pen, viewport: Viewport, box: Box, step: number): void {
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
}
