import { useTranslation } from 'react-i18next';
import type { PipelineSummary } from '#core/model/pipeline.ts';
import { formatCount } from '#renderer/ui/format.ts';

/** A pipeline in a line: "Running · 2 cycles in progress, 5 done · 1 cycle failed". */
export function useSummary(): (pipeline: Pick<PipelineSummary, 'status' | 'counts'>) => string {
  const { t } = useTranslation('monitor');
  return ({ status, counts: { cycles } }) => {
    const running = formatCount(cycles.inProgress);
    const done = formatCount(cycles.success);
    const parts = [t(`status.${status}`), t('cycles.summary', { count: cycles.inProgress, running, done })];
    if (cycles.failed > 0) parts.push(t('cycles.failed', { count: cycles.failed }));
    return parts.join(' · ');
  };
}
