import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FailureGroup } from '#core/model/health.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatCount, formatDateTime } from '#renderer/ui/format.ts';
import { notifyDone } from '#renderer/ui/notify.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './failures.module.css';
import { useHealth } from './use-health.ts';

/** As many as one call takes. */
const AT_ONCE = 1000;

function Group(props: { readonly group: FailureGroup; readonly onNode: (nodeId: string) => void }) {
  const { t } = useTranslation('monitor');
  const { group } = props;
  const refresh = useRefresh();
  const retry = useMutate('executions.retryMany');
  return (
    <li className={classes.group}>
      <b className={classes.count}>{formatCount(group.count)}</b>
      <div className={classes.about}>
        <div data-selectable>{group.message || t('failure.noMessage')}</div>
        <Text size="xs" c="dimmed">
          <UnstyledButton fz="xs" className={classes.node} onClick={() => props.onNode(group.nodeId)}>
            {group.nodeName}
          </UnstyledButton>
          {' · '}
          {t('failure.latest', { name: group.itemName ?? '–', at: formatDateTime(group.latestAt) })}
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="default"
        loading={retry.isPending}
        onClick={() =>
          retry.mutate(
            { executionIds: group.executionIds.slice(0, AT_ONCE) },
            {
              onSuccess: ({ retried }) => notifyDone(t('failure.retried', { count: retried })),
              onSettled: () => refresh('pipelines.'),
            },
          )
        }
      >
        {t('failure.retry', { count: group.count })}
      </Button>
    </li>
  );
}

/** What goes wrong, by its cause, the most frequent first. */
export function Failures(props: { readonly pipelineId: string; readonly onNode: (nodeId: string) => void }) {
  const { t } = useTranslation('monitor');
  const health = useHealth(props.pipelineId);
  return (
    <QueryGate query={health}>
      {({ failures, cut }) =>
        failures.length === 0 ? (
          <EmptyState icon={IconCircleCheck} title={t('failure.none')} text={t('failure.noneText')} />
        ) : (
          <div className={classes.list}>
            {cut ? (
              <Text size="sm" c="dimmed">
                {t('failure.cut')}
              </Text>
            ) : null}
            <ul className={classes.groups} aria-label={t('failure.list')}>
              {failures.map((group) => (
                <Group
                  key={`${group.nodeId} ${group.executionIds.at(-1)}`}
                  group={group}
                  onNode={props.onNode}
                />
              ))}
            </ul>
          </div>
        )
      }
    </QueryGate>
  );
}
