/** The rows of the timeline. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { firstFrame, type Track, trackOf } from '#core/annotation/track/track.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { flagsOf } from '#core/model/object-flags.ts';

export type TrackEntry = {
  readonly annotation: Annotation;
  readonly track: Track;
  /** What tells it from others of its label: its instance, or else its number among the tracks. */
  readonly name: string;
};

/** All tracks of a video, in the order in which they come into the picture. */
export function tracksIn(stored: AnnotationMap): TrackEntry[] {
  return [...stored.values()]
    .flatMap((annotation) => {
      const track = trackOf(annotation);
      return track ? [{ annotation, track }] : [];
    })
    .toSorted(
      (a, b) => firstFrame(a.track) - firstFrame(b.track) || (a.annotation.id < b.annotation.id ? -1 : 1),
    )
    .map((entry, at) => ({ ...entry, name: flagsOf(entry.annotation).instanceId ?? `${at + 1}` }));
}
