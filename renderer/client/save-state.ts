/**
 * What the title bar says about the person's changes: all on disk, on their way, or not to be saved and why.
 * Whoever saves something tells here: `beginSave` before, then `saveDone` or `saveFailed`.
 */
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { toWireError } from '#core/errors.ts';

export type SaveToken = { readonly id: number };

export type SaveState = {
  readonly state: 'on-disk' | 'saving' | 'cannot-save';
  /** Changes that are not on disk, on their way or failed. */
  readonly pending: number;
  /** Why it cannot be saved, in words for a person. */
  readonly reason: string | null;
};

type Saves = {
  readonly saving: ReadonlySet<number>;
  /** Reason by token: a failed change stays here until it is saved or given up. */
  readonly failed: ReadonlyMap<number, string>;
};

const useSaves = create<Saves>(() => ({ saving: new Set(), failed: new Map() }));
let lastId = 0;

/**
 * A change is on its way to disk.
 * @param again the token of a failed save that is now tried once more
 */
export function beginSave(again?: SaveToken): SaveToken {
  lastId += 1;
  const token = again ?? { id: lastId };
  useSaves.setState(({ saving, failed }) => ({
    saving: new Set(saving).add(token.id),
    failed: without(failed, token.id),
  }));
  return token;
}

/** The change is on disk, or is given up: the person knows and does not want it any more. */
export function saveDone(token: SaveToken): void {
  useSaves.setState(({ saving, failed }) => ({
    saving: new Set([...saving].filter((id) => id !== token.id)),
    failed: without(failed, token.id),
  }));
}

/** The change is not on disk and nobody tries at the moment. */
export function saveFailed(token: SaveToken, error: unknown): void {
  useSaves.setState(({ saving, failed }) => ({
    saving: new Set([...saving].filter((id) => id !== token.id)),
    failed: new Map(failed).set(token.id, toWireError(error).message),
  }));
}

/** What to say now. A failure outranks what is still on its way. */
export function saveState(): SaveState {
  return summarize(useSaves.getState());
}

export function useSaveState(): SaveState {
  return useSaves(useShallow(summarize));
}

function summarize({ saving, failed }: Saves): SaveState {
  const pending = saving.size + failed.size;
  const [reason] = failed.values();
  if (reason !== undefined) return { state: 'cannot-save', pending, reason };
  return { state: pending > 0 ? 'saving' : 'on-disk', pending, reason: null };
}

function without(failed: ReadonlyMap<number, string>, id: number): ReadonlyMap<number, string> {
  return new Map([...failed].filter(([key]) => key !== id));
}

/**
 * Holds the window open while something is not on disk: the app then waits for what is on its way, and asks the
 * person about the rest. Ends with the function it returns.
 */
export function guardUnsaved(): () => void {
  const guard = (event: BeforeUnloadEvent): void => {
    if (saveState().state !== 'on-disk') event.preventDefault();
  };
  window.addEventListener('beforeunload', guard);
  return () => window.removeEventListener('beforeunload', guard);
}
