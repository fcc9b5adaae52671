import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import type { CycleNode } from '#core/model/cycle.ts';
import { CountBadges } from '#renderer/ui/count-badges.tsx';
import { CardHead } from '#renderer/ui/flow/card-head.tsx';
import classes from '#renderer/ui/flow/flow.module.css';
import { RunningMark } from './running-mark.tsx';
import type { NodeView } from './view-model.ts';

export type CardNode = Node<
  {
    readonly view: NodeView;
    /** How it stands in the cycle that is looked at; null: not reached; absent: none is looked at. */
    readonly stands: CycleNode['status'] | null | undefined;
  },
  'card'
>;

/** One step of the pipeline with its executions by state. */
export function NodeCard(props: NodeProps<CardNode>) {
  const { t } = useTranslation('monitor');
  const { view, stands } = props.data;
  const working = view.counts.running > 0;
  return (
    <div
      className={classes.card}
      data-kind={view.kind}
      data-selected={props.selected ? true : undefined}
      data-failed={view.counts.failed > 0 || stands === 'failed' ? true : undefined}
      data-dim={stands === null ? true : undefined}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} data-shown={view.hasInput} />
      <CardHead
        name={view.node.name}
        kind={view.kind}
        start={view.start}
        mark={working ? <RunningMark nodeId={view.id} /> : null}
      />
      {stands === undefined ? <CountBadges counts={view.counts} /> : null}
      {stands ? <span className={classes.cardKind}>{t(`stands.${stands}`)}</span> : null}
      <Handle type="source" position={Position.Right} isConnectable={false} data-shown={view.hasOutput} />
    </div>
  );
}
