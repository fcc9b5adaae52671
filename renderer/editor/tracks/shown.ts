/** What of an item's annotations is shown: on a video those that are on the picture at its frame, as they are there. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { gatherPoses } from '#core/annotation/pose/gather.ts';
import { annotationAt } from '#core/annotation/track/value.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { EditorState } from '../state.ts';
import type { Clip } from './clip.ts';

type Shown = Pick<EditorState, 'stored' | 'annotations' | 'frame' | 'poses'>;

/** The part of the state that shows other annotations, another frame (null: a picture), or other skeletons. */
export function showing(
  state: EditorState,
  change: Partial<Pick<EditorState, 'stored' | 'frame' | 'poses'>>,
): Shown {
  const { stored, frame, poses } = { ...state, ...change };
  const flat = frame === null ? stored : shownAt(stored, frame, state.annotations);
  return { stored, frame, poses, annotations: gatherPoses(flat, poses, state.annotations) };
}

/** What is stored, as it is at the frame: poses and their points by themselves. */
export function flatOf({ stored, frame }: EditorState): AnnotationMap {
  return frame === null ? stored : shownAt(stored, frame, new Map());
}

/**
 * The annotations at a frame. Those that look as they did before are the same objects, and when all do the map is the
 * same one: nothing is drawn anew for a frame on which nothing moves.
 */
function shownAt(stored: AnnotationMap, frame: number, before: AnnotationMap): AnnotationMap {
  const shown = new Map<AnnotationId, Annotation>();
  let same = true;
  for (const [id, annotation] of stored) {
    const now = annotationAt(annotation, frame);
    if (!now) continue;
    const known = before.get(id);
    const kept = known && looksSame(known, now) ? known : now;
    same &&= kept === known;
    shown.set(id, kept);
  }
  return same && shown.size === before.size ? before : shown;
}

function looksSame(a: Annotation, b: Annotation): boolean {
  if (a === b) return true;
  // Rising revisions and shared metadata: one that was changed in any other way is not taken for the old one.
  return (
    a.rev === b.rev &&
    a.metadata === b.metadata &&
    a.label === b.label &&
    a.attributes === b.attributes &&
    a.geometry === b.geometry
  );
}

/** The video of the item that is shown; null on a picture, and as long as it is not known. */
export function clipOf({ clip, item }: EditorState): Clip | null {
  return clip && clip.itemId === item?.id ? clip : null;
}

/** The last frame of the video; as far as is known. */
export function lastFrame(state: EditorState): number {
  return (clipOf(state)?.count ?? (state.frame ?? 0) + 1) - 1;
}
