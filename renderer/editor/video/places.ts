/** Places of frames and their times. Pure. */
import { type FrameTable, tableSeconds } from '#core/media/frame-table.ts';

/** The frame that is shown at a time, in seconds from the first frame; the first or last one outside of the video. */
export function placeAt(table: FrameTable, seconds: number): number {
  let from = 0;
  let to = table.count - 1;
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (tableSeconds(table, middle) <= seconds) from = middle;
    else to = middle - 1;
  }
  return from;
}

/** The place nearest to a number that a video has. */
export function clampPlace(count: number, place: number): number {
  return Math.max(0, Math.min(count - 1, Math.round(place)));
}

/** Which frame has these ticks; -1 when none has. */
export function placeOfTicks({ pts }: FrameTable, ticks: number): number {
  let from = 0;
  let to = pts.length - 1;
  while (from <= to) {
    const middle = (from + to) >>> 1;
    const value = pts[middle] ?? Number.NaN;
    if (value === ticks) return middle;
    if (value < ticks) from = middle + 1;
    else to = middle - 1;
  }
  return -1;
}
