import { useTranslation } from 'react-i18next';
import { exportPipeline } from '#core/pipeline/export.ts';
import { call } from '#renderer/client/client.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '../notify.ts';

/** Writes a pipeline into a file that the person names. It never rejects. */
export function useExport(): (pipelineId: string) => Promise<void> {
  const { t } = useTranslation('pipelines');
  const save = useMutate('dialogs.saveText');
  return async (pipelineId) => {
    const pipeline = await call('pipelines.get', { pipelineId }).catch(() => null);
    if (!pipeline) return;
    const name = `${pipeline.name.replaceAll(/[\\/:*?"<>|]/g, '-')}.json`;
    const text = exportPipeline(pipeline);
    const saved = await save.mutateAsync({ title: t('export.title'), name, text }).catch(() => null);
    if (saved?.path) notifyDone(t('export.done', { path: saved.path }));
  };
}
