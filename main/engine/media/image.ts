/**
 * What is in a picture file, in upright pixels. Reads the header; decodes only when asked to.
 */
import { basename } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { mediaFileSize } from './media-file.ts';
import { loadSharp } from './sharp.ts';
import { unreadable } from './tool-errors.ts';

export type ImageProbe = {
  /** Pixels of the upright picture, after the EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 is upright. */
  readonly orientation: number;
  /** `jpeg`, `png`, `webp`, `tiff`, … */
  readonly format: string;
  readonly mimetype: string;
  /** Pages of a document or frames of an animation; 1 for a plain picture. */
  readonly pages: number;
  readonly sizeBytes: number;
};

/** 268 megapixels; a header that claims more is refused before anything is decoded. */
export const MAX_IMAGE_PIXELS = 0x3fff * 0x3fff;

const MIMETYPES: Readonly<Record<string, string>> = { svg: 'image/svg+xml', heif: 'image/heif' };

/**
 * Reads a picture's header; with `verify` also decodes it, which finds a file that is cut short (about 50 ms for
 * 12 megapixels). Throws `media-unreadable` (empty, corrupt, too large, not a picture) or `not-found`.
 */
export async function probeImage(path: string, { verify = false } = {}): Promise<ImageProbe> {
  const sizeBytes = await mediaFileSize(path);
  const sharp = await loadSharp();
  const options = { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'truncated' as const };
  try {
    const metadata = await sharp(path, options).metadata();
    // The smallest output lets the decoder shrink while it reads, yet it has to read to the end.
    if (verify) await sharp(path, options).resize(8, 8, { fit: 'fill' }).raw().toBuffer();
    const { width, height } = metadata.autoOrient;
    const format = metadata.format;
    return {
      width,
      height,
      orientation: metadata.orientation ?? 1,
      format,
      mimetype: metadata.mediaType ?? MIMETYPES[format] ?? `image/${format}`,
      pages: metadata.pages ?? 1,
      sizeBytes,
    };
  } catch (cause) {
    throw imageError(path, cause);
  }
}

/** The error for what sharp threw while reading or writing a picture. */
export function imageError(path: string, cause: unknown): SluiceError {
  if (cause instanceof SluiceError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/no space left|ENOSPC|disk quota/i.test(reason)) {
    const message = `The disk is full: "${basename(path)}" could not be finished. Free some space, then try again.`;
    return new SluiceError('disk-full', message, { path });
  }
  const what = /pixel limit/i.test(reason)
    ? `is larger than ${Math.floor(MAX_IMAGE_PIXELS / 1e6)} megapixels, the most that is read. Scale it down first.`
    : /unsupported image format|not a known file format/i.test(reason)
      ? 'is not a picture that can be read. Check that it opens in a viewer, or convert it.'
      : 'is damaged or cut short. Copy it again from where it came from.';
  return unreadable(path, what, { reason });
}
