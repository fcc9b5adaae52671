import { useEffect } from 'react';
import { call } from '#renderer/client/client.ts';
import { notifyError } from '#renderer/client/notify.ts';
import { beginSave, type SaveToken, saveDone, saveFailed } from '#renderer/client/save-state.ts';
import { useComposer } from '../state/context.tsx';
import { keepDraft } from './keep-draft.ts';

/** Keeps the drawing of the screen while it is there; the title bar says when it cannot be kept. */
export function useDraft(pipelineId: string): void {
  const composer = useComposer();
  useEffect(() => {
    // One after the other: an older drawing must not be kept in the place of a newer one, or say that all is on disk.
    let last = Promise.resolve();
    let token: SaveToken | undefined;
    let waiting = 0;
    function keep(work: () => Promise<unknown>) {
      token = beginSave(token);
      const mine = token;
      waiting += 1;
      last = last.then(work).then(
        () => {
          waiting -= 1;
          if (waiting === 0) saveDone(mine);
        },
        (error: unknown) => {
          waiting -= 1;
          saveFailed(mine, error);
          notifyError(error);
        },
      );
    }
    const keeping = keepDraft(composer, {
      save: (draft) => keep(() => call('pipelines.saveDraft', { pipelineId, ...draft })),
      discard: () => keep(() => call('pipelines.discardDraft', { pipelineId })),
    });
    // Before the window asks whether all is on disk.
    window.addEventListener('beforeunload', keeping.flush, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', keeping.flush, { capture: true });
      keeping.stop();
    };
  }, [composer, pipelineId]);
}
