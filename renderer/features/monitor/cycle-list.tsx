import { Group, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconEqual, IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Cycle, CyclePriority } from '#core/model/cycle.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { EndlessList } from '#renderer/ui/endless-list.tsx';
import { formatCount, formatDateTime } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import { usePages } from '#renderer/ui/use-pages.ts';
import { Terminate } from './cycle/terminate.tsx';
import classes from './panel.module.css';
import { CYCLE_TONES } from './status.ts';

/** That a person has raised or lowered it. */
function Raised(props: { readonly priority: CyclePriority }) {
  const { t } = useTranslation('monitor');
  const { priority } = props;
  if (priority === null) return null;
  const Mark = { 1: IconArrowDown, 2: IconEqual, 3: IconArrowUp }[priority];
  const text = t('priority.is', { word: t(`priority.p${priority}`) });
  return (
    <span className={classes.raised} title={text}>
      <Mark size={13} role="img" aria-label={text} />
    </span>
  );
}

function CycleRow(props: { readonly cycle: Cycle; readonly onOpen: (cycleId: string) => void }) {
  const { t } = useTranslation('monitor');
  const { cycle } = props;
  return (
    <div className={classes.cycle}>
      <UnstyledButton
        className={classes.cycleName}
        title={t('cycle.open', { name: cycle.itemName ?? '–' })}
        onClick={() => props.onOpen(cycle.id)}
      >
        {cycle.itemName ?? '–'}
      </UnstyledButton>
      <Group gap={6} wrap="nowrap">
        <StateDot tone={CYCLE_TONES[cycle.status]} />
        {t(`cycle.status.${cycle.status}`)}
        <Raised priority={cycle.priority} />
      </Group>
      <span>{formatCount(cycle.open)}</span>
      <span style={cycle.failed > 0 ? { color: 'var(--sl-failed)' } : undefined}>
        {formatCount(cycle.failed)}
      </span>
      <span>{formatDateTime(cycle.createdAt)}</span>
      <span>{cycle.endedAt === null ? '' : formatDateTime(cycle.endedAt)}</span>
      <span>{cycle.status === 'in-progress' ? <Terminate cycle={cycle} /> : null}</span>
    </div>
  );
}

/** Runs of the pipeline, latest first. */
export function CycleList(props: {
  readonly pipelineId: string;
  readonly onOpen: (cycleId: string) => void;
}) {
  const { t } = useTranslation('monitor');
  const pages = usePages('cycles.list', { pipelineId: props.pipelineId, limit: 100 });
  return (
    <QueryGate query={pages}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState icon={IconRoute} title={t('cycle.none')} text={t('cycle.noneText')} />
        ) : (
          <>
            <div className={`${classes.cycle} ${classes.cycleHead}`} aria-hidden>
              <span>{t('column.item')}</span>
              <span>{t('column.status')}</span>
              <span>{t('column.open')}</span>
              <span>{t('column.failed')}</span>
              <span>{t('column.started')}</span>
              <span>{t('column.ended')}</span>
              <span />
            </div>
            <EndlessList
              label={t('cycle.list')}
              rows={rows}
              pages={pages}
              rowHeight={39}
              keyOf={(row) => row.id}
            >
              {(row) => <CycleRow cycle={row} onOpen={props.onOpen} />}
            </EndlessList>
          </>
        )
      }
    </QueryGate>
  );
}
