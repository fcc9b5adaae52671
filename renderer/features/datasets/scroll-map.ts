/**
 * Scrolling lists taller than a browser lets an element be (Chromium: 2^25 pixels; a million thumbnails need more).
 * The element gets at most `MAX_HEIGHT`; a short move scrolls by as many pixels as the hand moved, a long one
 * (the scroll bar's thumb) by proportion. When the hand rests, the scroll bar is put where it belongs.
 */

const MAX_HEIGHT = 12_000_000;

export type ScrollSpace = {
  /** Height of the list. */
  readonly height: number;
  /** Height of what is seen of it. */
  readonly viewport: number;
};

/** `real`: the element's scrollTop; `top`: the place in the list that is at the upper edge. */
export type ScrollPlace = { readonly real: number; readonly top: number };

/** Height to give the element. */
export function realHeight(space: ScrollSpace): number {
  return Math.min(space.height, MAX_HEIGHT);
}

const clip = (value: number, most: number) => Math.min(Math.max(0, value), Math.max(0, most));

/** The element's scrollTop that stands for a place in the list. */
export function realOf(space: ScrollSpace, top: number): number {
  const most = space.height - space.viewport;
  if (space.height <= MAX_HEIGHT || most <= 0) return clip(top, most);
  return (clip(top, most) / most) * (MAX_HEIGHT - space.viewport);
}

/** The place after the element scrolled to `real`. */
export function afterScroll(space: ScrollSpace, place: ScrollPlace, real: number): ScrollPlace {
  const most = space.height - space.viewport;
  if (space.height <= MAX_HEIGHT) return { real, top: clip(real, most) };
  const step = real - place.real;
  const near = Math.abs(step) <= space.viewport * 2;
  const share = real / (MAX_HEIGHT - space.viewport);
  return { real, top: clip(near ? place.top + step : share * most, most) };
}

/** True when the element is at an end that the list is not at yet: it must be moved at once, not at rest. */
export function mustSettle(space: ScrollSpace, place: ScrollPlace): boolean {
  if (space.height <= MAX_HEIGHT) return false;
  const atEnd = place.real <= 0 || place.real >= MAX_HEIGHT - space.viewport - 1;
  return atEnd && Math.abs(realOf(space, place.top) - place.real) > 1;
}
