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
  /** Takes it off the screen while there is nothing on it: every canvas in sight is laid over the others in each frame. */
  show(visible: boolean): void;
  /** Gives its memory back. */
  dispose(): void;
};

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function surfaceOf(canvas: HTMLCanvasElement, pen: Pen & Pick<Context, 'getImageData'>): Surface {
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
    show(visible) {
      const display = visible ? '' : 'none';
      if (canvas.style.display !== display) canvas.style.display = display;
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

/** What was drawn on a scratch. */
export type Taken = { readonly image: CanvasImageSource; close(): void };

/** A canvas off the screen on which one thing after another is drawn, and taken from it. */
export type Scratch = {
  /** An empty canvas of so many CSS pixels, each of `ratio` by `ratio` device pixels. */
  begin(size: Size, ratio: number): { readonly pen: Pen; take(): Taken };
};

/** @throws Error when the window has run out of canvases. */
export function scratchCanvas(): Scratch {
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('The window gives no drawing context for a bitmap.');
  return {
    begin(size, ratio) {
      canvas.width = Math.max(1, Math.round(size.width * ratio));
      canvas.height = Math.max(1, Math.round(size.height * ratio));
      pen.setTransform(canvas.width / size.width, 0, 0, canvas.height / size.height, 0, 0);
      return {
        pen,
        take() {
          const image = canvas.transferToImageBitmap();
          return { image, close: () => image.close() };
        },
      };
    },
  };
}
