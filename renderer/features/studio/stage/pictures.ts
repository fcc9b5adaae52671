/** The window's decoded pictures, shared by all screens that show one. */
import { mediaUrl } from '#renderer/client/media.ts';
import { decodePicture } from '#renderer/editor/dom/decode.ts';
import { createPictureCache, type DecodedPicture } from '#renderer/editor/pictures.ts';

/** About 30 frames of 1080p: 256 MB. */
const MOST_PIXELS = 64_000_000;

export const pictures = createPictureCache({ decode: decodePicture, mostPixels: MOST_PIXELS });

export function pictureKey(itemId: string): string {
  // The engine decides what that is: the file itself, a rendition, or of a very large picture a preview.
  return mediaUrl(itemId, 'display');
}

/** What is shown until a large picture is decoded; of others there is none. */
export function glanceKey(itemId: string): string {
  return mediaUrl(itemId, 'glance');
}

/** Milliseconds. On two cores a glance comes later when the picture itself is decoded beside it. */
const HEAD_START_MS = 80;

let head: { readonly itemId: string; readonly over: Promise<unknown> } | null = null;

/**
 * Begins to decode what can be shown of an item first, and soon after its picture. Nothing but the item's id has to be
 * known: decoding takes longer than every answer about the item, so it must not wait for one.
 */
export function startPicture(itemId: string): void {
  const key = pictureKey(itemId);
  if (pictures.ready(key)) {
    pictures.start(key);
    return;
  }
  // The engine answers within milliseconds where there is no glance.
  const glance = pictures.get(glanceKey(itemId)).catch(() => undefined);
  const over = Promise.race([glance, new Promise((resolve) => setTimeout(resolve, HEAD_START_MS))]);
  head = { itemId, over };
  void over.then(() => {
    if (head?.itemId === itemId) pictures.start(key);
  });
}

/** The picture itself, once the glance of it has had its start. @throws SluiceError `media-unreadable` */
export async function getPicture(itemId: string): Promise<DecodedPicture> {
  if (head?.itemId === itemId) await head.over;
  return await pictures.get(pictureKey(itemId));
}
