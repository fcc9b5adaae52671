/** What a person does to tracks. Each answers the track afterwards; the same one where nothing changes. */
import type { Geometry } from '../../model/annotation.ts';
import type { Metadata } from '../../model/common.ts';
import { firstFrame, type Keyframe, type Track } from './track.ts';
import { heldAt, isKeyframe, keyframeAfter, keyframeBefore, valueAt } from './value.ts';

/** How far a change of attributes reaches: from its frame on for as long as the old value held, or everywhere. */
export type Reach = 'onward' | 'whole';

/** A track that is a shape at one frame, and stays as it is up to the last one. */
export function newTrack(geometry: Geometry, attributes: Metadata, frame: number, last: number): Track {
  const keyframe = { frame, geometry, attributes, outside: false, derived: false, stored: null };
  return { keyframes: [keyframe], last: Math.max(frame, last), linear: true };
}

/** A keyframe at a frame with parts of it changed; a new one has what held there before. */
function withKeyframe(track: Track, frame: number, change: Partial<Keyframe>): Track {
  const before = keyframeBefore(track, frame);
  const there = before?.frame === frame ? before : null;
  const held = heldAt(track, frame);
  const made: Keyframe = {
    frame,
    ...held,
    outside: before?.outside ?? false,
    stored: there?.stored ?? null,
    ...change,
    derived: false,
  };
  const others = track.keyframes.filter((one) => one.frame !== frame);
  const keyframes = [...others, made].toSorted((a, b) => a.frame - b.frame);
  return settled({ ...track, keyframes, last: Math.max(track.last, frame) }, frame);
}

/** Without what a program worked out from the keyframe at this frame, up to the next ones that a person set. */
function settled(track: Track, frame: number): Track {
  const { keyframes } = track;
  const at = keyframes.findIndex((one) => one.frame === frame);
  if (at < 0 || !keyframes.some(({ derived }) => derived)) return track;
  const low = keyframes.findLastIndex((one, index) => index < at && !one.derived);
  const next = keyframes.findIndex((one, index) => index > at && !one.derived);
  const high = next < 0 ? keyframes.length : next;
  return {
    ...track,
    keyframes: keyframes.filter((one, index) => !one.derived || index < low || index > high),
  };
}

/** The shape at a frame, which becomes a keyframe. */
export function setShape(track: Track, frame: number, geometry: Geometry): Track {
  return withKeyframe(track, frame, { geometry });
}

/** Values of attributes by key; undefined takes one away. */
export function setAttributes(track: Track, frame: number, change: Metadata, reach: Reach): Track {
  const keys = Object.keys(change);
  const said = (attributes: Metadata) => Object.fromEntries(keys.map((key) => [key, attributes[key]]));
  const old = JSON.stringify(said(heldAt(track, frame).attributes));
  const begun = reach === 'whole' ? track : withKeyframe(track, frame, {});
  let goesOn = true;
  const keyframes = begun.keyframes.map((one) => {
    if (reach === 'onward') {
      if (one.frame < frame) return one;
      goesOn &&= JSON.stringify(said(one.attributes)) === old;
      if (!goesOn) return one;
    }
    return { ...one, attributes: laid(one.attributes, change) };
  });
  return { ...begun, keyframes };
}

function laid(attributes: Metadata, change: Metadata): Metadata {
  return Object.fromEntries(
    Object.entries({ ...attributes, ...change }).filter(([, value]) => value !== undefined),
  );
}

/** Makes a frame a keyframe, or no keyframe any more. The last one that is left stays. */
export function toggleKeyframe(track: Track, frame: number): Track {
  if (!isKeyframe(track, frame)) {
    return frame < firstFrame(track) || frame > track.last ? track : withKeyframe(track, frame, {});
  }
  return removeKeyframe(track, frame);
}

/** Without a keyframe. Without its first one the track begins at the next one that is on the picture. */
export function removeKeyframe(track: Track, frame: number): Track {
  if (!isKeyframe(track, frame)) return track;
  const freed = settled(track, frame);
  const left = freed.keyframes.filter((one) => one.frame !== frame);
  const start = left.findIndex(({ outside }) => !outside);
  if (start < 0) return track;
  return { ...freed, keyframes: left.slice(start) };
}

/** Another frame for a keyframe, between its neighbours. */
export function moveKeyframe(track: Track, from: number, to: number): Track {
  const moved = keyframeBefore(track, from);
  if (moved?.frame !== from || to === from || to < 0) return track;
  const at = track.keyframes.indexOf(moved);
  const least = (track.keyframes[at - 1]?.frame ?? -1) + 1;
  const next = track.keyframes[at + 1];
  const frame = Math.max(least, next ? Math.min(to, next.frame - 1) : to);
  const keyframes = track.keyframes.with(at, { ...moved, frame, derived: false });
  return settled({ ...track, keyframes, last: Math.max(track.last, frame) }, frame);
}

