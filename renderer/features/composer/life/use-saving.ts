import { useState } from 'react';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { isChanged, presentOf } from '../state/composer.ts';
import { useComposer } from '../state/context.tsx';

export type Saving = {
  readonly pending: boolean;
  /** Keeps what is drawn as a new version. */
  save(): void;
  /** The same when there is something to save, then asks how it is to be installed. */
  install(): void;
  /** What is to be installed is asked about; null: nothing is. */
  readonly installing: Pipeline | null;
  stopInstalling(): void;
};

/** Saving and installing what is drawn. */
export function useSaving(pipeline: Pipeline): Saving {
  const composer = useComposer();
  const refresh = useRefresh();
  const update = useMutate('pipelines.update');
  const [asking, setAsking] = useState(false);

  function save(done?: () => void) {
    const state = composer.getState();
    const graph = presentOf(state);
    update.mutate(
      { pipelineId: pipeline.id, graph, fromVersion: state.version },
      {
        onSuccess: (saved) => {
          composer.markSaved(graph, saved.version);
          done?.();
        },
        onSettled: () => refresh('pipelines.'),
      },
    );
  }

  return {
    pending: update.isPending,
    save: () => save(),
    install() {
      if (isChanged(composer.getState())) save(() => setAsking(true));
      else setAsking(true);
    },
    // Until the answer with the new version is there, the old one must not be asked about.
    installing: asking && pipeline.version >= composer.getState().version ? pipeline : null,
    stopInstalling: () => setAsking(false),
  };
}
