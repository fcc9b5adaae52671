/**
 * What is in a picture file, in upright pixels. Reads the header; decodes only when asked to.
 */
import { basename } from 'node:path';
import type { Metadata } from 'sharp';
import { SluiceError } from '#core/errors.ts';
import { countApngFrames } from './apng.ts';
import { readBmpHeader } from './bmp.ts';
import { mediaFileSize } from './media-file.ts';
import { heicRefusal, MAX_IMAGE_PIXELS, mostPixels, refusal } from './picture-limits.ts';
import { loadSharp } from './sharp.ts';
import { unreadable } from './tool-errors.ts';

export type ImageProbe = {
  /** Pixels of the upright picture, after the EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 is upright. */
  readonly orientation: number;
  /** `jpeg`, `png`, `webp`, `tiff`, `bmp`, … */
  readonly format: string;
  readonly mimetype: string;
  /** Pages of a document or frames of an animation; 1 for a plain picture. */
  readonly pages: number;
  /** Of a sample, as sharp calls it: `uchar`, `ushort`, `float`, … */
  readonly depth: string;
  /** How colours are written, as sharp calls it: `srgb`, `b-w`, `cmyk`, … */
  readonly space: string;
  readonly channels: number;
  readonly sizeBytes: number;
};

const MIMETYPES: Readonly<Record<string, string>> = { svg: 'image/svg+xml', heif: 'image/heif' };

/**
 * Reads a picture's header; with `verify` also decodes it (the first page of a document), which finds a file that is cut
 * short (about 50 ms for 12 megapixels). A BMP is not decoded. Throws `media-unreadable` (empty, corrupt, too large, not a
 * picture) or `not-found`.
 */
export async function probeImage(path: string, { verify = false } = {}): Promise<ImageProbe> {
  const sizeBytes = await mediaFileSize(path);
  const bmp = await readBmpHeader(path);
  if (bmp) return bmpProbe(path, bmp, sizeBytes);
  const sharp = await loadSharp();
  try {
    const metadata = await sharp(path, { limitInputPixels: false, failOn: 'truncated' }).metadata();
    const { width, height } = metadata.autoOrient;
    const format = metadata.format;
    const pages = format === 'png' ? await countApngFrames(path) : (metadata.pages ?? 1);
    const claim = { width, height, pages, format, whole: metadata.isProgressive === true };
    const refused = isHevc(metadata) ? heicRefusal(path) : refusal(path, claim);
    if (refused) throw refused;
    // The smallest output lets the decoder shrink while it reads, yet it has to read to the end.
    if (verify) await sharp(path, readOptions(claim)).resize(8, 8, { fit: 'fill' }).raw().toBuffer();
    return {
      width,
      height,
      orientation: metadata.orientation ?? 1,
      format,
      mimetype: metadata.mediaType ?? MIMETYPES[format] ?? `image/${format}`,
      pages,
      depth: metadata.depth,
      space: metadata.space,
      channels: metadata.channels,
      sizeBytes,
    };
  } catch (cause) {
    throw imageError(path, cause);
  }
}

/** How a picture of this kind is opened to be decoded. */
function readOptions(kind: { format: string; whole: boolean }) {
  return { limitInputPixels: mostPixels(kind), failOn: 'truncated' as const, sequentialRead: !kind.whole };
}

function bmpProbe(
  path: string,
  { width, height }: { width: number; height: number },
  sizeBytes: number,
): ImageProbe {
  const claim = { width, height, pages: 1, format: 'bmp', whole: true };
  const refused = refusal(path, claim);
  if (refused) throw refused;
  return {
    ...{ width, height, sizeBytes, pages: 1, orientation: 1, format: 'bmp', mimetype: 'image/bmp' },
    ...{ depth: 'uchar', space: 'srgb', channels: 3 },
  };
}

function isHevc(metadata: Metadata): boolean {
  return metadata.format === 'heif' && metadata.compression === 'hevc';
}

/** The error for what sharp threw while reading or writing a picture. */
export function imageError(path: string, cause: unknown): SluiceError {
  if (cause instanceof SluiceError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/no space left|ENOSPC|disk quota/i.test(reason)) {
    const message = `The disk is full: "${basename(path)}" could not be finished. Free some space, then try again.`;
    return new SluiceError('disk-full', message, { path });
  }
  if (/\.(?:heic|heif)$/i.test(path) && /heif|unsupported/i.test(reason)) return heicRefusal(path);
  if (/samples out of range/i.test(reason)) {
    return unreadable(
      path,
      'has 64 bits a sample, more than is read. Save it with 32 bits, whole numbers or floats.',
      {
        reason,
      },
    );
  }
  const what = /pixel limit/i.test(reason)
    ? `is larger than ${Math.floor(MAX_IMAGE_PIXELS / 1e6)} megapixels, the most that is read. Scale it down first.`
    : /unsupported image format|not a known file format/i.test(reason)
      ? 'is not a picture that can be read. Check that it opens in a viewer, or convert it.'
      : 'is damaged or cut short. Copy it again from where it came from.';
  return unreadable(path, what, { reason });
}
