/** Changes of annotations: shown at once, then handed over to be stored. */
import { defaultsOf } from '#core/annotation/attributes.ts';
import {
  changeGeometry,
  changeLabel,
  contentOf,
  createAnnotation,
  deleteAnnotation,
} from '#core/annotation/commands.ts';
import { applyDiffs } from '#core/annotation/diff.ts';
import { scatterDiffs, withJoints } from '#core/annotation/pose/gather.ts';
import { landDiffs, leaveAt } from '#core/annotation/track/commands.ts';
import { firstFrame, trackOf } from '#core/annotation/track/track.ts';
import type { Annotation, AnnotationDiff, Geometry } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { isLocked } from '#core/model/object-flags.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Notice } from './notice.ts';
import type { Change } from './saving/rebase.ts';
import type { EditorState } from './state.ts';
import type { StepName } from './steps.ts';
import type { Store } from './store.ts';
import type { Rework } from './tools/context.ts';
import { clipOf, flatOf, lastFrame, showing } from './tracks/shown.ts';

export type EditPorts = {
  newAnnotationId(): AnnotationId;
  newChangeSetId(): string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Who works here. */
  person(): string;
  /** The name of a step in the history, in the person's language, for shapes of these types. */
  title(step: StepName, types: readonly Geometry['type'][]): string;
  notice(notice: Notice): void;
  /** Takes over a change that is already shown. */
  push(change: Change): void;
};

export type Edits = {
  /** A new annotation with the current label, which is answered; null when it cannot be stored. */
  draw(geometry: Geometry): Annotation | null;
  /** Shows shapes elsewhere without storing that; locked ones stay, for they would jump back when the hand lets go. */
  draft(shapes: EditorState['drafts']): void;
  /** Stores the drafts that differ from what is there, and shows the stored shapes again. */
  commitDrafts(step: StepName): void;
  /** Several changes as one step; answers what was changed or made and is still there. */
  rework(rework: Rework): readonly Annotation[];
  relabel(ids: readonly AnnotationId[], label: string): void;
  remove(ids: readonly AnnotationId[]): void;
  /** One step of the history of the item, made of changes of what is shown; none when nothing changes. */
  commit(step: StepName, diffs: readonly AnnotationDiff[]): void;
  /** The same of changes of what is stored, which differs on videos. */
  commitStored(step: StepName, diffs: readonly AnnotationDiff[]): void;
};

