/** What can be done with objects on a video beyond what can be done with those on a picture. */
import { withJoints } from '#core/annotation/pose/gather.ts';
import { changeTrack, splitTrack } from '#core/annotation/track/commands.ts';
import {
  beginAt,
  endAt,
  mergeTracks,
  moveKeyframe,
  propagate,
  removeKeyframe,
  toggleKeyframe,
  toggleOutside,
} from '#core/annotation/track/edits.ts';
import { firstFrame, type SecondsAt, type Track, trackOf } from '#core/annotation/track/track.ts';
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { isLocked } from '#core/model/object-flags.ts';
import type { EditPorts } from '../edits.ts';
import type { EditorState, Tracking } from '../state.ts';
import type { StepName } from '../steps.ts';
import type { Store } from '../store.ts';
import type { Clip } from './clip.ts';
import { clipOf, lastFrame, showing } from './shown.ts';

type Ids = readonly AnnotationId[];

/** Of the selected objects when none are named. Objects of the whole video have no frames and stay as they are. */
export type Tracks = {
  /** The video of the item that is open. */
  open(clip: Clip): void;
  /** The frame of the picture on the screen. */
  setFrame(frame: number): void;
  setTracking(change: Partial<Tracking>): void;
  /** Makes the frame a keyframe, or no keyframe any more. */
  toggleKeyframe(ids?: Ids): void;
  /** Leaves the picture at the frame, or comes back at it. */
  toggleOutside(ids?: Ids): void;
  beginHere(ids?: Ids): void;
  endHere(ids?: Ids): void;
  /** A frame to begin and one to end with. */
  setRange(id: AnnotationId, first: number, last: number): void;
  removeKeyframe(id: AnnotationId, frame: number): void;
  moveKeyframe(id: AnnotationId, from: number, to: number): void;
  /** From the frame on a track of its own. */
  split(ids?: Ids): void;
  /** One track of all of them, which is the one that was selected first. */
  merge(ids?: Ids): void;
  /** As it is at the frame, up to another one. */
  propagate(to: number, ids?: Ids): void;
  /** Between keyframes: moves, or holds. */
  setLinear(linear: boolean, ids?: Ids): void;
  /** Shows the next (1) or previous (-1) keyframe of the selected objects, or of all; false when there is none. */
  toKeyframe(step: 1 | -1): boolean;
  /** Selects an object and shows a frame on which it is. */
  show(id: AnnotationId): void;
  /** Shows a frame on which one of the objects is, when none is shown. */
  reveal(ids: Ids): void;
  /** Hears which frame is to be shown, until the function it returns is called. */
  onSeek(listener: (frame: number) => void): () => void;
};

type Parts = {
  readonly store: Store<EditorState>;
  readonly ports: Pick<EditPorts, 'now' | 'person' | 'newAnnotationId' | 'notice'>;
  select(ids: Ids): void;
  /** Ends what is under way. */
  settle(): void;
  /** Ends what keys began, which belongs to the frame that is left. */
  leaveFrame(): void;
  /** Stores diffs of what is stored. */
  commit(step: StepName, diffs: readonly AnnotationDiff[]): void;
};

