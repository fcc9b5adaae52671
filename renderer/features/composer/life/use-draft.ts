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
    // One token for all: what is kept last stands for everything before it.
    let token: SaveToken | undefined;
    async function tell(work: Promise<unknown>) {
      const mine = beginSave(token);
      token = mine;
      await work.then(
        () => saveDone(mine),
        (error: unknown) => {
          saveFailed(mine, error);
          notifyError(error);
        },
      );
    }
    const stop = keepDraft(composer, {
      save: (draft) => void tell(call('pipelines.saveDraft', { pipelineId, ...draft })),
      discard: () => void tell(call('pipelines.discardDraft', { pipelineId })),
    });
    return stop;
  }, [composer, pipelineId]);
}
