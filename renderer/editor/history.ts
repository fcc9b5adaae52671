/** Undo and redo: steps of the engine's history, shown where they are. */
import { applyDiffs } from '#core/annotation/diff.ts';
import { wholeOf } from '#core/annotation/pose/gather.ts';
import { isSluiceError } from '#core/errors.ts';
import type { AnnotationDiff, ChangeSet } from '#core/model/annotation.ts';
import type { AnnotationId, ItemId } from '#core/model/ids.ts';
import type { Camera } from './camera.ts';
import type { EditPorts } from './edits.ts';
import type { Picker } from './picker.ts';
import type { Saver } from './saving/saver.ts';
import type { EditorState } from './state.ts';
import type { StepName } from './steps.ts';
import type { Store } from './store.ts';
import { specOf } from './tools/registry.ts';
import { showing } from './tracks/shown.ts';

export type HistoryStep = {
  readonly changeSet: ChangeSet | null;
  readonly diffs: readonly AnnotationDiff[];
};

/** What a step that is made here is called; sent again with the same id it is one. */
export type NewStep = { readonly changeSetId: string; readonly title: string };

export type HistoryPorts = {
  readonly saver: Pick<Saver, 'run'>;
  /** Steps of the engine's history; neither may be sent twice. */
  undo(itemId: ItemId): Promise<HistoryStep>;
  redo(itemId: ItemId): Promise<HistoryStep>;
  /** Back to right after a step, or to before the first; a step of its own. */
  goTo(itemId: ItemId, stepId: ChangeSet['id'] | null, step: NewStep): Promise<HistoryStep>;
  /** Brings deleted annotations back. */
  restore(itemId: ItemId, ids: readonly AnnotationId[], step: NewStep): Promise<HistoryStep>;
};

type Parts = {
  readonly store: Store<EditorState>;
  readonly picker: Picker;
  readonly camera: Camera;
  readonly ports: HistoryPorts & Pick<EditPorts, 'notice' | 'title' | 'newChangeSetId'>;
  /** Ends what is under way. */
  settle(): void;
  refresh(): Promise<void>;
  /** Brings a frame on which one of them is. */
  reveal(ids: readonly AnnotationId[]): void;
};

/** The step that was taken; null when there was none. */
type Take = () => Promise<ChangeSet | null>;

export function createHistory({ store, picker, camera, ports, settle, refresh, reveal }: Parts): {
  readonly undo: Take;
  readonly redo: Take;
  goTo(stepId: ChangeSet['id'] | null): ReturnType<Take>;
  restore(ids: readonly AnnotationId[]): ReturnType<Take>;
} {
  /** Shows what a step brought back or changed: it may be anywhere on the picture. */
  function point(diffs: readonly AnnotationDiff[]): void {
    const { stored } = store.get();
    const changed = diffs.flatMap(({ id, after }) => (after ? [wholeOf(stored, id)] : []));
    const ids = [...new Set(changed)];
    if (ids.length === 0) return;
    picker.select(ids, specOf(store.get().tool).group === 'draw' ? 'drawn' : 'chosen');
    const { annotations } = store.get();
    const shown = ids.filter((id) => annotations.has(id));
    if (shown.length > 0) camera.reveal(picker.bounds(shown));
    else reveal(ids);
  }

  async function step(take: (itemId: ItemId) => Promise<HistoryStep>): Promise<ChangeSet | null> {
    const { item, editable } = store.get();
    if (!item) return null;
    if (!editable) {
      ports.notice('read-only');
      return null;
    }
    settle();
    try {
      const { changeSet, diffs } = await ports.saver.run(() => take(item.id));
      const { stored, item: now } = store.get();
      if (now?.id === item.id) {
        store.set(showing(store.get(), { stored: applyDiffs(stored, diffs) }));
        point(diffs);
      }
      return changeSet;
    } catch (error) {
      // Done or not done, or done to shapes that were changed meanwhile: only what is stored tells.
      await refresh();
      if (isSluiceError(error, 'conflict')) return null;
      throw error;
    }
  }

  const named = (name: StepName): NewStep => ({
    changeSetId: ports.newChangeSetId(),
    title: ports.title(name, []),
  });

  return {
    undo: () => step(ports.undo),
    redo: () => step(ports.redo),
    goTo: (stepId) => step((itemId) => ports.goTo(itemId, stepId, named('goTo'))),
    restore: (ids) => step((itemId) => ports.restore(itemId, ids, named('restore'))),
  };
}
