/**
 * How ffmpeg is told which frames to let through, and from where it has to decode for them. Pure.
 */
import type { FrameIndex } from './frame-index.ts';

/** One run of ffmpeg. */
export type FrameRun = {
  /** Places in the video that it writes, growing. */
  readonly frames: readonly number[];
  /** Where it jumps to, a key frame; null: it decodes from the beginning. */
  readonly seek: number | null;
  /** It decodes nothing but key frames. */
  readonly keysOnly: boolean;
  /** Anything that comes after the last frame goes through too, so that a video that is longer than its index shows. */
  readonly open: boolean;
};

/** A jump costs a process of its own, about as much as decoding so many frames of 1080p. */
const WORTH_A_JUMP = 100;
const FULL_HD = 1920 * 1080;
/** Frames named one by one in an expression: with 2,000 it takes 40 kB of a command line's 128, and a search of 11 steps. */
const NAMED_AT_MOST = 2000;

/**
 * The runs that write these frames: with a jump wherever enough is skipped, when the file's times can be trusted.
 * @param pixels of a picture: the smaller, the more frames are decoded in the time of a jump.
 */
export function runsFor(index: FrameIndex, frames: readonly number[], pixels: number): FrameRun[] {
  const trusted = index.source === 'packets';
  const keysOnly = trusted && areKeys(index, frames);
  const worth = Math.ceil((WORTH_A_JUMP * FULL_HD) / Math.max(1, Math.min(pixels, FULL_HD)));
  const groups: number[][] = [];
  for (const frame of frames) {
    const group = groups.at(-1);
    const skipped = keyAtOrBefore(index, frame) - (group?.at(-1) ?? 0);
    if (group && (keysOnly || !trusted || skipped <= worth)) group.push(frame);
    else groups.push([frame]);
  }
  const runs = groups.flatMap((group) =>
    keysOnly ? parts(index, group, NAMED_AT_MOST) : shortEnough(group),
  );
  return runs.map((run) => {
    const [first = 0] = run;
    const key = keyAtOrBefore(index, first);
    const last = run.at(-1) ?? 0;
    // The first frame that the selection would let through after the last one that is wanted.
    const next = keysOnly ? index.keys.indexOf(1, last + 1) : last + (first === 0 ? (strideOf(run) ?? 1) : 1);
    return {
      frames: run,
      seek: trusted && key > 0 ? key : null,
      keysOnly,
      open: next < 0 || next >= index.count,
    };
  });
}

/** The same, with everything decoded from the beginning: for a video where a jump or its key frames show other frames. */
export function withoutShortcut(run: FrameRun): FrameRun {
  return run.seek === null && !run.keysOnly ? run : { ...run, seek: null, keysOnly: false, open: false };
}

/** True when it is enough to decode key frames, and others are there to be passed over. */
function areKeys({ keys }: FrameIndex, frames: readonly number[]): boolean {
  return keys.includes(0) && frames.every((frame) => keys[frame] === 1);
}

/** True when no key frame lies between two of these. */
function areNeighbours({ keys }: FrameIndex, frames: readonly number[]): boolean {
  return frames.every((frame, at) => at === 0 || keys.lastIndexOf(1, frame - 1) === frames[at - 1]);
}

function parts(index: FrameIndex, group: readonly number[], size: number): readonly (readonly number[])[] {
  return areNeighbours(index, group) ? [group] : chunks(group, size);
}

function chunks(group: readonly number[], size: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(group.length / size) }, (_, at) =>
    group.slice(at * size, (at + 1) * size),
  );
}

/** The last key frame that is not after the place; 0 when there is none. */
export function keyAtOrBefore({ keys }: FrameIndex, place: number): number {
  return Math.max(0, keys.lastIndexOf(1, place));
}

/** In parts that can be named one by one, unless a rule says which ones they are. */
function shortEnough(group: readonly number[]): readonly (readonly number[])[] {
  const stride = strideOf(group);
  return stride === 1 || (stride !== null && group[0] === 0) ? [group] : chunks(group, NAMED_AT_MOST);
}

/** The distance from each to the next when it is the same for all; null when it is not. */
function strideOf(frames: readonly number[]): number | null {
  const [first = 0, second = first + 1] = frames;
  const stride = second - first;
  return frames.every((frame, at) => frame === first + at * stride) ? stride : null;
}

/**
 * The condition of ffmpeg's `select` filter; null: every frame goes through. Frames are known by their times where those
 * can be trusted (a jump may land early, and `n` counts from there), else by counting.
 */
export function selection(index: FrameIndex, { frames, seek, keysOnly, open }: FrameRun): string | null {
  const stride = strideOf(frames);
  const first = frames[0] ?? 0;
  const last = frames.at(-1) ?? 0;
  const byTime = index.source === 'packets';
  const variable = byTime ? 'pts' : 'n';
  const value = (place: number) => (byTime ? (index.pts[place] ?? 0) : place);
  if (stride === 1 || (keysOnly && areNeighbours(index, frames))) {
    const from = first > 0 ? [`gte(${variable},${value(first)})`] : [];
    const upTo = open ? [] : [`lte(${variable},${value(last)})`];
    return [...from, ...upTo].join('*') || null;
  }
  if (stride !== null && seek === null && first === 0 && !keysOnly) {
    return open ? `not(mod(n,${stride}))` : `not(mod(n,${stride}))*lte(n,${last})`;
  }
  const beyond = open ? `+gt(${variable},${value(last)})` : '';
  return named(variable, frames.map(value)) + beyond;
}

/** True for one of the values: found by halving, as the filter asks it for each decoded frame. */
function named(variable: string, values: readonly number[]): string {
  if (values.length <= 3) return values.map((value) => `eq(${variable},${value})`).join('+') || '0';
  const middle = values.length >> 1;
  const [left, right] = [named(variable, values.slice(0, middle)), named(variable, values.slice(middle))];
  return `if(lt(${variable},${values[middle]}),${left},${right})`;
}

/** The most frames that are decoded between two that are written. */
export function longestGap(index: FrameIndex, { frames, seek }: FrameRun): number {
  let longest = 1;
  let before = seek ?? 0;
  for (const frame of frames) {
    longest = Math.max(longest, frame - before);
    before = frame;
  }
  return Math.max(longest, frames.length === 0 ? index.count : 1);
}
