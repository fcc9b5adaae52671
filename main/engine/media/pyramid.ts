/**
 * Very large pictures in all their sizes, cut into tiles, in one TIFF file. Uncompressed: 200 megapixels are written in
 * 2.9 s (12 s with LZW) and a tile is read in 1.6 ms (4.7 ms), and at its own size the picture is exact to the pixel.
 */
import type { Metadata } from 'sharp';
import type { PictureWindow } from '#core/model/picture.ts';
import { encodeBmp } from './bmp.ts';
import { imageError, probeImage } from './image.ts';
import { applyWindow, isDeep, readSamples, type Samples } from './levels.ts';
import { MAX_STREAMED_PIXELS } from './picture-limits.ts';
import { toSrgb } from './profiled.ts';
import { loadSharp } from './sharp.ts';
import { readTiff, wholeNumbers } from './tiff-directory.ts';

/** Pixels of a tile's side: a third quicker to make than tiles of 256. */
export const TILE_SIZE = 512;
const MOST_LEVELS = 32;

/** How numbers in a pyramid become those of the picture: `number * factor + offset`; null for 8 bits a sample. */
type Scale = { readonly factor: number; readonly offset: number } | null;

const PYRAMID = {
  compression: 'none',
  tile: true,
  tileWidth: TILE_SIZE,
  tileHeight: TILE_SIZE,
  pyramid: true,
  bigtiff: true,
} as const;

/**
 * Writes the picture upright, in sRGB with 8 bits a sample, or with a scale as 16-bit numbers. Throws as `probeImage`.
 */
export async function writePyramid(input: string, output: string, scale: Scale): Promise<void> {
  const probe = await probeImage(input);
  const sharp = await loadSharp();
  const options = { limitInputPixels: MAX_STREAMED_PIXELS, failOn: 'truncated' as const };
  try {
    if (scale === null) {
      await sharp(input, options).autoOrient().toColourspace('srgb').tiff(PYRAMID).toFile(output);
      return;
    }
    const { depth, space } = probe;
    if (depth === 'ushort') {
      const kind = space === 'rgb16' ? 'rgb16' : 'grey16';
      await sharp(input, { ...options, ignoreIcc: true })
        .autoOrient()
        .toColourspace(kind)
        // The numbers stay as they are; what they mean is for whoever shows a tile.
        .keepIccProfile()
        .tiff(PYRAMID)
        .toFile(output);
      return;
    }
    const samples = await readSamples(input, { depth, space, page: 0 });
    const { width, height, channels } = samples;
    const raw = {
      width,
      height,
      channels: channels === 1 || channels === 2 ? channels : channels === 3 ? 3 : 4,
    } as const;
    const kind = channels <= 2 ? 'grey16' : 'rgb16';
    const numbers = quantised(samples, scale);
    await sharp(numbers, { raw, limitInputPixels: false }).toColourspace(kind).tiff(PYRAMID).toFile(output);
  } catch (cause) {
    throw imageError(input, cause);
  }
}

/** Numbers of any kind as 16-bit ones. */
function quantised(
  { values, shift }: Samples,
  { factor, offset }: { factor: number; offset: number },
): Uint16Array {
  return Uint16Array.from(values, (value) => {
    const scaled = Math.round((value - shift - offset) / factor);
    return Math.min(65_535, Math.max(0, scaled)) || 0;
  });
}

/** Sizes of the levels, the picture's own first. */
export async function pyramidLevels(path: string): Promise<{ width: number; height: number }[]> {
  const file = await readTiff(path, MOST_LEVELS);
  return file.directories.map((directory) => {
    const [width = 0] = wholeNumbers(file, directory, 256);
    const [height = 0] = wholeNumbers(file, directory, 257);
    return { width, height };
  });
}

export type TileRequest = {
  readonly input: string;
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly window: PictureWindow | null;
  readonly scale: Scale;
};

/** A tile as a BMP, or with alpha as a PNG; those at the edges are smaller. Throws as `probeImage` does. */
export async function readTile({ input, level, x, y, window, scale }: TileRequest): Promise<Uint8Array> {
  const sharp = await loadSharp();
  try {
    const picture = sharp(input, { page: level, limitInputPixels: false, ignoreIcc: true });
    const metadata = await picture.metadata();
    picture.extract(tileBox(metadata, x, y));
    if (scale !== null && window !== null && isDeep(metadata)) {
      const raw = picture
        .toColourspace(metadata.space === 'rgb16' ? 'rgb16' : 'grey16')
        .raw({ depth: 'ushort' });
      const { data, info } = await raw.toBuffer({ resolveWithObject: true });
      const values = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
      const inner = {
        low: (window.low - scale.offset) / scale.factor,
        high: (window.high - scale.offset) / scale.factor,
      };
      const { width, height, channels } = info;
      const shown = applyWindow({ width, height, channels, values, shift: 0 }, inner);
      const { icc } = metadata;
      const data8 =
        icc && channels >= 3 ? await toSrgb({ data: shown, width, height, channels, icc }) : shown;
      return await encoded(data8, { width, height, channels });
    }
    const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
    return await encoded(data, info);
  } catch (cause) {
    throw imageError(input, cause);
  }
}

type Flat = { readonly width: number; readonly height: number; readonly channels: number };

/** A BMP has no alpha. */
async function encoded(data: Buffer, { width, height, channels }: Flat): Promise<Uint8Array> {
  if (channels === 1 || channels === 3) return encodeBmp(data, { width, height, channels });
  const sharp = await loadSharp();
  const raw = { width, height, channels: channels === 2 ? 2 : 4 } as const;
  return await sharp(data, { raw }).png({ compressionLevel: 1 }).toBuffer();
}

function tileBox({ width, height }: Metadata, x: number, y: number) {
  const left = x * TILE_SIZE;
  const top = y * TILE_SIZE;
  return { left, top, width: Math.min(TILE_SIZE, width - left), height: Math.min(TILE_SIZE, height - top) };
}
