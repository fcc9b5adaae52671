/** A surface that writes down what is drawn on it, in place of a canvas. */
import type { Pen } from '#renderer/editor/render/pen.ts';
import type { Surface } from '#renderer/editor/render/surface.ts';

export type Stroke = { readonly what: string; readonly color: string; readonly numbers: readonly number[] };

export type Recorder = Surface & {
  /** What was drawn since the surface was cleared as a whole. */
  strokes(what?: string): Stroke[];
  /** How often it was cleared as a whole. */
  readonly begun: () => number;
  readonly isDisposed: () => boolean;
  /** Whether it is on the screen. */
  readonly isShown: () => boolean;
};

/** So many pixels a letter. */
const LETTER = 6;

export function createRecorder(): Recorder {
  let strokes: Stroke[] = [];
  let begun = 0;
  let disposed = false;
  let shown = true;
  const note =
    (what: string, color: () => string) =>
    (...args: readonly unknown[]) => {
      const numbers = args.filter((arg) => typeof arg === 'number');
      const text = typeof args[0] === 'string' ? ` ${args[0]}` : '';
      strokes.push({ what: `${what}${text}`, color: color(), numbers });
    };
  const none = (): undefined => undefined;
  const pen: Pen = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    globalAlpha: 1,
    font: '',
    textBaseline: 'alphabetic',
    imageSmoothingEnabled: true,
    imageSmoothingQuality: 'low',
    save: none,
    restore: none,
    setTransform: none,
    translate: note('translate', () => ''),
    rotate: note('rotate', () => ''),
    beginPath: none,
    moveTo: none,
    lineTo: none,
    rect: note('rect', () => ''),
    clip: none,
    closePath: none,
    arc: none,
    ellipse: none,
    fill: none,
    scale: none,
    stroke: none,
    setLineDash: none,
    clearRect: note('clear', () => ''),
    fillRect: note('fill', () => String(pen.fillStyle)),
    strokeRect: note('outline', () => String(pen.strokeStyle)),
    fillText: note('text', () => String(pen.fillStyle)),
    drawImage: note('image', () => ''),
    measureText: (text) => ({ width: text.length * LETTER }) as TextMetrics,
  };
  return {
    pen,
    image: {} as CanvasImageSource,
    resize: none,
    begin() {
      begun += 1;
      strokes = [];
    },
    show(visible) {
      shown = visible;
    },
    dispose() {
      disposed = true;
    },
    strokes: (what) => strokes.filter((stroke) => what === undefined || stroke.what.startsWith(what)),
    begun: () => begun,
    isDisposed: () => disposed,
    isShown: () => shown,
  };
}
