/** Carries out one task of a picture process. */
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { encodeBmp } from '../media/bmp.ts';
import { imageError, probeImage } from '../media/image.ts';
import { applyWindow, levelsOf, readSamples, type Samples } from '../media/levels.ts';
import { MAX_STREAMED_PIXELS } from '../media/picture-limits.ts';
import { toSrgb } from '../media/profiled.ts';
import { readTile, writePyramid } from '../media/pyramid.ts';
import { loadSharp } from '../media/sharp.ts';
import { shrink } from '../media/thumbnail.ts';
import type { PictureTask } from './tasks.ts';

/** Little compression: for 12 megapixels 50 ms, where the usual one takes a second. */
const QUICK_PNG = { compressionLevel: 1, adaptiveFiltering: false } as const;

/** The bytes of a tile or of a spread; null for what has been written to its file. Throws as `probeImage` does. */
export async function doTask(task: PictureTask): Promise<Uint8Array | null> {
  switch (task.kind) {
    case 'thumb':
      await shrink({ ...task, format: 'webp' });
      return null;
    case 'preview':
      await preview(task);
      return null;
    case 'display':
      await display(task);
      return null;
    case 'levels':
      return Buffer.from(
        JSON.stringify(levelsOf(await readSamples(task.input, task, task.most), task.depth)),
      );
    case 'pyramid':
      await writePyramid(task.input, task.output, task.scale);
      return null;
    case 'tile':
      return await readTile(task);
  }
}

type Pixels = {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
};

async function preview(task: Extract<PictureTask, { kind: 'preview' }>): Promise<void> {
  const { input, output, size, window } = task;
  const format = extname(output) === '.webp' ? 'webp' : 'jpeg';
  if (window === null) {
    await shrink({ input, output, size, format });
    return;
  }
  const samples = await samplesOf(input);
  const sharp = await loadSharp();
  const pixels = windowed(samples, window);
  const shrunk = sharp(pixels.data, { raw: rawOf(pixels), limitInputPixels: false })
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' });
  const { data, info } = await shrunk.raw().toBuffer({ resolveWithObject: true });
  const shown = await inColour(
    { data, width: info.width, height: info.height, channels: info.channels },
    samples,
  );
  const small = sharp(shown.data, { raw: rawOf(shown) });
  await (format === 'webp' ? small.webp({ quality: 85, effort: 0 }) : small.jpeg({ quality: 85 })).toFile(
    output,
  );
}

async function display(task: Extract<PictureTask, { kind: 'display' }>): Promise<void> {
  const { input, output, window, png } = task;
  const pixels = window === null ? await pixelsOf(input) : await seen(await samplesOf(input), window);
  const { channels, width, height, data } = pixels;
  if (!png && (channels === 1 || channels === 3)) {
    await writeFile(output, encodeBmp(data, { width, height, channels }));
    return;
  }
  const sharp = await loadSharp();
  const encoded = sharp(data, { raw: rawOf(pixels), limitInputPixels: false }).png(QUICK_PNG);
  await encoded.toFile(output).catch((cause: unknown) => {
    throw imageError(input, cause);
  });
}

/** Every pixel upright, in sRGB, with 8 bits a sample. */
async function pixelsOf(input: string): Promise<Pixels> {
  const sharp = await loadSharp();
  try {
    const picture = sharp(input, { limitInputPixels: MAX_STREAMED_PIXELS, failOn: 'truncated' });
    const { data, info } = await picture
      .autoOrient()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  } catch (cause) {
    throw imageError(input, cause);
  }
}

/** The numbers of the last picture: whoever moves a window asks for the same ones again and again. */
let last: { readonly key: string; readonly samples: Samples } | null = null;
/** 64 MB of 16-bit numbers. */
const MOST_KEPT = 32_000_000;

async function samplesOf(input: string): Promise<Samples> {
  const { depth, space, sizeBytes } = await probeImage(input);
  const key = `${input} ${sizeBytes}`;
  if (last?.key === key) return last.samples;
  const samples = await readSamples(input, { depth, space, page: 0 });
  last = samples.values.length <= MOST_KEPT ? { key, samples } : null;
  return samples;
}

function windowed(samples: Samples, window: { low: number; high: number }): Pixels {
  const { width, height, channels } = samples;
  return { data: applyWindow(samples, window), width, height, channels };
}

async function seen(samples: Samples, window: { low: number; high: number }): Promise<Pixels> {
  return await inColour(windowed(samples, window), samples);
}

/** Colours as the picture's profile means them: applied to what the window shows, so that the window is one of its numbers. */
async function inColour(pixels: Pixels, { icc }: Samples): Promise<Pixels> {
  if (!icc || pixels.channels < 3) return pixels;
  return { ...pixels, data: await toSrgb({ ...pixels, icc }) };
}

function rawOf({ width, height, channels }: Pixels) {
  return {
    width,
    height,
    channels: channels === 1 || channels === 2 || channels === 3 ? channels : 4,
  } as const;
}
