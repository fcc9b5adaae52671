/**
 * How much of a picture is read: a small file can claim to be a huge one. Headers alone are looked at here, before
 * anything is decoded.
 */
import { totalmem } from 'node:os';
import { basename } from 'node:path';
import type { SluiceError } from '#core/errors.ts';
import { unreadable } from './tool-errors.ts';

/** 268 megapixels: as many pixels as are read of a format that has to be decoded as a whole, a gigabyte of memory. */
export const MAX_IMAGE_PIXELS = 0x3fff * 0x3fff;
/** Pixels of a format that can be read a few rows at a time. */
export const MAX_STREAMED_PIXELS = 1_000_000_000;
/** Pages of a document or frames of an animation: each becomes an item. */
export const MAX_PAGES = 2000;
/** Bytes that an animation may take when all of its frames lie in memory, which its decoder wants. */
const MAX_ANIMATION_PIXELS = 4 * MAX_IMAGE_PIXELS;
/** Part of the computer's memory that one picture may take when it has to be decoded as a whole. */
const MEMORY_SHARE = 0.25;

export type PictureClaim = {
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  /** As sharp calls it. */
  readonly format: string;
  /** Interlaced or progressive: all of it has to be in memory. */
  readonly whole: boolean;
};

const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'bmp']);
const STREAMED: ReadonlySet<string> = new Set(['jpeg', 'png', 'tiff']);

/** The most pixels of a picture of this kind that are read on this computer. */
export function mostPixels(
  { format, whole }: Pick<PictureClaim, 'format' | 'whole'>,
  memory = totalmem(),
): number {
  if (STREAMED.has(format) && !whole) return MAX_STREAMED_PIXELS;
  return Math.min(MAX_IMAGE_PIXELS, Math.floor((memory * MEMORY_SHARE) / 4));
}

/** Why a picture with such a header is not read; null when it is. */
export function refusal(path: string, claim: PictureClaim, memory?: number): SluiceError | null {
  const { width, height, pages, format } = claim;
  if (format === 'svg') {
    return unreadable(path, 'is an SVG drawing, which has no pixels of its own. Export it as PNG first.');
  }
  if (!FORMATS.has(format)) {
    return unreadable(
      path,
      'is not a picture that can be read. Check that it opens in a viewer, or convert it.',
    );
  }
  const most = mostPixels(claim, memory);
  if (width * height > most) {
    const size = `${count(width)} × ${count(height)} pixels (${megapixels(width * height)} megapixels)`;
    const what = `claims to have ${size}. At most ${megapixels(most)} megapixels are read of such a file. Scale it down, or cut it into parts.`;
    return unreadable(path, what, { width, height, limit: most });
  }
  if (pages > MAX_PAGES) {
    const what = `claims to have ${count(pages)} ${nouns(format)}. At most ${count(MAX_PAGES)} are read of a file. Split it into parts.`;
    return unreadable(path, what, { pages, limit: MAX_PAGES });
  }
  if (format !== 'tiff' && width * height * pages > MAX_ANIMATION_PIXELS) {
    const what = `claims to have ${count(pages)} frames of ${count(width)} × ${count(height)} pixels, more than fit into memory. Save it as a video instead.`;
    return unreadable(path, what, { width, height, pages, limit: MAX_ANIMATION_PIXELS });
  }
  return null;
}

/** The remedy for a HEIC picture whose codec is not part of the app. */
export function heicRefusal(path: string): SluiceError {
  const what = `is a HEIC picture, whose codec (HEVC) is not part of Sluice. Convert it to JPEG, or to AVIF or TIFF to keep more than 8 bits: "heif-convert ${basename(path)} picture.jpg", or "Export" in Photos.`;
  return unreadable(path, what);
}

const nouns = (format: string): string => (format === 'tiff' ? 'pages' : 'frames');
const count = (value: number): string => value.toLocaleString('en-US');
const megapixels = (pixels: number): string => count(Math.floor(pixels / 1e6));
