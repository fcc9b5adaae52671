/**
 * Bitmaps of masks, as they are seen from a distance: full at the border and light inside. Made from the runs, so that
 * one that changes with the hand is made anew at every move; canvases are used again, for their memory comes slowly.
 */
import { type Box, boxHeight, boxWidth } from '#core/geometry/box.ts';
import { type Mask, rowAt } from '#core/geometry/mask/mask.ts';

/** Of the part `box` of a mask. `level`: bitmap pixels per picture pixel. */
export type MaskBitmap = {
  readonly box: Box;
  readonly level: number;
  readonly color: string;
  readonly image: OffscreenCanvas;
};

/** Pixels of all bitmaps together: 64 MB. */
const MOST_PIXELS = 16_000_000;

/** The one that was not drawn the longest comes first. */
const bitmaps = new Map<Mask, MaskBitmap>();
let pixelsKept = 0;
let buffer = new ArrayBuffer(0);

/** The bitmap that was made of the mask before; undefined when there is none any more. */
export function knownBitmap(mask: Mask): MaskBitmap | undefined {
  const bitmap = bitmaps.get(mask);
  if (!bitmap) return undefined;
  bitmaps.delete(mask);
  bitmaps.set(mask, bitmap);
  return bitmap;
}

/** @param alpha of what is inside, 0 to 1 */
export function makeBitmap(mask: Mask, seen: Omit<MaskBitmap, 'image'>, alpha: number): MaskBitmap {
  const { box, level } = seen;
  const width = Math.max(1, Math.ceil(boxWidth(box) * level));
  const height = Math.max(1, Math.ceil(boxHeight(box) * level));
  drop(mask);
  const image = canvasOf(width, height);
  const bytes = 4 * width * height;
  if (buffer.byteLength < bytes) buffer = new ArrayBuffer(bytes);
  const pixels = new Uint32Array(buffer, 0, width * height).fill(0);
  fillPixels(pixels, width, height, { mask, ...seen }, alpha);
  const data = new ImageData(new Uint8ClampedArray(buffer, 0, bytes), width, height);
  image.getContext('2d')?.putImageData(data, 0, 0);
  const bitmap = { ...seen, image };
  bitmaps.set(mask, bitmap);
  pixelsKept += width * height;
  return bitmap;
}

function drop(mask: Mask): OffscreenCanvas | null {
  const bitmap = bitmaps.get(mask);
  if (!bitmap) return null;
  bitmaps.delete(mask);
  pixelsKept -= bitmap.image.width * bitmap.image.height;
  return bitmap.image;
}

/** A canvas of the size: the oldest one once there are enough. */
function canvasOf(width: number, height: number): OffscreenCanvas {
  let old: OffscreenCanvas | null = null;
  for (const mask of bitmaps.keys()) {
    if (pixelsKept + width * height <= MOST_PIXELS) break;
    old = drop(mask);
  }
  if (!old) return new OffscreenCanvas(width, height);
  if (old.width !== width) old.width = width;
  if (old.height !== height) old.height = height;
  return old;
}

type Sampled = Omit<MaskBitmap, 'image'> & { readonly mask: Mask };

/** Starts and ends of the runs of one bitmap row, as far as they are on the bitmap. */
type Spans = readonly number[];

function fillPixels(
  pixels: Uint32Array,
  width: number,
  height: number,
  sampled: Sampled,
  alpha: number,
): void {
  const [edge, inside] = tones(sampled.color, alpha);
  let above: Spans = [];
  let here = spansOf(sampled, 0, width);
  for (let y = 0; y < height; y++) {
    const below = y + 1 < height ? spansOf(sampled, y + 1, width) : [];
    const row = y * width;
    const covered = common(above, below);
    let first = 0;
    for (let at = 0; at < here.length; at += 2) {
      const [from, to] = [here[at] ?? 0, here[at + 1] ?? 0];
      pixels.fill(edge, row + from, row + to);
      // Light where there is something of the mask on all four sides.
      while (first < covered.length && (covered[first + 1] ?? 0) <= from) first += 2;
      for (let near = first; near < covered.length && (covered[near] ?? 0) < to; near += 2) {
        const left = Math.max(from + 1, covered[near] ?? 0);
        const right = Math.min(to - 1, covered[near + 1] ?? 0);
        if (left < right) pixels.fill(inside, row + left, row + right);
      }
    }
    above = here;
    here = below;
  }
}

/** One picture row for each bitmap row. */
function spansOf({ mask, box, level }: Sampled, y: number, width: number): Spans {
  const [begin, end] = rowAt(mask, Math.floor(box.top + (y + 0.5) / level));
  const spans: number[] = [];
  for (let at = begin; at < end; at += 2) {
    const from = Math.max(0, Math.round(((mask.runs[at] ?? 0) - box.left) * level));
    const to = Math.min(width, Math.round(((mask.runs[at + 1] ?? 0) - box.left) * level));
    if (from >= to) continue;
    // Runs with less than a bitmap pixel between them are one here.
    if (spans.at(-1) === from) spans[spans.length - 1] = to;
    else spans.push(from, to);
  }
  return spans;
}

/** Where both rows are marked. */
function common(a: Spans, b: Spans): Spans {
  const spans: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [aTo, bTo] = [a[i + 1] ?? 0, b[j + 1] ?? 0];
    const from = Math.max(a[i] ?? 0, b[j] ?? 0);
    const to = Math.min(aTo, bTo);
    if (from < to) spans.push(from, to);
    if (aTo < bTo) i += 2;
    else j += 2;
  }
  return spans;
}

/** As the bytes of a pixel lie in memory: red, green, blue, alpha. */
function tones(color: string, alpha: number): readonly [edge: number, inside: number] {
  const value = Number.parseInt(color.slice(1), 16);
  const [red, green, blue] = [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
  const tone = (opacity: number) =>
    new Uint32Array(new Uint8Array([red, green, blue, opacity]).buffer)[0] ?? 0;
  return [tone(255), tone(Math.round(255 * alpha))];
}
