import { useTranslation } from 'react-i18next';
import type { PipelineThere } from '#core/model/remote-pipeline.ts';
import { formatCount } from '#renderer/ui/format.ts';

/** Says how many cycles of a pipeline at a remote there are in each status. */
export function useCyclesText(): (cycles: PipelineThere['cycles']) => string {
  const { t } = useTranslation('sync');
  return (cycles) =>
    cycles.map(({ status, count }) => `${formatCount(count)} ${status}`).join(', ') ||
    t('pipelines.noCycles');
}
