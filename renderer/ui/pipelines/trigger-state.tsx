import { Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PipelineId } from '#core/model/ids.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '../use-refresh.ts';

const when = (time: number) => new Date(time).toLocaleString();

/** Whether what starts cycles at a node does so now, when it did and will; to be switched off and on. Nothing without one. */
export function TriggerState(props: { readonly pipelineId: PipelineId; readonly nodeId: string }) {
  const { t } = useTranslation('pipelines');
  const { pipelineId, nodeId } = props;
  const refresh = useRefresh();
  const triggers = useCall('triggers.list', { pipelineId });
  const change = useMutate('triggers.setActive');
  const trigger = triggers.data?.find((one) => one.nodeId === nodeId);
  if (!trigger) return null;
  const next = trigger.kind === 'cron' && trigger.nextAt !== null ? trigger.nextAt : null;
  return (
    <Stack gap={4} component="section" aria-label={t('trigger.title')}>
      <Switch
        label={t('trigger.active')}
        checked={trigger.active}
        disabled={change.isPending}
        onChange={(event) =>
          change.mutate(
            { pipelineId, nodeId, active: event.currentTarget.checked },
            { onSettled: () => refresh('triggers.') },
          )
        }
      />
      <Text size="xs" c="dimmed" role="status">
        {t(trigger.listening ? 'trigger.listens' : trigger.active ? 'trigger.rests' : 'trigger.off')}
        {next === null ? '' : ` ${t('trigger.next', { time: when(next) })}`}
      </Text>
      <Text size="xs" c="dimmed">
        {trigger.lastFiredAt === null
          ? t('trigger.never')
          : t('trigger.last', { time: when(trigger.lastFiredAt), count: trigger.started })}
      </Text>
    </Stack>
  );
}
