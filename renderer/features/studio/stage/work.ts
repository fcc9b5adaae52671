/**
 * The window's one saver of label changes. It outlives the screens: what a person did in the studio is stored also
 * when they have gone on to another place of the app.
 */
import { create } from 'zustand';
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { isSluiceError, type SluiceError } from '#core/errors.ts';
import type { ItemId } from '#core/model/ids.ts';
import { call } from '#renderer/client/client.ts';
import { onEngineEvent } from '#renderer/client/events.ts';
import { beginSave, type SaveToken, saveDone, saveFailed } from '#renderer/client/save-state.ts';
import type { Change } from '#renderer/editor/saving/rebase.ts';
import { createSaver, type Saver } from '#renderer/editor/saving/saver.ts';
import { mark } from './marks.ts';

/** Milliseconds for which a restarting engine is no reason to alarm anybody: it takes about half a second. */
const PATIENCE_MS = 2000;

type Trouble = {
  readonly error: SluiceError | null;
  /** True: nobody tries until the person decides. */
  readonly permanent: boolean;
};

/** Why changes are not on disk; for the banner of the studio. */
export const useTrouble = create<Trouble>(() => ({ error: null, permanent: false }));

export type Rebase = {
  readonly itemId: ItemId;
  readonly annotations: AnnotationMap;
  readonly dropped: number;
};

type Entry = { readonly token: SaveToken; readonly since: number };

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

function createWork(): Saver & { onRebase(listener: (rebase: Rebase) => void): () => void } {
  const entries = new Map<string, Entry>();
  const rebaseListeners = new Set<(rebase: Rebase) => void>();

  function settled({ changeSetId }: Change): void {
    const entry = entries.get(changeSetId);
    if (entry) saveDone(entry.token);
    entries.delete(changeSetId);
    useTrouble.setState({ error: null, permanent: false });
  }

  const saver = createSaver(
    {
      save: ({ itemId, changeSetId, title, diffs }) =>
        call('annotations.apply', { itemId, changeSetId, title, diffs: [...diffs] }),
      reload: (itemId) => call('annotations.list', { itemId }),
      wait,
    },
    {
      saved(change) {
        mark('studio:saved', change.changeSetId);
        settled(change);
      },
      abandoned: settled,
      failed({ changeSetId }, error, permanent) {
        const entry = entries.get(changeSetId);
        const restarting = isSluiceError(error, 'engine-restarted', 'engine-unavailable');
        if (!entry || (restarting && performance.now() - entry.since < PATIENCE_MS)) return;
        saveFailed(entry.token, error);
        useTrouble.setState({ error, permanent });
      },
      rebased(itemId, annotations, dropped) {
        for (const listener of rebaseListeners) listener({ itemId, annotations, dropped: dropped.length });
      },
    },
  );
  onEngineEvent('engine.state', ({ state }) => {
    if (state === 'ready') saver.retry();
  });
  return {
    ...saver,
    push(change) {
      entries.set(change.changeSetId, { token: beginSave(), since: performance.now() });
      mark('studio:released', change.changeSetId);
      saver.push(change);
    },
    onRebase(listener) {
      rebaseListeners.add(listener);
      return () => rebaseListeners.delete(listener);
    },
  };
}

export const work = createWork();