export function createTracks({ store, ports, select, settle, leaveFrame, commit }: Parts): Tracks {
  const seekers = new Set<(frame: number) => void>();
  const stamp = () => ({ person: ports.person(), at: ports.now() });
  const seconds: SecondsAt = (frame) => clipOf(store.get())?.seconds(frame) ?? null;

  /** The objects that are tracks and may be changed; the person is told of others. */
  function free(ids?: Ids): Annotation[] {
    settle();
    const { editable, stored, selection } = store.get();
    const objects = withJoints(stored, ids ?? selection.ids).flatMap((id) => stored.get(id) ?? []);
    if (objects.length > 0 && !editable) {
      ports.notice('read-only');
      return [];
    }
    const unlocked = objects.filter((object) => !isLocked(object));
    if (unlocked.length < objects.length) ports.notice('locked');
    const tracks = unlocked.filter((object) => trackOf(object) !== null);
    if (tracks.length < unlocked.length) ports.notice('no-track');
    return tracks;
  }

  function change(step: StepName, ids: Ids | undefined, edit: (track: Track, frame: number) => Track | null) {
    const { frame } = store.get();
    if (frame === null) return;
    const diffs = free(ids).flatMap((object) =>
      changeTrack(object, (track) => edit(track, frame), seconds, stamp()),
    );
    commit(step, diffs);
  }

  function seek(frame: number): void {
    for (const listener of seekers) listener(frame);
  }

  /** Of the selected tracks, or of all when none is selected. */
  function keyframes(): number[] {
    const { stored, selection } = store.get();
    const chosen = selection.ids.flatMap((id) => stored.get(id) ?? []);
    const objects = chosen.length > 0 ? chosen : [...stored.values()];
    const frames = objects.flatMap((object) => trackOf(object)?.keyframes.map(({ frame }) => frame) ?? []);
    return [...new Set(frames)].toSorted((a, b) => a - b);
  }

  function reveal(ids: Ids): void {
    const { stored, annotations, frame } = store.get();
    if (frame === null || ids.some((id) => annotations.has(id))) return;
    const [object] = ids.flatMap((id) => stored.get(id) ?? []);
    const track = object && trackOf(object);
    if (!track) return;
    const visible = track.keyframes.filter(({ outside }) => !outside).map((one) => one.frame);
    const nearest = visible.toSorted((a, b) => Math.abs(a - frame) - Math.abs(b - frame))[0];
    seek(nearest ?? firstFrame(track));
  }

  return {
    open: (clip) => store.set({ clip }),
    setFrame(frame) {
      const state = store.get();
      if (state.frame === null || state.frame === frame) return;
      leaveFrame();
      store.set({ ...showing(store.get(), { frame }), hoveredHandle: null });
    },
    setTracking: (change) => store.set({ tracking: { ...store.get().tracking, ...change } }),
    toggleKeyframe: (ids) => change('keyframe', ids, toggleKeyframe),
    toggleOutside: (ids) =>
      change('outside', ids, (track, frame) => toggleOutside(track, frame, lastFrame(store.get()))),
    beginHere: (ids) => change('range', ids, beginAt),
    endHere: (ids) => change('range', ids, endAt),
    setRange: (id, first, last) => change('range', [id], (track) => endAt(beginAt(track, first), last)),
    removeKeyframe: (id, at) => change('keyframe', [id], (track) => removeKeyframe(track, at)),
    moveKeyframe: (id, from, to) =>
      change('keyframe', [id], (track) => moveKeyframe(track, from, Math.min(to, lastFrame(store.get())))),
    split(ids) {
      const { frame } = store.get();
      if (frame === null) return;
      const diffs = free(ids).flatMap((object) =>
        splitTrack(object, frame, ports.newAnnotationId(), seconds, stamp()),
      );
      commit('splitTrack', diffs);
      const made = diffs.filter(({ before }) => before === null).map(({ id }) => id);
      if (made.length > 0) select(made);
    },
    merge(ids) {
      const [first, ...others] = free(ids);
      if (!first || others.length === 0) return;
      const tracks = others.flatMap((object) => trackOf(object) ?? []);
      const merged = changeTrack(first, (track) => tracks.reduce(mergeTracks, track), seconds, stamp());
      const gone = others.map((before) => ({ id: before.id, before, after: null }));
      commit('mergeTracks', [...merged, ...gone]);
      select([first.id]);
    },
    propagate: (to, ids) =>
      change('propagate', ids, (track, frame) =>
        propagate(track, frame, Math.max(0, Math.min(to, lastFrame(store.get())))),
      ),
    setLinear: (linear, ids) =>
      change('interpolation', ids, (track) => (track.linear === linear ? track : { ...track, linear })),
    toKeyframe(step) {
      const { frame } = store.get();
      if (frame === null) return false;
      const frames = keyframes();
      const next = step === 1 ? frames.find((each) => each > frame) : frames.findLast((each) => each < frame);
      if (next === undefined) return false;
      seek(next);
      return true;
    },
    show(id) {
      select([id]);
      reveal([id]);
    },
    reveal,
    onSeek(listener) {
      seekers.add(listener);
      return () => seekers.delete(listener);
    },
  };
}
