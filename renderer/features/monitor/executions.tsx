import { Badge, Button, SegmentedControl, Text, UnstyledButton } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Execution, ExecutionState } from '#core/model/cycle.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { EndlessList } from '#renderer/ui/endless-list.tsx';
import { formatDateTime } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import { usePages } from '#renderer/ui/use-pages.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import classes from './panel.module.css';

const TONES = {
  queued: 'queued',
  running: 'running',
  parked: 'waiting',
  success: 'done',
  failed: 'failed',
  dead: 'failed',
  terminated: 'queued',
} as const satisfies Record<ExecutionState, WorkTone>;

const SHOWN = ['any', 'parked', 'running', 'failed', 'success'] as const;
type Shown = (typeof SHOWN)[number];

function ExecutionRow(props: {
  readonly execution: Execution;
  /** Shown where the list is of several nodes. */
  readonly nodeName: string | null;
  readonly onCycle: (cycleId: string) => void;
}) {
  const { t } = useTranslation('monitor');
  const word = useStatusWord();
  const { execution } = props;
  const retry = useMutate('executions.retry');
  const broken = execution.state === 'failed' || execution.state === 'dead';
  return (
    <div className={classes.execution}>
      <div className={classes.executionHead}>
        <StateDot tone={TONES[execution.state]} pulsing={execution.state === 'running'} />
        <UnstyledButton
          className={classes.cycleName}
          title={t('execution.way')}
          onClick={() => props.onCycle(execution.cycleId)}
        >
          {execution.itemName ?? '–'}
        </UnstyledButton>
        {execution.action ? <Badge color="gray">{word(execution.action)}</Badge> : null}
      </div>
      <Text size="xs" c="dimmed">
        {props.nodeName ? `${props.nodeName} · ` : ''}
        {t(`state.${execution.state}`)} · {formatDateTime(execution.endedAt ?? execution.createdAt)}
        {execution.attempt > 1 ? ` · ${t('execution.attempt', { count: execution.attempt })}` : ''}
      </Text>
      {execution.error ? (
        <Text size="xs" className={broken ? classes.error : undefined} data-selectable>
          {execution.error}
        </Text>
      ) : null}
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

/** What ran, runs and waits in one node, or in all of them, latest first. */
export function Executions(props: {
  readonly pipelineId: string;
  /** Null: of all nodes. */
  readonly nodeId: string | null;
  readonly nameOf?: (nodeId: string) => string;
  readonly onCycle: (cycleId: string) => void;
}) {
  const { t } = useTranslation('monitor');
  const [shown, setShown] = useState<Shown>('any');
  const pages = usePages('executions.list', {
    pipelineId: props.pipelineId,
    nodeId: props.nodeId,
    state: shown === 'any' ? null : shown,
    limit: 50,
  });
  return (
    <>
      <SegmentedControl
        fullWidth
        maw={560}
        size="xs"
        aria-label={t('execution.filter')}
        value={shown}
        onChange={(value) => setShown(value as Shown)}
        data={SHOWN.map((one) => ({ value: one, label: t(`filter.${one}`) }))}
        flex="none"
        styles={{ label: { paddingInline: 4 } }}
      />
      <QueryGate query={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={IconListDetails} title={t('execution.none')} text={t('execution.noneText')} />
          ) : (
            <EndlessList
              label={t('execution.list')}
              rows={rows}
              pages={pages}
              rowHeight={52}
              keyOf={(row) => row.id}
            >
              {(row) => (
                <ExecutionRow
                  execution={row}
                  nodeName={props.nameOf?.(row.nodeId) ?? null}
                  onCycle={props.onCycle}
                />
              )}
            </EndlessList>
          )
        }
      </QueryGate>
    </>
  );
}
