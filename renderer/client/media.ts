/** Addresses of an item's bytes. They hold its id, never a path: the engine knows where the bytes are. */
import type { PictureWindow } from '#core/model/picture.ts';

export type MediaVariant =
  | 'original'
  | 'thumb'
  | 'preview'
  | 'glance'
  | 'display'
  | 'proxy'
  | `frame/${number}`;

/**
 * Address for `src`, `fetch` or a video: the file itself (ranges are served), a small picture of it, a preview, a glance (a
 * preview where the picture takes long to decode, else nothing: 204), what a window can show of it, or of a video its viewing copy or one frame. A window is for pictures with more than 8 bits a sample; without one it is that of the dataset.
 */
export function mediaUrl(itemId: string, variant: MediaVariant, window: PictureWindow | null = null): string {
  return `sluice-media://item/${itemId}/${variant}${windowQuery(window)}`;
}

/** Address of the plan of a picture's tiles; answers once they are ready. */
export function tilesUrl(itemId: string): string {
  return `sluice-media://item/${itemId}/tiles`;
}

export type TilePlace = { readonly level: number; readonly x: number; readonly y: number };

/** Address of one tile. */
export function tileUrl(itemId: string, { level, x, y }: TilePlace, window: PictureWindow | null): string {
  return `sluice-media://item/${itemId}/tile/${level}/${x}/${y}${windowQuery(window)}`;
}

function windowQuery(window: PictureWindow | null): string {
  return window ? `?low=${window.low}&high=${window.high}` : '';
}
