/**
 * What a transform makes of a picture of a given size, without touching a pixel: the steps, the size of the result and
 * where things end up on it. Pure.
 */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { type Box, boxFromCorners, boxProblem, roundBox } from '#core/geometry/box.ts';
import { clampPoint, type Point, type Size } from '#core/geometry/plane.ts';

export const PICTURE_FORMATS = ['jpeg', 'png', 'webp'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** Longest side in pixels that every format can hold. */
const MAX_SIDE = 16_383;
const sideSchema = z.int().min(1).max(MAX_SIDE);

/** The steps are done in the order in which they stand here; one that is absent is left out. */
export const transformSpecSchema = z.strictObject({
  /** Part to keep, in upright pixels of the source; sides are rounded to whole pixels. */
  crop: z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }).optional(),
  /** Degrees clockwise. */
  rotate: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]).optional(),
  /** Mirrors left and right. */
  flipHorizontal: z.boolean().optional(),
  /** Mirrors top and bottom. */
  flipVertical: z.boolean().optional(),
  /** Pixels of the result. */
  maxWidth: sideSchema.optional(),
  maxHeight: sideSchema.optional(),
  /**
   * `inside` (the default): as large as fits, same proportions, never larger than it was. `cover`: exactly this large,
   * same proportions, what stands out at two sides is cut off. `fill`: exactly this large, stretched.
   */
  fit: z.enum(['inside', 'cover', 'fill']).optional(),
  grayscale: z.boolean().optional(),
  /** By default the source's own, where it is one of these, else `png`. */
  format: z.enum(PICTURE_FORMATS).optional(),
  /** 1 to 100, for `jpeg` and `webp`; `png` loses nothing and takes no notice. */
  quality: z.int().min(1).max(100).optional(),
});
export type TransformSpec = Readonly<z.infer<typeof transformSpecSchema>>;

export type TransformPlan = Size & {
  /** The pixels of the upright source that are in the result. Whole numbers. */
  readonly kept: Box;
  /** Degrees clockwise. */
  readonly rotate: 0 | 90 | 180 | 270;
  /** After the rotation. */
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  /** Where a point of the upright source lies on the result; null when it was cut off. */
  readonly mapPoint: (point: Point) => Point | null;
  /** The part of a box on the upright source that is on the result, to a hundredth of a pixel; null for none. */
  readonly mapBox: (box: Box) => Box | null;
};

/**
 * Plans a transform of an upright picture. Throws `invalid-input` for a crop beyond the picture and for a fit that
 * lacks a side.
 */
export function planTransform(source: Size, spec: TransformSpec): TransformPlan {
  const {
    rotate = 0,
    flipHorizontal = false,
    flipVertical = false,
    fit = 'inside',
    maxWidth,
    maxHeight,
  } = spec;
  const turned = rotate === 90 || rotate === 270;
  const cropped = cropOf(source, spec.crop);
  const whole = sizeOf(cropped, turned);
  let size: Size = whole;
  let kept = cropped;
  if (fit === 'inside') {
    const scale = Math.min(
      1,
      (maxWidth ?? whole.width) / whole.width,
      (maxHeight ?? whole.height) / whole.height,
    );
    size = { width: scaled(whole.width, scale), height: scaled(whole.height, scale) };
  } else {
    if (maxWidth === undefined || maxHeight === undefined) {
      const message = `"${fit}" makes a picture of an exact size: give both maxWidth and maxHeight.`;
      throw new SluiceError('invalid-input', message, { fit });
    }
    size = { width: maxWidth, height: maxHeight };
    if (fit === 'cover') kept = middleOf(cropped, turned ? maxHeight / maxWidth : maxWidth / maxHeight);
  }
  const place = (point: Point): Point => {
    let u = (point.x - kept.left) / (kept.right - kept.left);
    let v = (point.y - kept.top) / (kept.bottom - kept.top);
    if (rotate === 90) [u, v] = [1 - v, u];
    else if (rotate === 180) [u, v] = [1 - u, 1 - v];
    else if (rotate === 270) [u, v] = [v, 1 - u];
    return { x: (flipHorizontal ? 1 - u : u) * size.width, y: (flipVertical ? 1 - v : v) * size.height };
  };
  const inside = ({ x, y }: Point) => x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  return {
    ...size,
    kept,
    rotate,
    flipHorizontal,
    flipVertical,
    mapPoint: (point) => {
      const placed = place(point);
      return inside(placed) ? placed : null;
    },
    mapBox: (box) => {
      const corners = [place({ x: box.left, y: box.top }), place({ x: box.right, y: box.bottom })] as const;
      const mapped = roundBox(boxFromCorners(clampPoint(corners[0], size), clampPoint(corners[1], size)));
      return boxProblem(mapped, size) === 'empty' ? null : mapped;
    },
  };
}

export type ResultFormat = {
  readonly format: PictureFormat;
  readonly mimetype: string;
  /** With its point. */
  readonly extension: string;
};

/** How the result is stored, for the name of its file. */
export function resultFormat(sourceMimetype: string, spec: TransformSpec): ResultFormat {
  const own = PICTURE_FORMATS.find((format) => sourceMimetype === `image/${format}`);
  const format = spec.format ?? own ?? 'png';
  return { format, mimetype: `image/${format}`, extension: format === 'jpeg' ? '.jpg' : `.${format}` };
}

function cropOf(source: Size, crop: TransformSpec['crop']): Box {
  if (!crop) return { left: 0, top: 0, right: source.width, bottom: source.height };
  const box = {
    left: Math.round(crop.left),
    top: Math.round(crop.top),
    right: Math.round(crop.right),
    bottom: Math.round(crop.bottom),
  };
  const problem = boxProblem(box, source);
  if (problem === null) return box;
  const what = `The crop from (${crop.left}, ${crop.top}) to (${crop.right}, ${crop.bottom})`;
  const picture = `the picture of ${source.width} × ${source.height} pixels`;
  const message =
    problem === 'empty'
      ? `${what} has no pixel in it. Its right side must be right of its left one, its bottom below its top.`
      : `${what} reaches beyond ${picture}. Choose one that lies within it.`;
  throw new SluiceError('invalid-input', message, { crop, picture: { ...source } });
}

function sizeOf(box: Box, turned: boolean): Size {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  return turned ? { width: height, height: width } : { width, height };
}

/** The largest part around the middle with these proportions (width by height), in whole pixels. */
function middleOf(box: Box, proportions: number): Box {
  const { width, height } = sizeOf(box, false);
  const size =
    width / height > proportions
      ? { width: scaled(height, proportions), height }
      : { width, height: scaled(width, 1 / proportions) };
  const left = box.left + Math.floor((width - size.width) / 2);
  const top = box.top + Math.floor((height - size.height) / 2);
  return { left, top, right: left + size.width, bottom: top + size.height };
}

function scaled(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale));
}
