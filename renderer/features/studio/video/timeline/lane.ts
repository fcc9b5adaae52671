/** Where frames lie on a lane of the timeline. Places are CSS pixels from its left. Pure. */
import type { Track } from '#core/annotation/track/track.ts';
import { clamp } from '#core/geometry/plane.ts';

/** The frames that are in sight, from the left to the right; parts of frames while it is zoomed. */
export type Span = { readonly from: number; readonly to: number };

/** A lane in sight. */
export type Lane = { readonly span: Span; readonly width: number };

/** What lies below the pointer. */
export type LaneHit =
  | { readonly kind: 'keyframe'; readonly frame: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'frame'; readonly frame: number };

/** CSS pixels from which something is taken. */
const GRIP = 6;
/** Frames that are in sight at least. */
const LEAST_SPAN = 10;

export function wholeSpan(count: number): Span {
  return { from: 0, to: Math.max(1, count - 1) };
}

export function xOf(frame: number, { span, width }: Lane): number {
  return ((frame - span.from) / (span.to - span.from)) * width;
}

/** The frame nearest to a place. */
export function frameAt(x: number, { span, width }: Lane, count: number): number {
  const frame = span.from + (x / Math.max(1, width)) * (span.to - span.from);
  return clamp(Math.round(frame), 0, Math.max(0, count - 1));
}

export function hitLane(track: Track, x: number, lane: Lane, count: number): LaneHit {
  const near = track.keyframes
    .map(({ frame }) => ({ frame, away: Math.abs(xOf(frame, lane) - x) }))
    .filter(({ away }) => away <= GRIP)
    .toSorted((a, b) => a.away - b.away)[0];
  if (near) return { kind: 'keyframe', frame: near.frame };
  if (Math.abs(xOf(track.last, lane) - x) <= GRIP) return { kind: 'end' };
  return { kind: 'frame', frame: frameAt(x, lane, count) };
}

/** Larger (a factor above 1) or smaller around the frame at a place, and never beyond the video. */
export function zoomed({ span, width }: Lane, count: number, factor: number, x: number): Span {
  const whole = wholeSpan(count);
  const length = clamp((span.to - span.from) / factor, Math.min(LEAST_SPAN, whole.to), whole.to);
  const part = x / Math.max(1, width);
  const fixed = span.from + part * (span.to - span.from);
  return kept({ from: fixed - part * length, to: fixed + (1 - part) * length }, count);
}

/** Moved by so many frames, as far as the video goes. */
export function panned({ from, to }: Span, count: number, by: number): Span {
  return kept({ from: from + by, to: to + by }, count);
}

/** The same span where the frame is in sight; else the one that begins with it. */
export function following(span: Span, count: number, frame: number): Span {
  if (frame >= span.from && frame <= span.to) return span;
  const length = span.to - span.from;
  return kept(
    frame > span.to ? { from: frame, to: frame + length } : { from: frame - length, to: frame },
    count,
  );
}

function kept({ from, to }: Span, count: number): Span {
  const { to: last } = wholeSpan(count);
  const length = Math.min(to - from, last);
  const start = clamp(from, 0, last - length);
  return { from: start, to: start + length };
}

/** A part of a track that is on the picture, or a gap in it. Both frames are a part of it. */
export type Stretch = { readonly from: number; readonly to: number; readonly outside: boolean };

export function stretchesOf({ keyframes, last }: Track): Stretch[] {
  const made: Stretch[] = [];
  for (const [at, { frame, outside }] of keyframes.entries()) {
    const to = (keyframes[at + 1]?.frame ?? last + 1) - 1;
    const before = made.at(-1);
    if (before?.outside === outside) made[made.length - 1] = { ...before, to };
    else made.push({ from: frame, to, outside });
  }
  return made;
}

/** Keyframes in sight that can be told apart; of those that lie closer the first one. */
export function marksOf(
  track: Track,
  lane: Lane,
): readonly { readonly frame: number; readonly outside: boolean }[] {
  let latest = Number.NEGATIVE_INFINITY;
  return track.keyframes.filter(({ frame }) => {
    const x = xOf(frame, lane);
    if (x < -GRIP || x > lane.width + GRIP || x - latest < 3) return false;
    latest = x;
    return true;
  });
}