export function createEdits(store: Store<EditorState>, ports: EditPorts): Edits {
  /** True when a locked shape was to be moved since the last drafts were stored or put back. */
  let refused = false;
  const stamp = () => ({ person: ports.person(), at: ports.now() });

  /** Those that are there and not locked; the person is told of those that are. */
  function free(ids: readonly AnnotationId[], among = store.get().annotations): Annotation[] {
    const present = ids.flatMap((id) => among.get(id) ?? []);
    const unlocked = present.filter((annotation) => !isLocked(annotation));
    if (unlocked.length < present.length) ports.notice('locked');
    return unlocked;
  }

  function commit(step: StepName, shown: readonly AnnotationDiff[]): void {
    const state = store.get();
    const { stored, frame, tracking } = state;
    const { diffs, absent } = scatterDiffs(flatOf(state), shown, ports.newAnnotationId, stamp());
    if (frame === null) {
      commitStored(step, [...diffs, ...absent.map(deleteAnnotation)], shown);
      return;
    }
    const last = tracking.span === 'frame' ? frame : lastFrame(state);
    const seconds = (at: number) => clipOf(state)?.seconds(at) ?? null;
    const place = { frame, last, reach: tracking.reach, seconds };
    const left = absent.map(({ id }) => id);
    const landed = [...landDiffs(stored, diffs, place), ...leaveAt(stored, left, place, stamp())];
    commitStored(step, landed, shown);
  }

  /** @param said what the step is called after: the objects that a person sees */
  function commitStored(step: StepName, diffs: readonly AnnotationDiff[], said = diffs): void {
    const { item, stored } = store.get();
    if (!item || diffs.length === 0) return;
    store.set(showing(store.get(), { stored: applyDiffs(stored, diffs) }));
    const types = said.flatMap(({ before, after }) => (after ?? before)?.geometry.type ?? []);
    const title = ports.title(step, types);
    ports.push({ itemId: item.id, changeSetId: ports.newChangeSetId(), title, diffs });
  }

  /** The shape as it is stored; null when it cannot be. */
  function storable(drawn: Geometry): Geometry | null {
    const { item } = store.get();
    const geometry = kindOf(drawn).round(drawn);
    return item && kindOf(geometry).problem(geometry, item) === null ? geometry : null;
  }

  function reshaped(shapes: ReadonlyMap<AnnotationId, Geometry>): AnnotationDiff[] {
    const { annotations } = store.get();
    return [...shapes].flatMap(([id, shape]) => {
      const annotation = annotations.get(id);
      const geometry = annotation && storable(shape);
      // Another type is another shape, whatever the kind says of two of its own.
      const same =
        geometry?.type === annotation?.geometry.type &&
        annotation &&
        geometry &&
        kindOf(geometry).same(geometry, annotation.geometry);
      return annotation && geometry && !same ? [changeGeometry(annotation, geometry, stamp())] : [];
    });
  }

  function added({ geometry: drawn, like }: NonNullable<Rework['add']>[number]): AnnotationDiff[] {
    const { item, label, labels, attributes } = store.get();
    const geometry = storable(drawn);
    const name = like?.label ?? label;
    if (!item || !geometry || name === null) return [];
    const made = { id: ports.newAnnotationId(), itemId: item.id, label: name, geometry };
    const said = like ? contentOf(like) : { attributes: defaultsOf({ labels, attributes }, name) };
    return [createAnnotation({ ...said, ...made }, stamp())];
  }

  /** True for what would be lost on other frames with what is seen on this one. */
  function lastsLonger({ step, change = new Map(), remove = [] }: Rework): boolean {
    const { stored, annotations } = store.get();
    const trackFor = (id: AnnotationId) => {
      const object = stored.get(id);
      return object ? trackOf(object) : null;
    };
    const goes = remove.some((id) => {
      const track = trackFor(id);
      return step !== 'remove' && track !== null && track.last > firstFrame(track);
    });
    const turns = [...change].some(([id, { type }]) => {
      const several = (trackFor(id)?.keyframes.length ?? 0) > 1;
      return several && annotations.get(id)?.geometry.type !== type;
    });
    return goes || turns;
  }

  return {
    commit,
    commitStored,
    draw(drawn) {
      const diffs = added({ geometry: drawn });
      commit('draw', diffs);
      return diffs[0]?.after ?? null;
    },
    draft(shapes) {
      const { annotations } = store.get();
      const drafts = [...shapes].filter(([id]) => !isLocked(annotations.get(id) ?? {}));
      refused = drafts.length < shapes.size;
      store.set({ drafts: refused ? new Map(drafts) : shapes });
    },
    commitDrafts(step) {
      if (refused) ports.notice('locked');
      refused = false;
      commit(step, reshaped(store.get().drafts));
      store.set({ drafts: new Map() });
    },
    rework(rework) {
      const { step, change = new Map(), add = [], remove = [] } = rework;
      const wanted = [...change.keys(), ...remove];
      // All or nothing: shapes that are joined to one that is locked must not be lost.
      if (free(wanted).length < wanted.length) return [];
      if (lastsLonger(rework)) {
        ports.notice('lasts-longer');
        return [];
      }
      if ([...change.values()].some((shape) => storable(shape) === null)) return [];
      const gone = free(remove).map(deleteAnnotation);
      const diffs = [...reshaped(change), ...add.flatMap(added), ...gone];
      commit(step, diffs);
      return diffs.flatMap(({ after }) => after ?? []);
    },
    relabel(ids, label) {
      const others = free(ids).filter((annotation) => annotation.label !== label);
      commit(
        'relabel',
        others.map((annotation) => changeLabel(annotation, label, stamp())),
      );
    },
    remove(ids) {
      // Also what is on other frames only, when that is what was selected.
      const { stored } = store.get();
      commitStored('remove', free(withJoints(stored, ids), stored).map(deleteAnnotation));
    },
  };
}
