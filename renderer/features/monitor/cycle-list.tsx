import { Button, Group, Popover, Text } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cycle } from '#core/model/cycle.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { EndlessList } from '#renderer/ui/endless-list.tsx';
import { formatCount, formatDateTime } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import { usePages } from '#renderer/ui/use-pages.ts';
import classes from './panel.module.css';
import { CYCLE_TONES } from './status.ts';

/** Ends a cycle after a question: unlike most things it cannot be undone. */
function Terminate(props: { readonly cycle: Cycle }) {
  const { t } = useTranslation('monitor');
  const [asking, setAsking] = useState(false);
  const terminate = useMutate('cycles.terminate');
  return (
    <Popover opened={asking} onChange={setAsking} position="bottom-end" width={290} shadow="md" trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={() => setAsking(!asking)}>
          {t('cycle.terminate')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{t('cycle.terminateText', { name: props.cycle.itemName })}</Text>
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('cycle.keep')}
          </Button>
          <Button
            color="red"
            loading={terminate.isPending}
            onClick={() =>
              terminate.mutate({ cycleId: props.cycle.id }, { onSettled: () => setAsking(false) })
            }
          >
            {t('cycle.terminate')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function CycleRow(props: { readonly cycle: Cycle }) {
  const { t } = useTranslation('monitor');
  const { cycle } = props;
  return (
    <div className={classes.cycle}>
      <Text size="sm" truncate title={cycle.itemName ?? ''} data-selectable>
        {cycle.itemName ?? '–'}
      </Text>
      <Group gap={6} wrap="nowrap">
        <StateDot tone={CYCLE_TONES[cycle.status]} />
        {t(`cycle.status.${cycle.status}`)}
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
export function CycleList(props: { readonly pipelineId: string }) {
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
              {(row) => <CycleRow cycle={row} />}
            </EndlessList>
          </>
        )
      }
    </QueryGate>
  );
}
