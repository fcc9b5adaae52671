import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { IconSitemap } from '@tabler/icons-react';
import {
  type Connection,
  ControlButton,
  Controls,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addConnection, connectionRefusal, type Ends } from '#core/pipeline/edit/connections.ts';
import { addNode } from '#core/pipeline/edit/nodes.ts';
import type { Place } from '#core/pipeline/layout.ts';
import { Dots } from '#renderer/ui/flow/dots.tsx';
import flow from '#renderer/ui/flow/flow.module.css';
import { FIT } from '#renderer/ui/flow/keep-in-sight.tsx';
import { LabelLayerProvider, useLabelLayer } from '#renderer/ui/flow/label-layer.tsx';
import { MAP_SIZE } from '#renderer/ui/flow/map-view.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { useMoving } from '#renderer/ui/flow/use-moving.tsx';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { useArrange } from '../layout/use-arrange.ts';
import { DRAG_TYPE, ENTRIES } from '../library/entries.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import { newNode, withNodeOn } from './add-node.ts';
import { Asked } from './asked.tsx';
import classes from './canvas.module.css';
import { createHand } from './hand.ts';
import { NodeCard } from './node-card.tsx';
import { QuickAdd, type QuickAddPlace } from './quick-add.tsx';
import { ShowChosen } from './show-chosen.tsx';
import { type CardNode, connectionOf, createViewer, type WayEdge } from './view.ts';
import { Way } from './way-edge.tsx';

const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { way: Way };

const endsOf = (
  connection: Pick<Connection, 'source' | 'target' | 'sourceHandle' | 'targetHandle'>,
): Ends => ({
  src: { nodeId: connection.source, portId: connection.sourceHandle ?? '' },
  tgt: { nodeId: connection.target, portId: connection.targetHandle ?? '' },
});

/** The connection under the pointer, by its place in the list; null when there is none. */
function connectionAt(event: DragEvent): number | null {
  const edge = document
    .elementsFromPoint(event.clientX, event.clientY)
    .map((element) => element.closest('.react-flow__edge'))
    .find((element) => element !== null);
  const id = edge?.getAttribute('data-id');
  return id ? connectionOf(id) : null;
}

