/**
 * A picture as a small grey one, for measures that need no colour and no detail.
 */
import type { Size } from '#core/geometry/plane.ts';
import { imageError } from './image.ts';
import { mediaFileSize } from './media-file.ts';
import { MAX_STREAMED_PIXELS } from './picture-limits.ts';
import { abortedError } from './run-tool.ts';
import { loadSharp } from './sharp.ts';

export type GreyPicture = Size & {
  /** One byte a pixel, 0 black to 255 white, row by row from the top left corner of the upright picture. */
  readonly data: Uint8Array;
  /** Pixels of the upright picture in the file. */
  readonly source: Size;
};

/**
 * Reads a picture upright by its EXIF orientation and grey, in the size that `sizeFor` wants for the one it has. What
 * is transparent is white. Throws `media-unreadable`, `not-found`, `io` or `aborted`.
 */
export async function readGrey(
  path: string,
  sizeFor: (source: Size) => Size,
  signal?: AbortSignal,
): Promise<GreyPicture> {
  await mediaFileSize(path);
  const sharp = await loadSharp();
  if (signal?.aborted) throw abortedError(`the pixels of "${path}"`);
  const options = { limitInputPixels: MAX_STREAMED_PIXELS, failOn: 'truncated' as const };
  try {
    const { autoOrient: source } = await sharp(path, options).metadata();
    const { width, height } = sizeFor(source);
    const data = await sharp(path, options)
      .autoOrient()
      // Lanczos, the default, rings at edges: whiter than white beside a bright thing.
      .resize({ width, height, fit: 'fill', kernel: 'linear' })
      .flatten({ background: '#ffffff' })
      .greyscale()
      .raw()
      .toBuffer();
    return { width, height, data, source: { width: source.width, height: source.height } };
  } catch (cause) {
    throw imageError(path, cause);
  }
}

/** The size with its longest side as given and the same proportions, at least one pixel each way. */
export function withLongestSide(source: Size, longest: number): Size {
  const scale = longest / Math.max(source.width, source.height);
  return {
    width: Math.max(1, Math.round(source.width * scale)),
    height: Math.max(1, Math.round(source.height * scale)),
  };
}
