import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PipelineSummary } from '#core/model/pipeline.ts';
import { routes } from '#renderer/ui/routes.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import classes from './panel.module.css';
import { STATUS_TONES } from './status.ts';
import { useSummary } from './use-summary.ts';

/** The project's pipelines with their status and the state of their cycles. */
export function PipelineList(props: {
  readonly pipelines: readonly PipelineSummary[];
  readonly current: string;
}) {
  const { t } = useTranslation('monitor');
  const summary = useSummary();
  return (
    <nav className={classes.list} aria-label={t('title')}>
      <Title order={2} px={10} py={6}>
        {t('title')}
      </Title>
      {props.pipelines.map((pipeline) => (
        <Link
          key={pipeline.id}
          href={routes.pipelines(pipeline.id)}
          className={classes.entry ?? ''}
          aria-current={pipeline.id === props.current ? 'true' : undefined}
          draggable={false}
        >
          <span className={classes.entryHead}>
            <StateDot tone={STATUS_TONES[pipeline.status]} />
            {pipeline.name}
          </span>
          <span className={classes.entryText}>{summary(pipeline)}</span>
        </Link>
      ))}
    </nav>
  );
}
