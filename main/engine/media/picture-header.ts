/**
 * What a picture is, from bytes that are all in memory, without a decoder: 40 times as fast as asking sharp, which
 * decides whether a hundred thousand pictures take a minute or an hour. Answers only what it is sure of.
 */
import type { StoredPicture } from './exif-orientation.ts';
import { wholeJpeg } from './picture-jpeg.ts';
import { wholePng } from './picture-png.ts';
import { wholeWebp } from './picture-webp.ts';

export type PictureHeader = StoredPicture & { readonly mimetype: string };

/**
 * The facts of a whole JPEG, PNG or WebP with one still picture of 8 bits a sample that any window can show; null when anything is unusual, when the end is missing,
 * or for every other format: the caller then asks a decoder.
 *
 * Whole means that the file's own structure goes on to its end: the markers of a JPEG up to its last one, the chunks of
 * a PNG with their checksums, the length that a WebP states. That finds what a copy that stopped leaves behind (cut
 * short, or filled up with zeros), which is what decoding found; it takes 10 microseconds for 20 KB, and decoding 500.
 */
export function readPictureHeader(bytes: Buffer): PictureHeader | null {
  if (bytes.length < 16) return null;
  switch (bytes.readUInt16BE(0)) {
    case 0xffd8:
      return named('image/jpeg', wholeJpeg(bytes));
    case 0x8950:
      return named('image/png', wholePng(bytes));
    case 0x5249:
      return named('image/webp', wholeWebp(bytes));
    default:
      return null;
  }
}

function named(mimetype: string, picture: StoredPicture | null): PictureHeader | null {
  return picture && { ...picture, mimetype };
}
