import { Progress } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#core/model/job.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatAgo } from '#renderer/ui/format.ts';
import { jobShare, useJobBoard } from '#renderer/ui/jobs.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import { useJobFacts } from '#renderer/ui/use-job-facts.ts';
import classes from './dashboard.module.css';

function JobRow(props: { readonly job: Job; readonly endedAt: number | null }) {
  const { job, endedAt } = props;
  const facts = useJobFacts(job);
  const share = jobShare(job);
  // The last that was told of a job may be from before its end: then nothing is said about how far it came.
  const tone = endedAt === null ? 'running' : share === null || share === 1 ? 'done' : 'queued';
  return (
    <div className={classes.line}>
      <StateDot tone={tone} pulsing={endedAt === null} />
      <span className={classes.grow} style={{ overflowWrap: 'anywhere' }}>
        {job.title}
      </span>
      {endedAt === null ? (
        <Progress w={90} value={(share ?? 1) * 100} animated={share === null} aria-label={job.title} />
      ) : null}
      <span className={classes.dim}>
        {endedAt === null
          ? facts.join(' · ')
          : [...(share === 1 ? facts.slice(0, 1) : []), formatAgo(endedAt, Date.now())].join(' · ')}
      </span>
    </div>
  );
}

/** Long work of now and of a moment ago. */
export function JobsCard() {
  const { t } = useTranslation('home');
  const { running, ended } = useJobBoard();
  return (
    <Card title={t('jobs.title')}>
      {running.length + ended.length === 0 ? (
        <EmptyState icon={IconChecks} title={t('jobs.none')} text={t('jobs.noneText')} />
      ) : null}
      {running.map((job) => (
        <JobRow key={job.id} job={job} endedAt={null} />
      ))}
      {ended.map(({ job, endedAt }) => (
        <JobRow key={job.id} job={job} endedAt={endedAt} />
      ))}
    </Card>
  );
}
