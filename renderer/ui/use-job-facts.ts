import { useTranslation } from 'react-i18next';
import type { Job } from '#core/model/job.ts';
import { formatCount, formatRate, formatSpan } from './format.ts';

/** A job's numbers in words: "312 of 795 frames", "154/s", "3 sec left"; what is unknown is left out. */
export function useJobFacts(job: Job): readonly string[] {
  const { t } = useTranslation('ui');
  // Units come from the engine as English plurals; those we know have a message, the others stand as they are.
  const unit = t(`unit.${job.unit}`, { count: job.total ?? job.done, defaultValue: job.unit });
  const done = formatCount(job.done);
  const facts = [
    job.total === null
      ? t('job.done', { done, unit })
      : t('job.doneOf', { done, total: formatCount(job.total), unit }),
  ];
  if (job.rate !== null && job.rate > 0) facts.push(t('job.rate', { rate: formatRate(job.rate) }));
  if (job.secondsLeft !== null) facts.push(t('job.left', { span: formatSpan(job.secondsLeft) }));
  return facts;
}
