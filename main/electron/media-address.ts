/** Reads addresses of the media scheme: `sluice-media://item/ID/VARIANT`, with a window or the place of a tile. */
import { type MediaWish, mediaWishSchema, type TileWish, tileWishSchema } from '#contract/items.ts';

export type Asked =
  | { readonly call: 'media.resolve'; readonly wish: MediaWish }
  | { readonly call: 'media.tile'; readonly wish: TileWish };

const ADDRESS = /^sluice-media:\/\/item\/([^/?#]+)\/([^?#]+)(?:\?([^#]*))?$/;
const TILE = /^tile\/(\d{1,2})\/(\d{1,4})\/(\d{1,4})$/;
const NUMBER = /^-?[\d.]{1,24}(?:e[+-]?\d{1,3})?$/;

/** Null for what is no such address. */
export function parseAddress(address: string): Asked | null {
  const [, itemId, what, query] = ADDRESS.exec(address) ?? [];
  const window = parseWindow(query);
  if (itemId === undefined || what === undefined || window === null) return null;
  const place = parsePlace(what);
  if (place !== undefined) {
    const parsed = tileWishSchema.safeParse({ itemId, place, ...window });
    return parsed.success ? { call: 'media.tile', wish: parsed.data } : null;
  }
  const parsed = mediaWishSchema.safeParse({ itemId, variant: what, ...window });
  return parsed.success ? { call: 'media.resolve', wish: parsed.data } : null;
}

/** Null for the plan of all tiles, undefined for what is no tile. */
function parsePlace(what: string): TileWish['place'] | undefined {
  if (what === 'tiles') return null;
  const [, level, x, y] = TILE.exec(what) ?? [];
  return level === undefined ? undefined : { level: Number(level), x: Number(x), y: Number(y) };
}

/** `low` and `high` of the address; null when they are no window. */
function parseWindow(query: string | undefined): { window?: { low: number; high: number } } | null {
  if (query === undefined) return {};
  const [, low = '', high = ''] = /^low=([^&]+)&high=([^&]+)$/.exec(query) ?? [];
  return NUMBER.test(low) && NUMBER.test(high) ? { window: { low: Number(low), high: Number(high) } } : null;
}
