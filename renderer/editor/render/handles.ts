/** Handles as they are drawn, in view pixels: squares resize, dots are vertices, a ring turns. */
import type { Point } from '#core/geometry/plane.ts';
import type { Handle, HandleRole } from '../kinds/kind.ts';
import type { Pen } from './pen.ts';

const SIDE = 8;
const RADII = { vertex: 4.5, edge: 3, rotate: 5.5, center: 4.5 } as const satisfies Partial<
  Record<HandleRole, number>
>;
/** What is pointed at grows, so that it is seen which one a press would take. */
const GROWTH = 2;

function drawSquare(pen: Pen, at: Point, color: string, growth: number): void {
  const side = SIDE + growth;
  const left = Math.round(at.x) - side / 2;
  const top = Math.round(at.y) - side / 2;
  pen.fillRect(left, top, side, side);
  pen.strokeRect(left, top, side, side);
  pen.fillStyle = color;
  pen.fillRect(left + 2, top + 2, side - 4, side - 4);
}

function drawDot(pen: Pen, at: Point, radius: number, color: string | null): void {
  pen.beginPath();
  pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
  if (color === null) return;
  pen.beginPath();
  pen.arc(at.x, at.y, radius - 2, 0, 2 * Math.PI);
  pen.fillStyle = color;
  pen.fill();
}

export function drawHandle(
  pen: Pen,
  { role }: Pick<Handle, 'role'>,
  at: Point,
  color: string,
  pointedAt: boolean,
): void {
  const growth = pointedAt ? GROWTH : 0;
  pen.lineWidth = 1.5;
  pen.fillStyle = '#ffffff';
  pen.strokeStyle = 'rgba(0, 0, 0, 0.65)';
  if (role === 'corner' || role === 'side') drawSquare(pen, at, color, growth);
  else if (role === 'edge') {
    pen.globalAlpha = pointedAt ? 1 : 0.75;
    drawDot(pen, at, RADII.edge + growth, null);
    pen.globalAlpha = 1;
  } else drawDot(pen, at, RADII[role] + growth / 2, role === 'rotate' ? null : color);
}
