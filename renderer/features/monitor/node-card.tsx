import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { CountBadges } from '#renderer/ui/count-badges.tsx';
import { CardHead } from '#renderer/ui/flow/card-head.tsx';
import classes from '#renderer/ui/flow/flow.module.css';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import type { NodeView } from './view-model.ts';

export type CardNode = Node<{ readonly view: NodeView }, 'card'>;

/** One step of the pipeline with its executions by state. */
export function NodeCard(props: NodeProps<CardNode>) {
  const { view } = props.data;
  const working = view.counts.running > 0;
  return (
    <div
      className={classes.card}
      data-kind={view.kind}
      data-selected={props.selected ? true : undefined}
      data-failed={view.counts.failed > 0 ? true : undefined}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} data-shown={view.hasInput} />
      <CardHead
        name={view.node.name}
        kind={view.kind}
        start={view.start}
        mark={working ? <StateDot tone="running" pulsing /> : null}
      />
      <CountBadges counts={view.counts} />
      <Handle type="source" position={Position.Right} isConnectable={false} data-shown={view.hasOutput} />
    </div>
  );
}
