/** Which frame is due while a video plays. Pure. */
import { type FrameTable, tableSeconds } from '#core/media/frame-table.ts';
import { placeAt } from './places.ts';

export type PlayClock = {
  /** Seconds from the first frame. */
  readonly seconds: number;
  /** When that was, in milliseconds. */
  readonly at: number;
};

/** Seconds of film that the picture may lag behind: beyond that the clock waits for it. */
const MOST_LAG = 0.25;

/** The clock when `now` has come, with a picture on the screen. */
export function advance(
  clock: PlayClock,
  now: number,
  speed: number,
  table: FrameTable,
  shown: number,
): PlayClock {
  const wanted = clock.seconds + (Math.max(0, now - clock.at) / 1000) * speed;
  const most = tableSeconds(table, Math.min(table.count - 1, shown + 1)) + MOST_LAG * speed;
  return { seconds: Math.min(wanted, most), at: now };
}

/** The frame that is due; the last one at the end. */
export function due({ seconds }: PlayClock, table: FrameTable): number {
  return placeAt(table, seconds);
}

/** The latest of the frames up to the one that is due that can be shown, and is not older than what is shown. */
export function latestReady(place: number, shown: number, has: (place: number) => boolean): number | null {
  for (let at = place; at > shown; at -= 1) if (has(at)) return at;
  return null;
}
