/** The aids that a person has chosen, kept on this computer from one picture, and one start, to the next. */
import { type Aids, readAids } from '#renderer/editor/aids.ts';

const PLACE = 'sluice.aids';

export function keptAids(): Aids {
  try {
    return readAids(JSON.parse(globalThis.localStorage.getItem(PLACE) ?? 'null'));
  } catch {
    return readAids(null);
  }
}

export function keepAids(aids: Aids): void {
  globalThis.localStorage.setItem(PLACE, JSON.stringify(aids));
}
