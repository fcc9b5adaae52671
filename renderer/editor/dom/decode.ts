/** Fetches and decodes a picture off the main thread. */
import { SluiceError } from '#core/errors.ts';
import type { DecodedPicture } from '../pictures.ts';

/**
 * The picture behind an address, upright as its own orientation says.
 * @throws SluiceError `media-unreadable` when it cannot be fetched or decoded
 */
export async function decodePicture(
  url: string,
  signal: AbortSignal,
): Promise<DecodedPicture & { readonly image: ImageBitmap }> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw unreadable('could not be read from the disk', cause);
  });
  if (!response.ok) throw refused(response.status, await response.text());
  if (response.status === 204) throw unreadable('has no glance');
  if (response.headers.get('content-type')?.startsWith('video/')) {
    // Of a file of gigabytes nothing more is read.
    await response.body?.cancel();
    throw unreadable('is a video');
  }
  const blob = await response.blob();
  const bitmap = await createImageBitmap(blob).catch((cause: unknown) => {
    throw unreadable('is not in a format that this app can show', cause);
  });
  const { width, height } = bitmap;
  return { image: bitmap, width, height, close: () => bitmap.close() };
}

/** The engine says why, and what to do. */
function refused(status: number, message: string): SluiceError {
  if (message === '') return unreadable(`could not be read from the disk (${status})`);
  return new SluiceError('media-unreadable', `${message} Its labels are kept.`);
}

function unreadable(why: string, cause?: unknown): SluiceError {
  return new SluiceError(
    'media-unreadable',
    `The picture ${why}. Its labels are kept. Check that the file is where it was and whole.`,
    {},
    { cause },
  );
}
