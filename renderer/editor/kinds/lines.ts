/** Lines and areas, as a pen draws them. */

import type { Line } from '#core/geometry/outline.ts';
import type { Viewport } from '#core/geometry/viewport.ts';
import type { Pen } from '../render/pen.ts';
import type { ShapeStyle } from './kind.ts';

const SEAM = 'rgba(0, 0, 0, 0.55)';

/** Begins a path along the lines. */
export function trace(pen: Pen, lines: readonly Line[], viewport: Viewport): void {
  pen.beginPath();
  for (const { points, closed } of lines) {
    let begun = false;
    for (const point of points) {
      // Not `toView`: ten thousand shapes have a quarter of a million points, and an object for each is felt.
      const x = point.x * viewport.scale + viewport.x;
      const y = point.y * viewport.scale + viewport.y;
      if (begun) pen.lineTo(x, y);
      else pen.moveTo(x, y);
      begun = true;
    }
    if (closed && points.length > 1) pen.closePath();
  }
}

/** Strokes the path that was begun, and fills it by the even-odd rule: rings inside of others are holes. */
export function paintPath(pen: Pen, style: ShapeStyle, filled: boolean): void {
  if (filled && style.fillAlpha > 0) {
    pen.globalAlpha = style.fillAlpha;
    pen.fillStyle = style.color;
    pen.fill('evenodd');
    pen.globalAlpha = 1;
  }
  if (style.seam) {
    pen.strokeStyle = SEAM;
    pen.lineWidth = style.lineWidth + 2;
    pen.stroke();
  }
  pen.strokeStyle = style.color;
  pen.lineWidth = style.lineWidth;
  pen.stroke();
}

export function paintLines(pen: Pen, lines: readonly Line[], viewport: Viewport, style: ShapeStyle): void {
  trace(pen, lines, viewport);
  paintPath(
    pen,
    style,
    lines.some(({ closed }) => closed),
  );
}
