import { ActionIcon, Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#core/model/job.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { jobShare } from '#renderer/ui/jobs.ts';
import { useJobFacts } from '#renderer/ui/use-job-facts.ts';
import classes from './status-bar.module.css';

/** One job: title, how far, how fast, how long, and a way to stop it. */
export function JobLine(props: { readonly job: Job }) {
  const { t } = useTranslation('app');
  const { job } = props;
  const cancel = useMutate('jobs.cancel');
  const facts = useJobFacts(job);
  const share = jobShare(job);
  return (
    <div className={classes.job}>
      <span className={classes.jobTitle} title={job.title}>
        {job.title}
      </span>
      <Progress
        className={classes.progress}
        value={share === null ? 100 : share * 100}
        animated={share === null}
        striped={share === null}
        aria-label={job.title}
      />
      <span className={classes.facts}>{facts.join(' · ')}</span>
      {job.cancellable ? (
        <ActionIcon
          size={18}
          aria-label={t('jobs.cancel', { title: job.title })}
          title={t('jobs.cancel', { title: job.title })}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ jobId: job.id })}
        >
          <IconX size={13} />
        </ActionIcon>
      ) : null}
    </div>
  );
}
