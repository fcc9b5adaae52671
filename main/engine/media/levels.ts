/**
 * Pictures with more than 8 bits a sample: reading their numbers as they are, and how these are spread.
 */
import type { PictureLevels, PictureWindow } from '#core/model/picture.ts';
import { imageError } from './image.ts';
import { mostPixels } from './picture-limits.ts';
import { loadSharp } from './sharp.ts';

export type Samples = {
  readonly width: number;
  readonly height: number;
  /** 1 or 3, and one more with alpha. */
  readonly channels: number;
  readonly values: Uint16Array | Float32Array;
  /** What was added to every value so that none is below 0: signed numbers are read as unsigned ones. */
  readonly shift: number;
  /** The colour profile of 16-bit red, green and blue: what the numbers mean once a window is chosen. Null without one. */
  readonly icc: Uint8Array | null;
};

/** What is needed to read the numbers; see `ImageProbe`. */
export type Deep = { readonly depth: string; readonly space: string; readonly page: number };

const SIGNED_SHIFT = 32_768;
/** So many are enough for hundredths, and quick to sort. */
const MOST_SORTED = 1_000_000;

/** True when a picture of this depth needs a window to be shown. */
export function isDeep({ depth }: Pick<Deep, 'depth'>): boolean {
  return depth !== 'uchar' && depth !== 'char';
}

/**
 * The numbers of a picture, upright, as they are in the file; shrunk without mixing them when `most` pixels are fewer.
 * Throws as `probeImage` does.
 */
export async function readSamples(
  path: string,
  { depth, space, page }: Deep,
  most = Infinity,
): Promise<Samples> {
  const sharp = await loadSharp();
  try {
    const limitInputPixels = mostPixels({ format: 'tiff', whole: false });
    const picture = sharp(path, { limitInputPixels, failOn: 'truncated', page, ignoreIcc: true });
    const { autoOrient, icc = null } = await picture.metadata();
    const { width, height } = autoOrient;
    picture.autoOrient();
    const scale = Math.sqrt(most / (width * height));
    if (scale < 1) {
      const size = {
        width: Math.max(1, Math.floor(width * scale)),
        height: Math.max(1, Math.floor(height * scale)),
      };
      picture.resize({ ...size, fit: 'fill', kernel: 'nearest', fastShrinkOnLoad: false });
    }
    const colour = space === 'rgb16' || space === 'scrgb';
    if (depth === 'ushort' || depth === 'short') {
      if (depth === 'short') picture.linear(1, SIGNED_SHIFT);
      const raw = picture.toColourspace(colour ? 'rgb16' : 'grey16').raw({ depth: 'ushort' });
      const { data, info } = await raw.toBuffer({ resolveWithObject: true });
      const values = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
      const shift = depth === 'short' ? SIGNED_SHIFT : 0;
      return { ...sizeOf(info), values, shift, icc: colour && shift === 0 ? icc : null };
    }
    const raw = picture.toColourspace(colour ? 'scrgb' : 'b-w').raw({ depth: 'float' });
    const { data, info } = await raw.toBuffer({ resolveWithObject: true });
    return {
      ...sizeOf(info),
      values: new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4),
      shift: 0,
      icc: null,
    };
  } catch (cause) {
    throw imageError(path, cause);
  }
}

const sizeOf = ({ width, height, channels }: { width: number; height: number; channels: number }) => ({
  width,
  height,
  channels,
});

/** How the values are spread; those that are no finite numbers do not count, and neither does alpha. */
export function levelsOf(samples: Samples, depth: string): PictureLevels {
  const { values, channels, shift } = samples;
  const colours = channels % 2 === 0 ? channels - 1 : channels;
  const step = Math.max(1, Math.ceil(values.length / MOST_SORTED / channels)) * channels;
  const some = new Float64Array(Math.ceil(values.length / step) * colours);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let taken = 0;
  for (let at = 0; at < values.length; at += channels) {
    for (let colour = 0; colour < colours; colour += 1) {
      const value = values[at + colour] ?? 0;
      if (!Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
      if (at % step === 0) {
        some[taken] = value;
        taken += 1;
      }
    }
  }
  const base = { bits: depth.includes('short') ? 16 : 32, sample: sampleOf(depth) } as const;
  if (min > max) return { ...base, min: 0, max: 0, low: 0, high: 0 };
  const sorted = some.subarray(0, taken).sort();
  const at = (part: number) => (sorted[Math.round((taken - 1) * part)] ?? min) - shift;
  return { ...base, min: min - shift, max: max - shift, low: at(0.01), high: at(0.99) };
}

function sampleOf(depth: string): PictureLevels['sample'] {
  if (depth === 'float' || depth === 'double') return 'float';
  return depth === 'short' || depth === 'int' ? 'signed' : 'unsigned';
}

/**
 * The picture as it is shown with a window: 8 bits a sample, linear, without equalising. What is no number is black,
 * an infinite value is black or white.
 */
export function applyWindow(samples: Omit<Samples, 'icc'>, { low, high }: PictureWindow): Buffer {
  const { values, channels, shift } = samples;
  const out = Buffer.allocUnsafe(values.length);
  const from = low + shift;
  const scale = 255 / (high - low);
  const shown = (value: number) => Math.min(255, Math.max(0, Math.round((value - from) * scale))) || 0;
  if (values instanceof Uint16Array) {
    const table = Uint8Array.from({ length: 65_536 }, (_, value) => shown(value));
    for (let at = 0; at < values.length; at += 1) out[at] = table[values[at] ?? 0] ?? 0;
  } else {
    for (let at = 0; at < values.length; at += 1) out[at] = shown(values[at] ?? 0);
  }
  if (channels % 2 === 0) {
    // Alpha is no brightness.
    for (let at = channels - 1; at < values.length; at += channels) {
      const value = values[at] ?? 0;
      out[at] = values instanceof Uint16Array ? value >> 8 : Math.min(255, Math.max(0, value)) || 0;
    }
  }
  return out;
}
