import { IconPlayerPlay } from '@tabler/icons-react';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { CountBadges } from '#renderer/ui/count-badges.tsx';
import { NODE_ICONS } from '#renderer/ui/node-look.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import classes from './graph.module.css';
import type { NodeView } from './view-model.ts';

export type CardNode = Node<{ readonly view: NodeView }, 'card'>;

/** One step of the pipeline with its executions by state. */
export function NodeCard(props: NodeProps<CardNode>) {
  const { t } = useTranslation('ui');
  const { view } = props.data;
  const Sign = NODE_ICONS[view.kind];
  const working = view.counts.running > 0;
  return (
    <div
      className={classes.card}
      data-kind={view.kind}
      data-selected={props.selected ? true : undefined}
      data-failed={view.counts.failed > 0 ? true : undefined}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} data-shown={view.hasInput} />
      <div className={classes.cardHead}>
        <span className={classes.cardSign}>
          <Sign size={19} stroke={1.8} aria-hidden />
        </span>
        <span className={classes.cardTitles}>
          <span className={classes.cardName} title={view.node.name}>
            {view.node.name}
          </span>
          <span className={classes.cardKind}>
            {view.start ? <IconPlayerPlay size={11} aria-hidden /> : null}
            {t(`node.${view.kind}`)}
          </span>
        </span>
        {working ? <StateDot tone="running" pulsing /> : null}
      </div>
      <CountBadges counts={view.counts} />
      <Handle type="source" position={Position.Right} isConnectable={false} data-shown={view.hasOutput} />
    </div>
  );
}
