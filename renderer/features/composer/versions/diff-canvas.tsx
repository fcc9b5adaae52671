import { useComputedColorScheme } from '@mantine/core';
import {
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CardHead } from '#renderer/ui/flow/card-head.tsx';
import { Dots } from '#renderer/ui/flow/dots.tsx';
import { edgePath } from '#renderer/ui/flow/edge-path.ts';
import { type EdgeRoute, routeEdge } from '#renderer/ui/flow/edge-route.ts';
import flow from '#renderer/ui/flow/flow.module.css';
import { FIT } from '#renderer/ui/flow/keep-in-sight.tsx';
import { EdgeLabel, LabelLayerProvider, useLabelLayer } from '#renderer/ui/flow/label-layer.tsx';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { useMoving } from '#renderer/ui/flow/use-moving.tsx';
import { nodeKind } from '#renderer/ui/node-look.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { type DiffLine, type DiffNode, type DiffView, SIGNS } from './diff-view.ts';
import classes from './versions.module.css';

type CardNode = Node<{ readonly view: DiffNode }, 'diff'>;
type LineEdge = Edge<{ readonly line: DiffLine; readonly route: EdgeRoute }, 'diff'>;

function DiffCard(props: NodeProps<CardNode>) {
  const { t } = useTranslation('pipelines');
  const { node, mark } = props.data.view;
  const kind = nodeKind(node);
  return (
    <div className={`${flow.card} ${classes.card}`} data-kind={kind} data-mark={mark}>
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        data-shown={node.inputs.length > 0}
      />
      <CardHead name={node.name} kind={kind} start={false} />
      {mark === 'same' ? null : (
        <span className={classes.mark} data-mark={mark}>
          <b aria-hidden>{SIGNS[mark]}</b> {t(`versions.mark.${mark}`)}
        </span>
      )}
      <Handle
        type="source"
        position={Position.Right}
        isConnectable={false}
        data-shown={node.outputs.length > 0}
      />
    </div>
  );
}

function DiffEdge(props: EdgeProps<LineEdge>) {
  const { t } = useTranslation('pipelines');
  const word = useStatusWord();
  if (!props.data) return null;
  const { line, route } = props.data;
  const [path, x, y] = edgePath(props, route);
  const label = line.connection.action ? word(line.connection.action) : '';
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        className={`${flow.edge} ${classes.line}`}
        data-mark={line.mark}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
      />
      {label || line.mark !== 'same' ? (
        <EdgeLabel>
          <div
            className={`${flow.label} ${classes.mark}`}
            data-mark={line.mark}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            title={line.mark === 'same' ? undefined : t(`versions.mark.${line.mark}`)}
          >
            {line.mark === 'same' ? null : <b>{SIGNS[line.mark]}</b>}
            {label}
          </div>
        </EdgeLabel>
      ) : null}
    </>
  );
}

const NODE_TYPES = { diff: DiffCard };
const EDGE_TYPES = { diff: DiffEdge };

const handle = { width: 1, height: 1, y: CARD.height / 2 };
const HANDLES = [
  { ...handle, type: 'target' as const, position: Position.Left, x: 0 },
  { ...handle, type: 'source' as const, position: Position.Right, x: CARD.width },
];
const MARKER = { type: MarkerType.ArrowClosed, width: 26, height: 26, markerUnits: 'userSpaceOnUse' };

function elementsOf(view: DiffView, label: (node: DiffNode) => string) {
  const places = new Map(view.nodes.map(({ node, place }) => [node.id as string, place]));
  const nodes = view.nodes.map(
    (one): CardNode => ({
      id: one.node.id,
      type: 'diff',
      position: { ...one.place },
      data: { view: one },
      ariaLabel: label(one),
      width: CARD.width,
      height: CARD.height,
      measured: { ...CARD },
      handles: HANDLES,
    }),
  );
  const edges = view.lines.flatMap((line): LineEdge[] => {
    const { src, tgt } = line.connection;
    const [from, to] = [places.get(src.nodeId), places.get(tgt.nodeId)];
    if (!from || !to) return [];
    const others = [...places].flatMap(([id, place]) =>
      id === src.nodeId || id === tgt.nodeId ? [] : [place],
    );
    const data = { line, route: routeEdge(from, to, others) };
    const ends = { source: src.nodeId, target: tgt.nodeId };
    return [{ id: line.id, type: 'diff', ...ends, data, focusable: false, markerEnd: MARKER }];
  });
  return { nodes, edges };
}

/** Two graphs in one drawing: what came, what went, what is otherwise. It cannot be changed here. */
export function DiffCanvas(props: { readonly view: DiffView }) {
  const { t } = useTranslation('pipelines');
  const scheme = useComputedColorScheme();
  const moving = useMoving();
  const labels = useLabelLayer();
  const { nodes, edges } = useMemo(
    () =>
      elementsOf(props.view, ({ node, mark }) =>
        mark === 'same' ? node.name : `${node.name}: ${t(`versions.mark.${mark}`)}`,
      ),
    [props.view, t],
  );
  return (
    <LabelLayerProvider layer={labels.layer}>
      <ReactFlow
        className={flow.canvas ?? ''}
        colorMode={scheme}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        {...moving.canvas}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2}
        aria-label={t('versions.canvas')}
      >
        {labels.find}
        {moving.inside}
        <Dots />
        <Controls showInteractive={false} position="bottom-left" />
      </ReactFlow>
    </LabelLayerProvider>
  );
}
