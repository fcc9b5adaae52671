/** What is known of the pixels of a picture, beyond their number. */
import { z } from 'zod';

/** The values that are shown black and white; all between lie on a straight line. */
export const pictureWindowSchema = z
  .strictObject({ low: z.number(), high: z.number() })
  .refine(({ low, high }) => low < high, { error: 'The low end of a window lies below its high end.' });
export type PictureWindow = z.infer<typeof pictureWindowSchema>;

/** How the values of a picture with more than 8 bits a sample are spread. */
export const pictureLevelsSchema = z.object({
  /** Of a sample: 16, 32 or 64. */
  bits: z.int(),
  sample: z.enum(['unsigned', 'signed', 'float']),
  /** Of all finite values; of large pictures, of a million of them. */
  min: z.number(),
  max: z.number(),
  /** One value in a hundred lies below `low`, one above `high`. */
  low: z.number(),
  high: z.number(),
});
export type PictureLevels = z.infer<typeof pictureLevelsSchema>;

export const pictureFactsSchema = z.object({
  /** Which picture of its file, from 0: a page of a document or a frame of an animation. */
  page: z.int().min(0),
  /** Pictures in the file. */
  pages: z.int().min(1),
  /** False: a window cannot show the file as it is, so that it shows a rendition. */
  plain: z.boolean(),
  /** Null for a picture of 8 bits a sample or fewer. */
  levels: pictureLevelsSchema.nullable(),
});
export type PictureFacts = z.infer<typeof pictureFactsSchema>;

/** Ranges that cameras and scanners use, in bits. */
const USUAL_BITS = [8, 10, 12, 14, 16] as const;

/**
 * The window of a picture for which nobody has chosen one. It depends on as little as possible, so that brightness does
 * not jump along a sequence: for 16 bits it is the smallest range of a usual number of bits that holds every value (the
 * full range, but 0 to 4095 for what a 12-bit camera wrote), for floats within 0 and 1 that range, and only for others
 * what lies between the first and the last hundredth of the values.
 */
export function usualWindow(levels: PictureLevels): PictureWindow {
  const { bits, sample, min, max } = levels;
  if (sample === 'unsigned' && bits === 16) {
    const used = USUAL_BITS.find((count) => max < 2 ** count) ?? 16;
    return { low: 0, high: 2 ** used - 1 };
  }
  if (sample === 'float' && min >= 0 && max <= 1) return { low: 0, high: 1 };
  return spreadWindow(levels);
}

/** The window that shows all but the first and the last hundredth of the values. */
export function spreadWindow({ min, max, low, high }: PictureLevels): PictureWindow {
  if (low < high) return { low, high };
  return min < max ? { low: min, high: max } : { low: min, high: min + 1 };
}

/** Media types that a window shows as they are, unless the facts of a picture say otherwise. */
const PLAIN_TYPES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
]);

/** True for a picture that a window can show from the file itself. */
export function isPlain(picture: PictureFacts | null, mimetype: string): boolean {
  return picture ? picture.plain : PLAIN_TYPES.has(mimetype);
}

/**
 * What a picture of a file with several is called: "scan.tif" gives "scan · page 3.tif", "walk.gif" gives
 * "walk · frame 12.png". Numbers have as many digits as the last one, so that names sort as the pictures do.
 */
export function pictureName(fileName: string, { page, pages }: Pick<PictureFacts, 'page' | 'pages'>): string {
  if (pages === 1) return fileName;
  const dot = fileName.lastIndexOf('.');
  const stem = dot > 0 ? fileName.slice(0, dot) : fileName;
  const extension = dot > 0 ? fileName.slice(dot) : '';
  const number = String(page + 1).padStart(String(pages).length, '0');
  const isDocument = /^\.tiff?$/i.test(extension);
  return isDocument ? `${stem} · page ${number}${extension}` : `${stem} · frame ${number}.png`;
}

/**
 * Larger pictures are shown by tiles. A picture of 40 megapixels takes 0.5 s to decode and 160 MB while it is shown, and
 * what is wider than 8192 pixels fits into no texture of a small graphics card.
 */
const MOST_PIXELS_AT_ONCE = 40_000_000;
const LONGEST_SIDE_AT_ONCE = 8192;

/** True for a picture that is shown by tiles. */
export function isTiled({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width * height > MOST_PIXELS_AT_ONCE || Math.max(width, height) > LONGEST_SIDE_AT_ONCE;
}

/** 4 megapixels take 40 ms to decode: from here on a preview is on the screen earlier than the picture. */
const GLANCE_PIXELS = 4_000_000;

/** True for a picture of which a preview is shown until it is decoded itself. One with tiles is shown as a preview anyway. */
export function hasGlance(size: { readonly width: number; readonly height: number }): boolean {
  return size.width * size.height >= GLANCE_PIXELS && !isTiled(size);
}

/** What a window has to know to show a picture by tiles. */
export const tilePlanSchema = z.object({
  /** Pixels of a tile's side; those at the edges are smaller. */
  tileSize: z.int().min(1),
  /** Size of the whole picture at each level, its own size first. */
  levels: z.array(z.object({ width: z.int().min(1), height: z.int().min(1) })).min(1),
});
export type TilePlan = z.infer<typeof tilePlanSchema>;
