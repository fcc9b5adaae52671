import { Button, Menu } from '@mantine/core';
import { IconArrowsRight, IconChevronDown, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RerunMethod } from '#contract/pipelines.ts';
import type { Cycle, CycleNode } from '#core/model/cycle.ts';
import type { Graph } from '#core/model/graph.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '#renderer/ui/notify.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from '../panel.module.css';
import { MoveDialog } from './move-dialog.tsx';
import { Priority } from './priority.tsx';
import { Terminate } from './terminate.tsx';

/** Nodes from which something can be moved. */
const stuckIn = (nodes: readonly CycleNode[]) =>
  nodes
    .filter(({ status }) => status === 'queue' || status === 'in-progress' || status === 'failed')
    .map(({ nodeId }) => nodeId as string);

/** Runs a cycle again, from the beginning, from a node or from what failed, moves it, gives it its turn, or ends it. */
export function CycleActions(props: {
  readonly cycle: Cycle;
  readonly nodes: readonly CycleNode[];
  readonly graph: Graph;
  /** The chosen node, to begin again from it, or to move from. */
  readonly node: { readonly id: string; readonly name: string } | null;
}) {
  const { t } = useTranslation('monitor');
  const { cycle, node, graph } = props;
  const [moving, setMoving] = useState(false);
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
  const stuck = stuckIn(props.nodes);
  const from = node && stuck.includes(node.id) ? node.id : stuck[0];
  return (
    <>
      <div className={classes.actions}>
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
        <Button
          size="compact-sm"
          variant="default"
          disabled={from === undefined}
          title={t(from === undefined ? 'move.nothing' : 'move.help')}
          leftSection={<IconArrowsRight size={14} aria-hidden />}
          onClick={() => setMoving(true)}
        >
          {t('move.button')}
        </Button>
        {open ? <Terminate cycle={cycle} /> : null}
      </div>
      <div className={classes.actions}>
        <span className={classes.entryText}>{t('priority.label')}</span>
        <Priority cycle={cycle} />
      </div>
      {moving && from !== undefined ? (
        <MoveDialog cycle={cycle} graph={graph} stuck={stuck} from={from} onClose={() => setMoving(false)} />
      ) : null}
    </>
  );
}
