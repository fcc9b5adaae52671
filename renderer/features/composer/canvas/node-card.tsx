import { IconAlertTriangle } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphProblem, Port } from '#core/model/graph.ts';
import { connectionRefusal } from '#core/pipeline/edit/connections.ts';
import { CardHead } from '#renderer/ui/flow/card-head.tsx';
import classes from '#renderer/ui/flow/flow.module.css';
import { presentOf } from '../state/composer.ts';
import { useComposed } from '../state/context.tsx';
import { NO_PROBLEM } from '../state/problems.ts';
import own from './canvas.module.css';
import { FactLine } from './fact-line.tsx';
import { SimulatedLine } from './simulated-line.tsx';
import { type CardNode, portTop } from './view.ts';

/** `fit`: a connection that is being drawn may end here; `dim`: it may not; `idle`: none is being drawn. */
type Readiness = 'idle' | 'fit' | 'dim';

function useReadiness(nodeId: string, ports: readonly Port[]): string {
  return useComposed((state) => {
    const { connecting } = state;
    if (!connecting) return '';
    const graph = presentOf(state);
    return ports
      .map(({ portId }) =>
        connectionRefusal(graph, { src: connecting, tgt: { nodeId, portId } }) === null ? 1 : 0,
      )
      .join('');
  });
}

function Ports(props: {
  readonly nodeId: string;
  readonly ports: readonly Port[];
  readonly type: 'source' | 'target';
}) {
  const { t } = useTranslation('composer');
  const { nodeId, ports, type } = props;
  const ready = useReadiness(nodeId, type === 'target' ? ports : []);
  const connecting = useComposed((state) => state.connecting !== null);
  return ports.map((port, index) => {
    const readiness: Readiness = !connecting
      ? 'idle'
      : type === 'target' && ready[index] === '1'
        ? 'fit'
        : 'dim';
    const name = port.displayName || port.name;
    return (
      <Handle
        key={port.portId}
        id={port.portId}
        type={type}
        position={type === 'target' ? Position.Left : Position.Right}
        style={{ top: portTop(index, ports.length) }}
        className={own.port ?? ''}
        data-readiness={readiness}
        title={t(`port.${type}`, { name, type: port.type })}
        role="img"
        aria-label={t(`port.${type}`, { name, type: port.type })}
      />
    );
  });
}

function ProblemLine(props: { readonly problem: GraphProblem }) {
  const { t } = useTranslation('composer');
  const { message, severity } = props.problem;
  return (
    <span className={own.problem} data-severity={severity} title={message}>
      <IconAlertTriangle size={13} aria-label={t(`severity.${severity}`)} />
      <span className={own.problemText}>{message}</span>
    </span>
  );
}

/** One step of the pipeline, with its ports and whether something is wrong with it. */
export const NodeCard = memo(function NodeCard(props: NodeProps<CardNode>) {
  const { node, kind, start } = props.data;
  const problems = useComposed((state) => state.problems.byNode.get(node.id) ?? NO_PROBLEM);
  const [worst] = problems;
  return (
    <div
      className={classes.card}
      data-kind={kind}
      data-selected={props.selected ? true : undefined}
      data-failed={worst?.severity === 'error' ? true : undefined}
    >
      <Ports nodeId={node.id} ports={node.inputs} type="target" />
      <CardHead name={node.name} kind={kind} start={start} />
      {worst?.severity === 'error' ? (
        <ProblemLine problem={worst} />
      ) : (
        <SimulatedLine
          nodeId={node.id}
          otherwise={
            worst?.severity === 'warning' ? <ProblemLine problem={worst} /> : <FactLine node={node} />
          }
        />
      )}
      <Ports nodeId={node.id} ports={node.outputs} type="source" />
    </div>
  );
});
