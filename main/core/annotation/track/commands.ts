/** Changes of annotations on videos, as diffs of what is stored. Pure: ids and the time come in. */
import type { Annotation, AnnotationDiff } from '../../model/annotation.ts';
import type { Metadata } from '../../model/common.ts';
import type { AnnotationId } from '../../model/ids.ts';
import { contentOf, createAnnotation, deleteAnnotation, type Stamp } from '../commands.ts';
import type { AnnotationMap } from '../diff.ts';
import { newTrack, type Reach, setAttributes, setShape, splitAt, toggleOutside } from './edits.ts';
import { type SecondsAt, type Track, trackOf, withTrack } from './track.ts';

/** Where on the video a change is made. */
export type FramePlace = {
  readonly frame: number;
  /** The last frame of what is made here. */
  readonly last: number;
  /** Of changes of attributes. */
  readonly reach: Reach;
  readonly seconds: SecondsAt;
};

/**
 * What becomes of the stored annotations when somebody changes them as they are shown at a frame: another shape is a
 * keyframe there, what is new begins there, and what is deleted is gone from all frames. Classifications and what names
 * no frame are of the whole video and change as on a picture.
 */
export function landDiffs(
  stored: AnnotationMap,
  diffs: readonly AnnotationDiff[],
  place: FramePlace,
): AnnotationDiff[] {
  return diffs.flatMap((diff): AnnotationDiff[] => {
    if (!diff.before) return diff.after ? [{ ...diff, after: begun(diff.after, place) }] : [];
    const before = stored.get(diff.id);
    if (!before) return [];
    return [{ id: diff.id, before, after: diff.after && landed(before, diff.before, diff.after, place) }];
  });
}

function begun(made: Annotation, { frame, last, seconds }: FramePlace): Annotation {
  if (made.geometry.type === 'class') return made;
  return withTrack(made, newTrack(made.geometry, made.attributes, frame, last), seconds);
}

function landed(stored: Annotation, before: Annotation, after: Annotation, place: FramePlace): Annotation {
  const track = trackOf(stored);
  if (!track) return after;
  const shaped = after.geometry === before.geometry ? track : reshaped(track, before, after, place.frame);
  const change = changedKeys(before.attributes, after.attributes);
  const said = change ? setAttributes(shaped, place.frame, change, place.reach) : shaped;
  const named = after.label === stored.label ? said : relabelled(said, after.label);
  const base = { ...after, geometry: stored.geometry, attributes: stored.attributes };
  return named === track ? base : withTrack(base, named, place.seconds);
}

/** One that is the same on all frames becomes another type of shape on all of them. */
function reshaped(track: Track, before: Annotation, { geometry }: Annotation, frame: number): Track {
  const [only, ...others] = track.keyframes;
  const retyped = before.geometry.type !== geometry.type && only !== undefined && others.length === 0;
  return retyped ? { ...track, keyframes: [{ ...only, geometry }] } : setShape(track, frame, geometry);
}

/** Undefined for keys that are gone; null when nothing differs. */
function changedKeys(before: Metadata, after: Metadata): Metadata | null {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return changed.length === 0 ? null : Object.fromEntries(changed.map((key) => [key, after[key]]));
}

/** Keyframes repeat the label. */
function relabelled(track: Track, label: string): Track {
  const keyframes = track.keyframes.map((one) =>
    one.stored && 'label' in one.stored ? { ...one, stored: { ...one.stored, label } } : one,
  );
  return { ...track, keyframes };
}

/** Another track; null deletes the annotation. None when it is the same. */
export function changeTrack(
  before: Annotation,
  change: (track: Track) => Track | null,
  seconds: SecondsAt,
  { person, at }: Stamp,
): AnnotationDiff[] {
  const track = trackOf(before);
  const next = track && change(track);
  if (!track || next === track) return [];
  if (!next) return [{ id: before.id, before, after: null }];
  const after = withTrack(before, next, seconds);
  return [
    { id: before.id, before, after: { ...after, updatedAt: at, updatedBy: person, rev: before.rev + 1 } },
  ];
}

/** Objects that are off the picture from a frame on; of those that are on it there alone nothing is left. */
export function leaveAt(
  stored: AnnotationMap,
  ids: readonly AnnotationId[],
  { frame, seconds }: FramePlace,
  stamp: Stamp,
): AnnotationDiff[] {
  return ids.flatMap((id) => {
    const before = stored.get(id);
    if (!before) return [];
    const leave = (track: Track) => toggleOutside(track, frame, track.last);
    return trackOf(before) ? changeTrack(before, leave, seconds, stamp) : [deleteAnnotation(before)];
  });
}

/** The annotation up to a frame, and a new one from there on; none where it cannot be split. */
export function splitTrack(
  before: Annotation,
  frame: number,
  id: AnnotationId,
  seconds: SecondsAt,
  stamp: Stamp,
): AnnotationDiff[] {
  const track = trackOf(before);
  const parts = track && splitAt(track, frame);
  if (!parts) return [];
  const [first, second] = parts;
  const { itemId, label, geometry } = before;
  const made = createAnnotation({ ...contentOf(before), id, itemId, label, geometry }, stamp);
  return [
    ...changeTrack(before, () => first, seconds, stamp),
    ...(made.after ? [{ ...made, after: withTrack(made.after, second, seconds) }] : []),
  ];
}
