/** Keeps what is drawn and not saved on disk, a moment after each change. No React in here. */

import type { Graph } from '#core/model/graph.ts';
import type { Composer } from '../state/composer.ts';
import { isChanged, presentOf } from '../state/composer.ts';

/** Milliseconds from a change until it is kept; changes meanwhile go along, so that a drag does not put it off. */
const KEPT_AFTER = 250;

export type DraftStore = {
  save(draft: { readonly graph: Graph; readonly fromVersion: number }): void;
  discard(): void;
};

export type Keeping = {
  /** Keeps at once what is not kept yet. */
  flush(): void;
  /** The same, and nothing after it. */
  stop(): void;
};

export function keepDraft(composer: Composer, store: DraftStore): Keeping {
  const now = () => {
    const state = composer.getState();
    return { graph: presentOf(state), saved: state.saved, version: state.version };
  };
  let kept = now();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const isKept = () => {
    const { graph, saved, version } = now();
    return graph === kept.graph && saved === kept.saved && version === kept.version;
  };
  const keep = () => {
    timer = null;
    if (isKept()) return;
    kept = now();
    if (isChanged(composer.getState())) store.save({ graph: kept.graph, fromVersion: kept.version });
    else store.discard();
  };
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    keep();
  };
  const unsubscribe = composer.subscribe(() => {
    if (timer === null && !isKept()) timer = setTimeout(keep, KEPT_AFTER);
  });
  return {
    flush,
    stop() {
      unsubscribe();
      flush();
    },
  };
}
