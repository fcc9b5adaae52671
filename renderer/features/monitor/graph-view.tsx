import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Controls, MarkerType, MiniMap, type NodeChange, Position, ReactFlow } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '#core/model/graph.ts';
import type { PipelineCounts } from '#core/model/pipeline.ts';
import { Dots } from '#renderer/ui/flow/dots.tsx';
import classes from '#renderer/ui/flow/flow.module.css';
import { FIT, KeepInSight } from '#renderer/ui/flow/keep-in-sight.tsx';
import { LabelLayerProvider, useLabelLayer } from '#renderer/ui/flow/label-layer.tsx';
import { MAP_SIZE } from '#renderer/ui/flow/map-view.ts';
import { CARD, type Positions } from '#renderer/ui/flow/positions.ts';
import { useMoving } from '#renderer/ui/flow/use-moving.tsx';
import type { Lit } from './cycle/lit.ts';
import { FlowEdge, type FlowLine } from './flow-edge.tsx';
import { type CardNode, NodeCard } from './node-card.tsx';
import { type EdgeView, graphView, type NodeView } from './view-model.ts';

const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { flow: FlowEdge };

const handle = { width: 1, height: 1, y: CARD.height / 2 };
const HANDLES = [
  { ...handle, type: 'target' as const, position: Position.Left, x: 0 },
  { ...handle, type: 'source' as const, position: Position.Right, x: CARD.width },
];

const toNode = (view: NodeView, selected: string | null, label: string, lit: Lit | undefined): CardNode => ({
  id: view.id,
  type: 'card',
  position: { ...view.place },
  data: { view, stands: lit ? (lit.nodes.get(view.id) ?? null) : undefined },
  selected: view.id === selected,
  ariaLabel: label,
  // Sizes are known, so nothing is measured and new counts never make a card disappear for a moment.
  width: CARD.width,
  height: CARD.height,
  measured: { ...CARD },
  handles: HANDLES,
});

const MARKER = { type: MarkerType.ArrowClosed, width: 26, height: 26, markerUnits: 'userSpaceOnUse' };

const toLine = (view: EdgeView, lit: Lit | undefined): FlowLine => ({
  id: view.id,
  type: 'flow',
  source: view.source,
  target: view.target,
  data: { view, lit: lit?.connections.has(view.connection) },
  focusable: false,
  markerEnd: MARKER,
});

/** The colour of a node on the small map: what needs attention first. */
function mapTone(node: CardNode): string {
  const { counts } = node.data.view;
  if (counts.failed > 0) return 'var(--sl-failed)';
  if (counts.running > 0) return 'var(--sl-running)';
  return counts.parked > 0 ? 'var(--sl-waiting)' : 'var(--sl-line-strong)';
}

const NO_COUNTS: PipelineCounts = {
  nodes: [],
  connections: [],
  cycles: { inProgress: 0, success: 0, failed: 0, terminated: 0 },
};

/** The graph with live counts. It cannot be changed here. */
export function GraphCanvas(props: {
  readonly graph: Graph;
  readonly counts: PipelineCounts;
  readonly positions: Positions;
  readonly selected: string | null;
  /** The way of one cycle: the rest is dimmed, and counts are left out. */
  readonly lit?: Lit;
  readonly onSelect: (nodeId: string | null) => void;
}) {
  const { t } = useTranslation('monitor');
  const scheme = useComputedColorScheme();
  const { graph, counts, positions, selected, lit } = props;
  const movedByHand = useRef(false);
  const moving = useMoving();
  const labels = useLabelLayer();
  const view = useMemo(
    () => graphView(graph, lit ? NO_COUNTS : counts, positions),
    [graph, counts, positions, lit],
  );
  const nodes = useMemo(
    () => view.nodes.map((node) => toNode(node, selected, t('graph.node', { name: node.node.name }), lit)),
    [view, selected, t, lit],
  );
  const edges = useMemo(() => view.edges.map((edge) => toLine(edge, lit)), [view, lit]);

  function onChanges(changes: readonly NodeChange<CardNode>[]) {
    const chosen = changes.find((change) => change.type === 'select' && change.selected);
    if (chosen?.type === 'select') props.onSelect(chosen.id);
  }

  return (
    <LabelLayerProvider layer={labels.layer}>
      <ReactFlow
        {...moving.canvas}
        onMoveEnd={(event) => {
          moving.canvas.onMoveEnd();
          // Moves by program carry no event.
          if (event) movedByHand.current = true;
        }}
        className={classes.canvas ?? ''}
        colorMode={scheme}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onChanges}
        onPaneClick={() => props.onSelect(null)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2}
        aria-label={t('graph.label')}
      >
        {labels.find}
        {moving.inside}
        <KeepInSight movedByHand={movedByHand} selected={selected} />
        <Dots />
        <Controls showInteractive={false} position="bottom-left" />
        <MiniMap
          pannable
          zoomable
          nodeColor={mapTone}
          nodeBorderRadius={10}
          ariaLabel={t('graph.map')}
          style={MAP_SIZE}
        />
      </ReactFlow>
    </LabelLayerProvider>
  );
}
