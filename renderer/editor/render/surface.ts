/** Something to draw on: a canvas on the screen or a bitmap beside it. */
import type { Size } from '#core/geometry/plane.ts';
import type { Pen } from './pen.ts';

export type Surface = {
  readonly pen: Pen;
  /** To draw it on another surface. */
  readonly image: CanvasImageSource;
  /** So many CSS pixels, each of `ratio` by `ratio` device pixels. Clears it when something changes. */
  resize(size: Size, ratio: number): void;
  /** Clears all, and makes drawing count in CSS pixels. */
  begin(): void;
  /** Gives its memory back. */
  dispose(): void;
};

function surfaceOf(canvas: HTMLCanvasElement | OffscreenCanvas, pen: Pen): Surface {
  let scale = 1;
  return {
    pen,
    image: canvas,
    resize(size, ratio) {
      scale = ratio;
      const width = Math.max(1, Math.round(size.width * ratio));
      const height = Math.max(1, Math.round(size.height * ratio));
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    },
    begin() {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.setTransform(scale, 0, 0, scale, 0, 0);
    },
    dispose() {
      canvas.width = 0;
      canvas.height = 0;
    },
  };
}

/** @throws Error when the window has run out of canvases. */
export function canvasSurface(canvas: HTMLCanvasElement): Surface {
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('The window gives no drawing context for a canvas.');
  return surfaceOf(canvas, pen);
}

/** @throws Error when the window has run out of canvases. */
export function bitmapSurface(): Surface {
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('The window gives no drawing context for a bitmap.');
  return surfaceOf(canvas, pen);
}
