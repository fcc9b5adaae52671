/** What the picture processes do: every decoding that a window waits for. Messages, parsed on both sides. */
import { z } from 'zod';
import { wireErrorSchema } from '#core/errors.ts';
import { pictureWindowSchema } from '#core/model/picture.ts';

/** How numbers in a pyramid become those of the picture: `number * factor + offset`; null for 8 bits a sample. */
const scaleSchema = z.object({ factor: z.number(), offset: z.number() }).nullable();

const window = pictureWindowSchema.nullable();

export const pictureTaskSchema = z.discriminatedUnion('kind', [
  /** A small upright picture, `.webp`. */
  z.object({ kind: z.literal('thumb'), input: z.string(), output: z.string(), size: z.int() }),
  /** A picture with a longest side of so many pixels, `.jpg` or `.webp`; through a window when it has numbers. */
  z.object({ kind: z.literal('preview'), input: z.string(), output: z.string(), size: z.int(), window }),
  /** Every pixel, upright and in sRGB: a BMP or, with alpha or when `png` is wanted, a PNG. */
  z.object({ kind: z.literal('display'), input: z.string(), output: z.string(), png: z.boolean(), window }),
  /** How the numbers of at most so many pixels are spread: `PictureLevels` as JSON. */
  z.object({
    kind: z.literal('levels'),
    input: z.string(),
    depth: z.string(),
    space: z.string(),
    page: z.int(),
    most: z.number(),
  }),
  /** All sizes of a picture, cut into tiles, in one file. */
  z.object({ kind: z.literal('pyramid'), input: z.string(), output: z.string(), scale: scaleSchema }),
  /** One tile of such a file, as bytes. */
  z.object({
    kind: z.literal('tile'),
    input: z.string(),
    level: z.int(),
    x: z.int(),
    y: z.int(),
    window,
    scale: scaleSchema,
  }),
]);
export type PictureTask = z.infer<typeof pictureTaskSchema>;

export const toPicturesSchema = z.object({ id: z.int(), task: pictureTaskSchema });
export type ToPictures = z.infer<typeof toPicturesSchema>;

export const fromPicturesSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    id: z.int(),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
  }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: wireErrorSchema }),
]);
export type FromPictures = z.infer<typeof fromPicturesSchema>;
