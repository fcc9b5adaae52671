import { Popover, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useEngineState } from '#renderer/client/engine-state.ts';
import { useJobBoard } from '#renderer/ui/jobs.ts';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import { JobLine } from './job-line.tsx';
import classes from './status-bar.module.css';

const TONES = {
  starting: 'queued',
  idle: 'queued',
  ready: 'done',
  restarting: 'waiting',
  failed: 'failed',
} as const satisfies Record<string, WorkTone>;

/** What goes on behind the screens: the engine, and long work with its progress. */
export function StatusBar() {
  const { t } = useTranslation('app');
  const { state } = useEngineState();
  const jobs = useJobBoard((board) => board.running);
  const [first, ...others] = jobs;
  return (
    <footer className={classes.bar}>
      <span className={classes.engine}>
        <StateDot tone={TONES[state]} />
        {t(`engine.state.${state}`)}
      </span>
      <div className={classes.jobs}>
        {first ? <JobLine job={first} /> : <span>{t('jobs.none')}</span>}
        {others.length > 0 ? (
          <Popover position="top-end" width={560} shadow="md">
            <Popover.Target>
              <UnstyledButton className={classes.more}>
                {t('jobs.more', { count: others.length })}
              </UnstyledButton>
            </Popover.Target>
            <Popover.Dropdown className={classes.list}>
              {jobs.map((job) => (
                <JobLine key={job.id} job={job} />
              ))}
            </Popover.Dropdown>
          </Popover>
        ) : null}
      </div>
    </footer>
  );
}
