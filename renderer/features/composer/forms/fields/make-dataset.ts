import type { Dataset } from '#core/model/dataset.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { useComposedProject } from '../../state/context.tsx';

/** Makes a dataset in the project of the pipeline; null when that failed, which was said. */
export function useMakeDataset(): (name: string) => Promise<Dataset | null> {
  const projectId = useComposedProject();
  const refresh = useRefresh();
  const create = useMutate('datasets.create');
  return async (name) => {
    const made = await create.mutateAsync({ projectId, name }).catch(() => null);
    if (made) await refresh('datasets.');
    return made;
  };
}