/** The graph, to be changed by hand. */
export function Canvas() {
  const { t } = useTranslation('composer');
  const scheme = useComputedColorScheme();
  const composer = useComposer();
  const arrange = useArrange();
  const moving = useMoving();
  const labels = useLabelLayer();
  const { screenToFlowPosition } = useReactFlow();
  const graph = useComposed(presentOf);
  const selection = useComposed((state) => state.selection);
  const asking = useComposed((state) => state.asked !== null);
  const [viewer] = useState(createViewer);
  const area = useRef<HTMLDivElement>(null);
  const [hand] = useState(createHand);
  const [quickAdd, setQuickAdd] = useState<QuickAddPlace | null>(null);
  const { nodes, edges } = useMemo(
    () => viewer({ graph, selection, label: (node) => t('node.label', { name: node.name }) }),
    [viewer, graph, selection, t],
  );

  function onNodes(changes: readonly NodeChange<CardNode>[]) {
    const places = new Map<string, Place>();
    const picked = new Set(composer.getState().selection.nodes);
    let [selects, ends] = [false, false];
    for (const change of changes) {
      if (change.type === 'position' && change.position) {
        // As they are stored: what is let go stays where it was seen.
        places.set(change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) });
        ends ||= change.dragging !== true;
      } else if (change.type === 'position') ends ||= change.dragging === false;
      else if (change.type === 'select') {
        selects = true;
        if (change.selected) picked.add(change.id);
        else picked.delete(change.id);
      }
    }
    if (places.size > 0 && area.current) hand.move(area.current, { nodes, edges }, places);
    if (ends) composer.move(hand.letGo());
    if (selects) composer.select({ ...composer.getState().selection, nodes: picked });
  }

  function onEdges(changes: readonly EdgeChange<WayEdge>[]) {
    const picked = new Set(composer.getState().selection.connections);
    for (const change of changes) {
      if (change.type !== 'select') continue;
      if (change.selected) picked.add(connectionOf(change.id));
      else picked.delete(connectionOf(change.id));
    }
    composer.select({ ...composer.getState().selection, connections: picked });
  }

  /** A connection was let go over nothing: whoever draws one there wants a node there. */
  function offerNodes(event: MouseEvent, from: { readonly nodeId: string; readonly id?: string | null }) {
    const area = document.querySelector('[data-composer-canvas]')?.getBoundingClientRect();
    const pointer = { x: event.clientX, y: event.clientY };
    setQuickAdd({
      spot: { kind: 'output', from: { nodeId: from.nodeId, portId: from.id ?? '' } },
      at: screenToFlowPosition(pointer),
      shown: { x: pointer.x - (area?.left ?? 0), y: pointer.y - (area?.top ?? 0) },
    });
  }

  function onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    composer.setConnecting(null);
    const { fromHandle, toHandle, isValid } = state;
    if (isValid || !fromHandle) return;
    if (!toHandle) {
      if (fromHandle.type === 'source' && event instanceof MouseEvent) offerNodes(event, fromHandle);
      return;
    }
    // Somebody aimed at a port: say why it did not take the connection.
    const [output, input] = fromHandle.type === 'source' ? [fromHandle, toHandle] : [toHandle, fromHandle];
    const ends = {
      src: { nodeId: output.nodeId, portId: output.id ?? '' },
      tgt: { nodeId: input.nodeId, portId: input.id ?? '' },
    };
    const refusal = connectionRefusal(presentOf(composer.getState()), ends);
    if (refusal) notifyInfo(t('canvas.refused'), refusal);
  }

  function onDrop(event: DragEvent) {
    const dragged = event.dataTransfer.getData(DRAG_TYPE);
    const entry = ENTRIES.find((one) => one.offer === dragged);
    if (!entry) return;
    event.preventDefault();
    const pointer = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const at = { x: pointer.x - CARD.width / 2, y: pointer.y - CARD.height / 2 };
    const id = crypto.randomUUID();
    const on = connectionAt(event);
    composer.edit(
      (before) => {
        const node = newNode(before, entry.offer, id, at);
        return on === null ? addNode(before, node) : withNodeOn(before, node, on);
      },
      { select: chosen({ nodes: [id] }) },
    );
  }

  return (
    <div ref={area} className={classes.canvas} data-composer-canvas tabIndex={-1}>
      <LabelLayerProvider layer={labels.layer}>
        <ReactFlow
          className={flow.canvas ?? ''}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes(DRAG_TYPE)) event.preventDefault();
          }}
          onDrop={onDrop}
          colorMode={scheme}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodes}
          onEdgesChange={onEdges}
          onConnect={(connection) => composer.edit((before) => addConnection(before, endsOf(connection)))}
          onConnectStart={(_event, { nodeId, handleId, handleType }) => {
            if (nodeId && handleId && handleType === 'source')
              composer.setConnecting({ nodeId, portId: handleId });
          }}
          onConnectEnd={onConnectEnd}
          isValidConnection={(connection) =>
            connectionRefusal(
              presentOf(composer.getState()),
              endsOf({
                ...connection,
                sourceHandle: connection.sourceHandle ?? null,
                targetHandle: connection.targetHandle ?? null,
              }),
            ) === null
          }
          connectionRadius={28}
          selectionMode={SelectionMode.Partial}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Control', 'Meta']}
          deleteKeyCode={null}
          zoomOnDoubleClick={false}
          {...moving.canvas}
          fitView
          fitViewOptions={FIT}
          minZoom={0.1}
          maxZoom={2}
          aria-label={t('canvas.label')}
        >
          {labels.find}
          {moving.inside}
          <Dots />
          <Controls showInteractive={false} position="bottom-left">
            <ControlButton title={t('arrange')} aria-label={t('arrange')} onClick={() => void arrange()}>
              <IconSitemap aria-hidden />
            </ControlButton>
          </Controls>
          <MiniMap pannable zoomable nodeBorderRadius={10} ariaLabel={t('canvas.map')} style={MAP_SIZE} />
        </ReactFlow>
      </LabelLayerProvider>
      {quickAdd ? <QuickAdd place={quickAdd} onClose={() => setQuickAdd(null)} /> : null}
      <Asked />
      <ShowChosen />
      {graph.nodes.length === 0 && !quickAdd && !asking ? (
        <p className={classes.empty}>{t('canvas.empty')}</p>
      ) : null}
    </div>
  );
}
