import { Badge, Button, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Execution, ExecutionState } from '#core/model/cycle.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { ExecutionLog } from './execution-log.tsx';
import classes from './panel.module.css';
import { Reported } from './reported.tsx';

const TONES = {
  queued: 'queued',
  running: 'running',
  parked: 'waiting',
  success: 'done',
  failed: 'failed',
  dead: 'failed',
  terminated: 'queued',
} as const satisfies Record<ExecutionState, WorkTone>;

/** One execution: what it is about, how it stands, and on demand its log. */
export function ExecutionRow(props: {
  readonly execution: Execution;
  /** Shown where the list is of several nodes. */
  readonly nodeName: string | null;
  readonly onCycle: (cycleId: string) => void;
}) {
  const { t } = useTranslation('monitor');
  const word = useStatusWord();
  const { execution } = props;
  const { state, report } = execution;
  const [open, setOpen] = useState(false);
  const retry = useMutate('executions.retry');
  const broken = state === 'failed' || state === 'dead';
  const name = execution.itemName ?? t('execution.noItem');
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.execution}>
      <div className={classes.executionHead}>
        <StateDot tone={TONES[state]} pulsing={state === 'running'} />
        <UnstyledButton
          className={classes.cycleName}
          title={t('execution.way')}
          onClick={() => props.onCycle(execution.cycleId)}
        >
          {name}
        </UnstyledButton>
        <span className={classes.executionSide}>
          {execution.action ? <Badge color="gray">{word(execution.action)}</Badge> : null}
          <UnstyledButton
            className={classes.logButton}
            aria-expanded={open}
            aria-label={t('execution.logOf', { name })}
            onClick={() => setOpen(!open)}
          >
            <Chevron size={13} aria-hidden /> {t('execution.log')}
          </UnstyledButton>
        </span>
      </div>
      <Text size="xs" c="dimmed">
        {props.nodeName ? `${props.nodeName} · ` : ''}
        {t(`state.${state}`)} · {formatDateTime(execution.endedAt ?? execution.createdAt)}
        {execution.attempt > 1 ? ` · ${t('execution.attempt', { count: execution.attempt })}` : ''}
      </Text>
      {report && execution.endedAt === null ? <Reported report={report} /> : null}
      {execution.error && !open ? (
        <Text size="xs" className={broken ? classes.error : undefined} data-selectable>
          {execution.error}
        </Text>
      ) : null}
      {open ? <ExecutionLog executionId={execution.id} /> : null}
      {broken ? (
        <Button
          size="compact-xs"
          variant="default"
          mt={4}
          loading={retry.isPending}
          onClick={() => retry.mutate({ executionId: execution.id })}
        >
          {t('execution.retry')}
        </Button>
      ) : null}
    </div>
  );
}
