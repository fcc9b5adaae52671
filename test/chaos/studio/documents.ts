/** What an item's annotations were after each step of its history, and whether steps back and forth bring that again. */
import type { ItemId } from '#core/model/ids.ts';
import type { ReadableDb } from '#engine/db/driver.ts';
import type { HistoryStep } from '#renderer/editor/history.ts';
import type { EnginePorts } from '#test/renderer/editor/support/rig.ts';

type Ports = Required<EnginePorts>;

export type Documents = {
  /** The engine's, with a look at the database after each step. */
  readonly ports: Ports;
  /** Ids of the steps that are done, then of those that are undone. */
  steps(): readonly string[];
  /** Steps that can be undone, and that can be done again. */
  left(): { readonly behind: number; readonly ahead: number };
  /** What was wrong so far, in words. */
  readonly wrongs: readonly string[];
};

/** The document after a step; the first one is that of no step. */
type After = { readonly step: string | null; readonly document: string };

export function watchDocuments(db: ReadableDb, itemId: ItemId, engine: Ports): Documents {
  const stored = () => storedDocument(db, itemId);
  const wrongs: string[] = [];
  let done: readonly After[] = [{ step: null, document: stored() }];
  let undone: readonly After[] = [];

  function expectStored(after: After | undefined, what: string): void {
    const now = stored();
    if (now !== after?.document) {
      wrongs.push(`${what}, the document should be\n    ${after?.document}\n  but is\n    ${now}`);
    }
  }

  /** A new step was made, from which there is no way to what was undone before. */
  function add(step: string | null): After {
    const after = { step, document: stored() };
    done = [...done, after];
    undone = [];
    return after;
  }

  /** The engine took a step, or said that there is none, as there should be. */
  function took({ changeSet }: HistoryStep, wanted: After | undefined, what: string): boolean {
    if ((changeSet?.id ?? null) !== (wanted?.step ?? null)) {
      wrongs.push(`${what} was of step ${changeSet?.id}, not of ${wanted?.step}`);
    }
    return wanted !== undefined;
  }

  const ports: Ports = {
    ...engine,
    async save(change) {
      const before = done.at(-1);
      try {
        expectStored(before, 'before a change');
        await engine.save(change);
        add(change.changeSetId);
      } catch (error) {
        // Not told to the editor, which would try again for ever.
        wrongs.push(`a change was refused: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    async undo(item) {
      const step = await engine.undo(item);
      const last = done.length > 1 ? done.at(-1) : undefined;
      if (took(step, last, 'undo') && last) {
        done = done.slice(0, -1);
        undone = [last, ...undone];
      }
      expectStored(done.at(-1), 'after undo');
      return step;
    },
    async redo(item) {
      const step = await engine.redo(item);
      const [next, ...rest] = undone;
      if (took(step, next, 'redo') && next) {
        done = [...done, next];
        undone = rest;
      }
      expectStored(done.at(-1), 'after redo');
      return step;
    },
    async goTo(item, stepId, named) {
      const target = [...done, ...undone].find(({ step }) => step === stepId);
      const step = await engine.goTo(item, stepId, named);
      expectStored(target, 'after going back');
      if (step.changeSet) add(step.changeSet.id);
      return step;
    },
    async restore(item, ids, named) {
      const step = await engine.restore(item, ids, named);
      if (step.changeSet) add(step.changeSet.id);
      else expectStored(done.at(-1), 'after restoring nothing');
      return step;
    },
  };
  return {
    ports,
    steps: () => [...done, ...undone].flatMap(({ step }) => step ?? []),
    left: () => ({ behind: done.length - 1, ahead: undone.length }),
    wrongs,
  };
}

/** Everything that is stored of an item's annotations except how often each was changed. */
function storedDocument(db: ReadableDb, itemId: ItemId): string {
  const rows = db.all<object>(
    `SELECT id, label, geometry, attributes, creator, created_at, updated_at, updated_by, metadata, extra
     FROM annotation WHERE item_id = :itemId ORDER BY id`,
    { itemId },
  );
  return JSON.stringify(rows);
}
