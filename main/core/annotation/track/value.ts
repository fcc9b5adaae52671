/** What a track is at a frame. */
import type { Annotation, Geometry } from '../../model/annotation.ts';
import type { Metadata } from '../../model/common.ts';
import { between } from './between.ts';
import { firstFrame, type Keyframe, type Track, trackOf } from './track.ts';

export type TrackValue = { readonly geometry: Geometry; readonly attributes: Metadata };

/** The latest keyframe at or before the frame; undefined before the first. */
export function keyframeBefore({ keyframes }: Track, frame: number): Keyframe | undefined {
  let [low, high] = [0, keyframes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keyframes[middle]?.frame ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  return keyframes[low - 1];
}

/** The first keyframe after the frame. */
export function keyframeAfter({ keyframes }: Track, frame: number): Keyframe | undefined {
  const before = keyframeBefore({ keyframes, last: 0, linear: false }, frame);
  return keyframes[before ? keyframes.indexOf(before) + 1 : 0];
}

export function isKeyframe(track: Track, frame: number): boolean {
  return keyframeBefore(track, frame)?.frame === frame;
}

/** Null where the object is not on the picture. */
export function valueAt(track: Track, frame: number): TrackValue | null {
  if (frame < firstFrame(track) || frame > track.last) return null;
  const value = heldAt(track, frame);
  return keyframeBefore(track, frame)?.outside ? null : value;
}

/** What it is, or would be if it were on the picture: outside of its frames, what it is at the nearest of them. */
export function heldAt(track: Track, frame: number): TrackValue {
  const [first] = track.keyframes;
  const before = keyframeBefore(track, frame) ?? first;
  if (!before) throw new Error('a track has a keyframe at least');
  const { geometry, attributes } = before;
  const after = track.linear && !before.outside ? keyframeAfter(track, frame) : undefined;
  if (!after || after.outside || before.frame >= frame || !moves(before, after))
    return { geometry, attributes };
  const part = (frame - before.frame) / (after.frame - before.frame);
  return { geometry: between(geometry, after.geometry, part), attributes };
}

const compared = new WeakMap<Keyframe, { readonly after: Keyframe; readonly moves: boolean }>();

/** False between keyframes that are the same: what stands still is one shape on all its frames. Asked at each of them. */
function moves(before: Keyframe, after: Keyframe): boolean {
  const known = compared.get(before);
  if (known?.after === after) return known.moves;
  const differ = JSON.stringify(before.geometry) !== JSON.stringify(after.geometry);
  compared.set(before, { after, moves: differ });
  return differ;
}

/** The same annotation as it is shown at a frame; null where it is not on the picture. Metadata are those of the track. */
export function annotationAt(annotation: Annotation, frame: number): Annotation | null {
  const track = trackOf(annotation);
  if (!track) return annotation;
  const value = valueAt(track, frame);
  if (!value) return null;
  const { geometry, attributes } = value;
  // The same object where nothing differs: what is drawn is told apart by that.
  if (geometry === annotation.geometry && attributes === annotation.attributes) return annotation;
  return { ...annotation, geometry, attributes };
}
