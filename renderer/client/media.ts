/** Addresses of an item's bytes. They hold its id, never a path: the engine knows where the bytes are. */

export type MediaVariant = 'original' | 'thumb';

/** Address for `src`, `fetch` or a video: the file itself (ranges are served), or a small picture of it. */
export function mediaUrl(itemId: string, variant: MediaVariant): string {
  return `sluice-media://item/${itemId}/${variant}`;
}
