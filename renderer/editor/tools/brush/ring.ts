/** The brush as it lies on the picture. */
import { brushCenter } from '#core/geometry/mask/paint.ts';
import { toPicture, toView } from '#core/geometry/viewport.ts';
import type { Pen } from '../../render/pen.ts';
import type { EditorState } from '../../state.ts';

/** Two tones, so that it is seen on light and on dark; the widths are view pixels. */
const TONES = [
  ['rgba(0, 0, 0, 0.75)', 3],
  ['#ffffff', 1.25],
] as const;
/** View pixels; a smaller brush has a cross at its sides, or it would be lost. */
const LEAST_RING = 7;
const CROSS = 6;

export function paintRing(pen: Pen, { pointer, viewport, brush, editable }: EditorState): void {
  if (!pointer || !editable) return;
  const center = toView(viewport, brushCenter(toPicture(viewport, pointer), brush));
  const side = brush.size * viewport.scale;
  for (const [color, width] of TONES) {
    pen.strokeStyle = color;
    pen.lineWidth = width;
    if (brush.shape === 'square') pen.strokeRect(center.x - side / 2, center.y - side / 2, side, side);
    else {
      pen.beginPath();
      pen.arc(center.x, center.y, side / 2, 0, 2 * Math.PI);
      pen.stroke();
    }
    if (side >= LEAST_RING) continue;
    pen.beginPath();
    for (const away of [-1, 1]) {
      pen.moveTo(center.x + away * (side / 2 + 1), center.y);
      pen.lineTo(center.x + away * (side / 2 + CROSS), center.y);
      pen.moveTo(center.x, center.y + away * (side / 2 + 1));
      pen.lineTo(center.x, center.y + away * (side / 2 + CROSS));
    }
    pen.stroke();
  }
}
