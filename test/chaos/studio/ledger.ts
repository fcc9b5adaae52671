/**
 * What an item's annotations and its history must be, kept beside the engine: all that it has confirmed, and perhaps
 * what it was asked for last.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { ReadableDb } from '#engine/db/driver.ts';
import { listAnnotations, listChangeSets } from '#engine/db/queries/annotations.ts';
import type { Change } from '#renderer/editor/saving/rebase.ts';

export type Deed = 'undo' | 'redo' | Pick<Change, 'changeSetId' | 'diffs'>;

export type Ledger = {
  /** The engine is asked for something; answers what to call when it says that it is done. */
  ask(deed: Deed): () => void;
  /** Compares with the database of an engine that is gone: from now on that is what must be there. */
  look(db: ReadableDb): void;
};

type Entry = { readonly id: string; readonly diffs: readonly AnnotationDiff[]; readonly done: boolean };
type State = {
  /** Annotations by id, without how often each was changed. */
  readonly document: ReadonlyMap<string, unknown>;
  /** Steps, the oldest first. */
  readonly steps: readonly Entry[];
};
type Stored = Pick<State, 'document'> & { readonly steps: readonly string[] };
type Asked = { readonly after: State; found: 'stored' | 'missing' | null };

/** @param accuse told what is wrong */
export function createLedger(itemId: ItemId, accuse: (what: string) => void): Ledger {
  let confirmed: State = { document: new Map(), steps: [] };
  let asked: Asked | null = null;
  return {
    ask(deed) {
      const mine: Asked = { after: after(confirmed, deed), found: null };
      asked = mine;
      return () => {
        if (mine.found === 'missing') accuse(`${nameOf(deed)} was confirmed and is not stored`);
        if (mine.found !== null) return;
        confirmed = mine.after;
        asked = null;
      };
    },
    look(db) {
      const stored = storedState(db, itemId);
      if (asked) asked.found = agrees(stored, asked.after) ? 'stored' : 'missing';
      if (asked?.found === 'stored') confirmed = asked.after;
      asked = null;
      if (!agrees(stored, confirmed)) accuse(`stored is other than done: ${difference(stored, confirmed)}`);
    },
  };
}

function after(state: State, deed: Deed): State {
  const { steps, document } = state;
  if (typeof deed !== 'string') {
    const { changeSetId: id, diffs } = deed;
    if (steps.some((step) => step.id === id)) return state;
    const kept = steps.filter(({ done }) => done);
    return { document: changed(document, diffs, 'after'), steps: [...kept, { id, diffs, done: true }] };
  }
  const [step, side] =
    deed === 'undo'
      ? ([steps.findLast(({ done }) => done), 'before'] as const)
      : ([steps.find(({ done }) => !done), 'after'] as const);
  if (!step) return state;
  const turned = steps.map((each) => (each === step ? { ...each, done: !each.done } : each));
  return { document: changed(document, step.diffs, side), steps: turned };
}

function changed(
  document: State['document'],
  diffs: readonly AnnotationDiff[],
  side: 'before' | 'after',
): State['document'] {
  const next = new Map(document);
  for (const { id, [side]: annotation } of diffs) {
    if (annotation) next.set(id, said(annotation));
    else next.delete(id);
  }
  return next;
}

function nameOf(deed: Deed): string {
  return typeof deed === 'string' ? deed : `change ${deed.changeSetId}`;
}

function said({ rev: _, ...rest }: Annotation): unknown {
  return JSON.parse(JSON.stringify(rest));
}

function storedState(db: ReadableDb, itemId: ItemId): Stored {
  const annotations = listAnnotations(db, itemId);
  const steps = listChangeSets(db, itemId).toReversed();
  return {
    document: new Map(annotations.map((annotation) => [annotation.id, said(annotation)])),
    steps: steps.map(({ id, state }) => `${id} ${state}`),
  };
}

function agrees(stored: Stored, { document, steps }: State): boolean {
  return isDeepStrictEqual(stored, { document, steps: steps.map(wordsOfStep) });
}

const wordsOfStep = ({ id, done }: Entry) => `${id} ${done ? 'applied' : 'undone'}`;

/** The first annotation and the first step that are not what they should be. */
function difference(stored: Stored, { document, steps }: State): string {
  const ids = [...new Set([...stored.document.keys(), ...document.keys()])];
  const other = ids.find((id) => !isDeepStrictEqual(stored.document.get(id), document.get(id)));
  const wanted = steps.map(wordsOfStep);
  const at = Math.max(stored.steps.length, wanted.length);
  const step = Array.from({ length: at }, (_, nth) => nth).find((nth) => stored.steps[nth] !== wanted[nth]);
  return JSON.stringify({
    annotation: other && [stored.document.get(other) ?? null, document.get(other) ?? null],
    step: step !== undefined && [stored.steps[step] ?? null, wanted[step] ?? null],
  });
}
