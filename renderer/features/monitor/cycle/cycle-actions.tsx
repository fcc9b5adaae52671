import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RerunMethod } from '#contract/pipelines.ts';
import type { Cycle } from '#core/model/cycle.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '#renderer/ui/notify.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { Terminate } from './terminate.tsx';

/** Runs a cycle again, from the beginning, from a node or from what failed, or ends it. */
export function CycleActions(props: {
  readonly cycle: Cycle;
  /** The chosen node, to begin again from it. */
  readonly node: { readonly id: string; readonly name: string } | null;
}) {
  const { t } = useTranslation('monitor');
  const { cycle, node } = props;
  const refresh = useRefresh();
  const rerun = useMutate('pipelines.rerun');
  function start(method: RerunMethod) {
    rerun.mutate(
      {
        pipelineId: cycle.pipelineId,
        method,
        cycleIds: [cycle.id],
        startNodeIds: method === 'startFromNodes' && node ? [node.id] : [],
      },
      {
        onSuccess: () => notifyDone(t('cycle.rerunning')),
        onSettled: () => Promise.all([refresh('cycles.'), refresh('explain.')]),
      },
    );
  }
  const open = ['pending', 'in-progress', 'rerun'].includes(cycle.status);
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            loading={rerun.isPending}
            leftSection={<IconRefresh size={14} aria-hidden />}
            rightSection={<IconChevronDown size={13} aria-hidden />}
          >
            {t('cycle.rerun')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => start('startFromBeginning')}>{t('cycle.fromBeginning')}</Menu.Item>
          <Menu.Item disabled={cycle.failed === 0} onClick={() => start('startFromFailedExecutions')}>
            {t('cycle.fromFailed')}
          </Menu.Item>
          <Menu.Item disabled={node === null} onClick={() => start('startFromNodes')}>
            {node ? t('cycle.fromNode', { name: node.name }) : t('cycle.fromNoNode')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open ? <Terminate cycle={cycle} /> : null}
    </div>
  );
}
