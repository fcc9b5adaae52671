/**
 * Pictures made from pictures: cut, turned, mirrored, scaled, stored in another format.
 */
import { stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { SluiceError } from '#core/errors.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { imageError, probeImage } from './image.ts';
import { MAX_STREAMED_PIXELS } from './picture-limits.ts';
import { abortedError } from './run-tool.ts';
import { loadSharp } from './sharp.ts';
import {
  type PictureFormat,
  planTransform,
  resultFormat,
  type TransformPlan,
  type TransformSpec,
} from './transform-plan.ts';

export type TransformOptions = {
  readonly input: string;
  /** File to make; one that exists is replaced. What is in it follows from the spec, see `resultFormat`. */
  readonly output: string;
  readonly spec: TransformSpec;
  readonly signal?: AbortSignal | undefined;
};

export type TransformedPicture = Pick<TransformPlan, 'width' | 'height' | 'mapPoint' | 'mapBox'> & {
  readonly mimetype: string;
  readonly sizeBytes: number;
};

const DEFAULT_QUALITY = 90;

/** Pixels a side that a format can hold. */
const LONGEST: Readonly<Record<PictureFormat, number>> = { jpeg: 65_535, png: 2_147_483_647, webp: 16_383 };

/**
 * Transforms a picture, turned upright by its EXIF orientation before anything else. The result has 8 bits a channel
 * in sRGB, no EXIF data, and of an animation the first picture. Throws `invalid-input` (a crop beyond the picture),
 * `media-unreadable`, `not-found`, `aborted`, `disk-full` or `io`; no half-written file is left.
 */
export async function transformPicture(options: TransformOptions): Promise<TransformedPicture> {
  const { input, output, spec, signal } = options;
  const source = await probeImage(input);
  const plan = planTransform(source, spec);
  const { format, mimetype } = resultFormat(source.mimetype, spec);
  refuseTooLong(plan, format);
  const sharp = await loadSharp();
  const cancelled = () => abortedError(`the transform of "${input}"`);
  if (signal?.aborted) throw cancelled();
  return writeFileAtomically(output, async (passing) => {
    const picture = sharp(input, { limitInputPixels: MAX_STREAMED_PIXELS, failOn: 'truncated' });
    const { width, height } = await encoded(shaped(picture, plan, source), format, spec)
      .toFile(passing)
      .catch((cause: unknown) => {
        throw imageError(input, cause);
      });
    if (signal?.aborted) throw cancelled();
    const { size } = await stat(passing);
    return { width, height, mimetype, sizeBytes: size, mapPoint: plan.mapPoint, mapBox: plan.mapBox };
  });
}

/**
 * The library works in an order of its own: upright, cut, scale, mirror, turn. The plan turns before it mirrors, hence
 * the exchanged mirrors and sides for quarter turns. `rotate` must be called last: before `extract` or `resize` it
 * would change that order.
 */
function shaped(picture: Sharp, plan: TransformPlan, source: { width: number; height: number }): Sharp {
  const { kept, rotate, width, height } = plan;
  const turned = rotate === 90 || rotate === 270;
  const [flipHorizontal, flipVertical] = turned
    ? [plan.flipVertical, plan.flipHorizontal]
    : [plan.flipHorizontal, plan.flipVertical];
  const size = { width: kept.right - kept.left, height: kept.bottom - kept.top };
  const upright = picture.autoOrient();
  // A cut keeps the decoder from shrinking while it reads, so it is left out when all is kept.
  const cut =
    size.width === source.width && size.height === source.height
      ? upright
      : upright.extract({ left: kept.left, top: kept.top, ...size });
  return cut
    .resize({ width: turned ? height : width, height: turned ? width : height, fit: 'fill' })
    .flop(flipHorizontal)
    .flip(flipVertical)
    .rotate(rotate);
}

function encoded(picture: Sharp, format: PictureFormat, { grayscale, quality }: TransformSpec): Sharp {
  const coloured = grayscale ? picture.greyscale().toColourspace('b-w') : picture;
  switch (format) {
    case 'jpeg':
      return coloured.flatten({ background: '#ffffff' }).jpeg({ quality: quality ?? DEFAULT_QUALITY });
    case 'webp':
      return coloured.webp({ quality: quality ?? DEFAULT_QUALITY });
    case 'png':
      // A quality would make the library reduce the picture to a palette.
      return coloured.png();
  }
}

function refuseTooLong({ width, height }: TransformPlan, format: PictureFormat): void {
  const longest = LONGEST[format];
  if (Math.max(width, height) <= longest) return;
  const message = `A ${format} picture has at most ${longest} pixels a side, not ${width} × ${height}. Set a smaller size or choose png.`;
  throw new SluiceError('invalid-input', message, { width, height, format });
}
