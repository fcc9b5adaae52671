/** What the engine promises of annotations, in memory: one journal an item, change sets stored once. */
import { type AnnotationMap, applyDiffs, invertDiffs } from '#core/annotation/diff.ts';
import type { Annotation, AnnotationDiff, ChangeSet } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { HistoryStep } from '#renderer/editor/history.ts';
import type { Change } from '#renderer/editor/saving/rebase.ts';

type Entry = { readonly change: Change; state: ChangeSet['state'] };

export type MemoryEngine = {
  save(change: Change): Promise<void>;
  undo(itemId: ItemId): Promise<HistoryStep>;
  redo(itemId: ItemId): Promise<HistoryStep>;
  reload(itemId: ItemId): Promise<Annotation[]>;
  /** What somebody else stores meanwhile. */
  put(change: Change): void;
  readonly stored: () => AnnotationMap;
  /** Change sets as they arrived, those sent twice included. */
  readonly received: Change[];
};

export function createMemoryEngine(initial: AnnotationMap): MemoryEngine {
  let annotations = initial;
  let journal: Entry[] = [];
  const received: Change[] = [];

  function setOf({ change, state }: Entry): ChangeSet {
    return { id: change.changeSetId, itemId: change.itemId, title: change.title, actor: 'ann', at: 0, state };
  }

  function put(change: Change): void {
    if (journal.some((entry) => entry.change.changeSetId === change.changeSetId)) return;
    annotations = applyDiffs(annotations, change.diffs);
    journal = [...journal.filter(({ state }) => state === 'applied'), { change, state: 'applied' }];
  }

  /** Revisions have gone on since the change was made: the step starts from what is there now. */
  function take(entry: Entry, made: readonly AnnotationDiff[], state: ChangeSet['state']): HistoryStep {
    const diffs = made.map(({ id, after }) => {
      const before = annotations.get(id) ?? null;
      return { id, before, after: after && { ...after, rev: (before?.rev ?? 0) + 1 } };
    });
    annotations = applyDiffs(annotations, diffs);
    entry.state = state;
    return { changeSet: setOf(entry), diffs };
  }

  return {
    received,
    stored: () => annotations,
    put,
    async save(change) {
      received.push(change);
      put(change);
    },
    async reload() {
      return [...annotations.values()];
    },
    async undo() {
      const entry = journal.findLast(({ state }) => state === 'applied');
      return entry ? take(entry, invertDiffs(entry.change.diffs), 'undone') : { changeSet: null, diffs: [] };
    },
    async redo() {
      const entry = journal.find(({ state }) => state === 'undone');
      return entry ? take(entry, entry.change.diffs, 'applied') : { changeSet: null, diffs: [] };
    },
  };
}
