/**
 * Which frames of a video are wanted, worked out over its index alone: what will be written is known, frame by frame,
 * before anything is decoded. Pure.
 */
import { tableSeconds } from '#core/media/frame-table.ts';
import type { FrameIndex } from './frame-index.ts';

/** A part of the video: from one place to another, both included. */
export type Stretch = { readonly from: number; readonly to: number };

export type FrameParts = {
  /** Seconds from the first frame; a frame at `to` is not in it. */
  readonly seconds: readonly { readonly from: number; readonly to: number | null }[];
  /** Places in the video, the last one included. */
  readonly places: readonly { readonly from: number; readonly to: number | null }[];
};

/** The whole of a video. */
export const WHOLE: FrameParts = { seconds: [], places: [] };

/** The wanted parts, in order, joined where they touch; the whole video when none are named. */
export function stretchesOf(index: FrameIndex, { seconds, places }: FrameParts): readonly Stretch[] {
  const last = index.count - 1;
  if (seconds.length + places.length === 0) return last < 0 ? [] : [{ from: 0, to: last }];
  const asked = [
    ...seconds.map(({ from, to }) => ({
      from: firstAtOrAfter(index, from),
      to: to === null ? last : firstAtOrAfter(index, to) - 1,
    })),
    ...places.map(({ from, to }) => ({ from, to: Math.min(to ?? last, last) })),
  ];
  const joined: Stretch[] = [];
  for (const one of asked.filter(({ from, to }) => from <= to).sort((a, b) => a.from - b.from)) {
    const before = joined.at(-1);
    if (before && one.from <= before.to + 1) {
      joined[joined.length - 1] = { from: before.from, to: Math.max(before.to, one.to) };
    } else joined.push(one);
  }
  return joined;
}

/** The first frame that is shown at the time or later, to within half a tick; the count when none is. */
function firstAtOrAfter(index: FrameIndex, seconds: number): number {
  const tolerance = halfTick(index);
  let [low, high] = [0, index.count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tableSeconds(index, middle) + tolerance < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

function halfTick({ timeBase }: FrameIndex): number {
  return timeBase.num / timeBase.den / 2;
}

/** Every n-th frame, counted from the beginning of each part. */
export function everyNth(parts: readonly Stretch[], every: number): number[] {
  return parts.flatMap(({ from, to }) =>
    Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, at) => from + at * every),
  );
}

/**
 * So many frames a second by their own times: of each second's n-th part, counted from the beginning of each part of the
 * video, the first frame in it. Times are rounded to ticks in the file, so a frame counts half a tick later: 30 a second
 * of a video with 30 is every frame, also where the file counts in milliseconds.
 */
export function perSecond(index: FrameIndex, parts: readonly Stretch[], rate: number): number[] {
  const tolerance = halfTick(index);
  return parts.flatMap(({ from, to }) => {
    const start = tableSeconds(index, from);
    const picked: number[] = [];
    let last = -1;
    for (let place = from; place <= to; place += 1) {
      const slot = Math.floor((tableSeconds(index, place) - start + tolerance) * rate);
      if (slot > last) picked.push(place);
      last = Math.max(last, slot);
    }
    return picked;
  });
}

/** The key frames. */
export function keyFrames({ keys }: FrameIndex, parts: readonly Stretch[]): number[] {
  return parts.flatMap(({ from, to }) => {
    const picked: number[] = [];
    for (let place = keys.indexOf(1, from); place >= 0 && place <= to; place = keys.indexOf(1, place + 1)) {
      picked.push(place);
    }
    return picked;
  });
}

/** The first frame of each part, and each frame that differs by more than the threshold from the one before it. */
export function sceneStarts(
  scores: ArrayLike<number>,
  parts: readonly Stretch[],
  threshold: number,
): number[] {
  return parts.flatMap(({ from, to }) => {
    const picked = [from];
    for (let place = from + 1; place <= to; place += 1) {
      if ((scores[place] ?? 0) > threshold) picked.push(place);
    }
    return picked;
  });
}

/** Frames whose hash is further from that of the last kept one, and those that are not. The first is always kept. */
export function withoutNear(
  frames: readonly number[],
  distance: (one: number, other: number) => number,
  maxDistance: number,
): { readonly kept: number[]; readonly dropped: number[] } {
  const kept: number[] = [];
  const dropped: number[] = [];
  for (const frame of frames) {
    const last = kept.at(-1);
    const near = last !== undefined && distance(last, frame) <= maxDistance;
    (near ? dropped : kept).push(frame);
  }
  return { kept, dropped };
}
