import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PipelineSummary } from '#core/model/pipeline.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { routes } from '#renderer/ui/routes.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import classes from './panel.module.css';
import { STATUS_TONES } from './status.ts';

/** The project's pipelines with their status and the state of their cycles. */
export function PipelineList(props: {
  readonly pipelines: readonly PipelineSummary[];
  readonly current: string;
}) {
  const { t } = useTranslation('monitor');
  return (
    <nav className={classes.list} aria-label={t('title')}>
      <Title order={2} px={10} py={6}>
        {t('title')}
      </Title>
      {props.pipelines.map(({ id, name, status, counts: { cycles } }) => (
        <Link
          key={id}
          href={routes.pipelines(id)}
          className={classes.entry ?? ''}
          aria-current={id === props.current ? 'true' : undefined}
          draggable={false}
        >
          <span className={classes.entryHead}>
            <StateDot tone={STATUS_TONES[status]} />
            {name}
          </span>
          <span style={{ color: 'var(--sl-text-dim)', fontSize: 12 }}>
            {t(`status.${status}`)} ·{' '}
            {t('cycles.summary', {
              count: cycles.inProgress,
              running: formatCount(cycles.inProgress),
              done: formatCount(cycles.success),
            })}
          </span>
          {cycles.failed > 0 ? (
            <span style={{ color: 'var(--sl-failed)', fontSize: 12 }}>
              {t('cycles.failed', { count: cycles.failed })}
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
