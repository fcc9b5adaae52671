/** Changes of annotations: shown at once, then handed over to be stored. */
import {
  changeGeometry,
  changeLabel,
  createAnnotation,
  deleteAnnotation,
} from '#core/annotation/commands.ts';
import { applyDiffs } from '#core/annotation/diff.ts';
import type { Annotation, AnnotationDiff, Geometry } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { isLocked } from '#core/model/object-flags.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Change } from './saving/rebase.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';
import type { Transform } from './tools/context.ts';

export const STEPS = [
  'draw',
  'move',
  'resize',
  'relabel',
  'remove',
  'occluded',
  'locked',
  'flags',
  'order',
  'group',
  'ungroup',
  'parent',
  'attribute',
] as const;

/** Names of steps in the history, in the person's language. */
export type StepTitles = Readonly<Record<(typeof STEPS)[number], string>>;

/** Something was asked for that cannot be done now. */
export type Notice = 'read-only' | 'no-label' | 'locked';

export type EditPorts = {
  newAnnotationId(): AnnotationId;
  newChangeSetId(): string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Who works here. */
  person(): string;
  titles(): StepTitles;
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
  commitDrafts(transform: Transform): void;
  relabel(ids: readonly AnnotationId[], label: string): void;
  remove(ids: readonly AnnotationId[]): void;
  /** One step of the history of the item that is shown; none when nothing changes. */
  commit(title: string, diffs: readonly AnnotationDiff[]): void;
};

export function createEdits(store: Store<EditorState>, ports: EditPorts): Edits {
  /** True when a locked shape was to be moved since the last drafts were stored or put back. */
  let refused = false;
  const stamp = () => ({ person: ports.person(), at: ports.now() });

  /** Those that are there and not locked; the person is told of those that are. */
  function free(ids: readonly AnnotationId[]): Annotation[] {
    const { annotations } = store.get();
    const present = ids.flatMap((id) => annotations.get(id) ?? []);
    const unlocked = present.filter((annotation) => !isLocked(annotation));
    if (unlocked.length < present.length) ports.notice('locked');
    return unlocked;
  }

  function commit(title: string, diffs: readonly AnnotationDiff[]): void {
    const { item, annotations } = store.get();
    if (!item || diffs.length === 0) return;
    store.set({ annotations: applyDiffs(annotations, diffs) });
    ports.push({ itemId: item.id, changeSetId: ports.newChangeSetId(), title, diffs });
  }

  return {
    commit,
    draw(drawn) {
      const { item, label } = store.get();
      const geometry = kindOf(drawn).round(drawn);
      if (!item || label === null || kindOf(geometry).problem(geometry, item)) return null;
      const made = { id: ports.newAnnotationId(), itemId: item.id, label, geometry };
      const diff = createAnnotation(made, stamp());
      commit(ports.titles().draw, [diff]);
      return diff.after;
    },
    draft(shapes) {
      const { annotations } = store.get();
      const drafts = [...shapes].filter(([id]) => !isLocked(annotations.get(id) ?? {}));
      refused = drafts.length < shapes.size;
      store.set({ drafts: refused ? new Map(drafts) : shapes });
    },
    commitDrafts(transform) {
      const { drafts, annotations, item } = store.get();
      if (refused) ports.notice('locked');
      refused = false;
      const diffs = [...drafts].flatMap(([id, draft]) => {
        const annotation = annotations.get(id);
        if (!item || !annotation) return [];
        const kind = kindOf(draft);
        const geometry = kind.round(draft);
        if (kind.problem(geometry, item)) return [];
        return kind.same(geometry, annotation.geometry)
          ? []
          : [changeGeometry(annotation, geometry, stamp())];
      });
      commit(ports.titles()[transform], diffs);
      store.set({ drafts: new Map() });
    },
    relabel(ids, label) {
      const others = free(ids).filter((annotation) => annotation.label !== label);
      commit(
        ports.titles().relabel,
        others.map((annotation) => changeLabel(annotation, label, stamp())),
      );
    },
    remove(ids) {
      commit(ports.titles().remove, free(ids).map(deleteAnnotation));
    },
  };
}
