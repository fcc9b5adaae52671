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
import { kindOf } from './kinds/kinds.ts';
import type { Change } from './saving/rebase.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';
import type { Transform } from './tools/context.ts';

/** Names of steps in the history, in the person's language. */
export type StepTitles = Readonly<Record<'draw' | 'move' | 'resize' | 'relabel' | 'remove', string>>;

export type EditPorts = {
  newAnnotationId(): AnnotationId;
  newChangeSetId(): string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Who works here. */
  person(): string;
  titles(): StepTitles;
  /** Takes over a change that is already shown. */
  push(change: Change): void;
};

export type Edits = {
  /** A new annotation with the current label, which is answered; null when it cannot be stored. */
  draw(geometry: Geometry): Annotation | null;
  /** Stores the drafts that differ from what is there, and shows the stored shapes again. */
  commitDrafts(transform: Transform): void;
  relabel(ids: readonly AnnotationId[], label: string): void;
  remove(ids: readonly AnnotationId[]): void;
};

export function createEdits(store: Store<EditorState>, ports: EditPorts): Edits {
  const stamp = () => ({ person: ports.person(), at: ports.now() });

  function present(ids: readonly AnnotationId[]): Annotation[] {
    const { annotations } = store.get();
    return ids.flatMap((id) => annotations.get(id) ?? []);
  }

  function commit(title: string, diffs: readonly AnnotationDiff[]): void {
    const { item, annotations } = store.get();
    if (!item || diffs.length === 0) return;
    store.set({ annotations: applyDiffs(annotations, diffs) });
    ports.push({ itemId: item.id, changeSetId: ports.newChangeSetId(), title, diffs });
  }

  return {
    draw(drawn) {
      const { item, label } = store.get();
      const geometry = kindOf(drawn).round(drawn);
      if (!item || label === null || kindOf(geometry).problem(geometry, item)) return null;
      const made = { id: ports.newAnnotationId(), itemId: item.id, label, geometry };
      const diff = createAnnotation(made, stamp());
      commit(ports.titles().draw, [diff]);
      return diff.after;
    },
    commitDrafts(transform) {
      const { drafts, annotations, item } = store.get();
      const diffs = [...drafts].flatMap(([id, draft]) => {
        const annotation = annotations.get(id);
        const kind = kindOf(draft);
        const geometry = kind.round(draft);
        if (!item || !annotation || kind.problem(geometry, item)) return [];
        return kind.same(geometry, annotation.geometry)
          ? []
          : [changeGeometry(annotation, geometry, stamp())];
      });
      commit(ports.titles()[transform], diffs);
      store.set({ drafts: new Map() });
    },
    relabel(ids, label) {
      const others = present(ids).filter((annotation) => annotation.label !== label);
      commit(
        ports.titles().relabel,
        others.map((annotation) => changeLabel(annotation, label, stamp())),
      );
    },
    remove(ids) {
      commit(ports.titles().remove, present(ids).map(deleteAnnotation));
    },
  };
}