/** Begins at a frame: earlier with the shape it begins with, later with what it is there. */
export function beginAt(track: Track, frame: number): Track {
  const first = firstFrame(track);
  if (frame === first || frame > track.last || frame < 0) return track;
  if (frame < first) return withKeyframe(track, frame, { ...heldAt(track, frame), outside: false });
  const begun = withKeyframe(track, frame, { outside: false });
  return { ...begun, keyframes: begun.keyframes.filter((one) => one.frame >= frame) };
}

/** Ends with a frame. */
export function endAt(track: Track, frame: number): Track {
  if (frame === track.last || frame < firstFrame(track)) return track;
  // A track that moves to a later keyframe is where it was on the way.
  const ended = track.linear && keyframeAfter(track, frame) ? withKeyframe(track, frame, {}) : track;
  const keyframes = ended.keyframes.filter((one) => one.frame <= frame);
  return withoutTail({ ...ended, keyframes, last: frame });
}

/** What is outside at the end is no part of the track. */
function withoutTail(track: Track): Track {
  const end = track.keyframes.at(-1);
  if (!end?.outside || track.keyframes.length === 1) return track;
  return withoutTail({ ...track, keyframes: track.keyframes.slice(0, -1), last: end.frame - 1 });
}

/**
 * Leaves the picture at a frame, up to the next keyframe; or comes back there.
 * @param last frame up to which one that comes back after its end stays
 * @returns null when it was on this frame alone
 */
export function toggleOutside(track: Track, frame: number, last: number): Track | null {
  return valueAt(track, frame) ? leaveAt(track, frame) : returnAt(track, frame, last);
}

function leaveAt(track: Track, frame: number): Track | null {
  const first = firstFrame(track);
  if (frame === first) {
    const next = keyframeAfter(track, frame);
    const start =
      next?.frame === frame + 1 && next.outside ? keyframeAfter(track, next.frame)?.frame : frame + 1;
    return start === undefined || start > track.last ? null : beginAt(track, start);
  }
  const after = keyframeAfter(track, frame);
  if (!after) return endAt(track, frame - 1);
  const left = withKeyframe(track, frame, { outside: true });
  // What it did before it left is as it was.
  return isKeyframe(track, frame - 1) || !track.linear
    ? left
    : withKeyframe(left, frame - 1, { geometry: heldAt(track, frame - 1).geometry });
}

function returnAt(track: Track, frame: number, last: number): Track {
  if (frame < firstFrame(track)) return beginAt(track, frame);
  const gapped = frame > track.last + 1 ? withKeyframe(track, track.last + 1, { outside: true }) : track;
  const back = withKeyframe(gapped, frame, { outside: false });
  return { ...back, last: frame > track.last ? Math.max(frame, last) : track.last };
}

/** Two tracks, the second from the frame on; null where it begins, or where it is not. */
export function splitAt(track: Track, frame: number): readonly [Track, Track] | null {
  if (frame <= firstFrame(track) || frame > track.last) return null;
  // Off the picture: the second one begins where it comes back.
  const returns = track.keyframes.find((one) => one.frame > frame && !one.outside);
  const start = valueAt(track, frame) ? frame : returns?.frame;
  return start === undefined ? null : [endAt(track, frame - 1), beginAt(track, start)];
}

/** One track that is what both are; where both have a keyframe, that of the first counts. Off the picture between them. */
export function mergeTracks(one: Track, other: Track): Track {
  const [a, b] = firstFrame(one) <= firstFrame(other) ? [one, other] : [other, one];
  const gap = firstFrame(b) > a.last + 1 ? withKeyframe(a, a.last + 1, { outside: true }) : a;
  const taken = new Set(one.keyframes.map(({ frame }) => frame));
  const ours = gap.keyframes.filter(({ frame }) => a === one || !taken.has(frame));
  const theirs = b.keyframes.filter(({ frame }) => b === one || !taken.has(frame));
  return {
    ...gap,
    keyframes: [...ours, ...theirs].toSorted((x, y) => x.frame - y.frame),
    last: Math.max(a.last, b.last),
  };
}

/** What it is at one frame holds up to another one, before or after it: keyframes between them are gone. */
export function propagate(track: Track, from: number, to: number): Track {
  if (from === to || to < 0) return track;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const held = { ...heldAt(track, from), outside: false };
  const later = keyframeAfter(track, high);
  const kept = track.keyframes.filter(({ frame }) => frame < low || frame > high);
  const ends = later && track.linear ? [low, high] : [low];
  const made = ends.map((frame): Keyframe => ({ frame, ...held, derived: false, stored: null }));
  // What was before it stays where it was up to there.
  const before =
    to < from && track.linear && low - 1 >= firstFrame(track) && !isKeyframe(track, low - 1)
      ? [
          {
            frame: low - 1,
            ...heldAt(track, low - 1),
            outside: !valueAt(track, low - 1),
            derived: false,
            stored: null,
          },
        ]
      : [];
  return {
    ...track,
    keyframes: [...kept, ...before, ...made].toSorted((a, b) => a.frame - b.frame),
    last: Math.max(track.last, high),
  };
}
