/** The window's decoded pictures, shared by all screens that show one. */
import { mediaUrl } from '#renderer/client/media.ts';
import { decodePicture } from '#renderer/editor/dom/decode.ts';
import { createPictureCache } from '#renderer/editor/pictures.ts';

/** About 30 frames of 1080p: 256 MB. */
const MOST_PIXELS = 64_000_000;

export const pictures = createPictureCache({ decode: decodePicture, mostPixels: MOST_PIXELS });

export function pictureKey(itemId: string): string {
  // The engine decides what that is: the file itself, a rendition, or of a very large picture a preview.
  return mediaUrl(itemId, 'display');
}
