import { useReactFlow } from '@xyflow/react';
import type { Graph } from '#core/model/graph.ts';
import { type Place, placeOf } from '#core/pipeline/layout.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposedProject, useComposer } from '../state/context.tsx';
import type { Selection } from '../state/selection.ts';
import { placeAfter } from './add-node.ts';
import { ConnectTo } from './connect-to.tsx';
import { middleOfCanvas } from './middle.ts';
import { QuickAdd, type QuickAddPlace } from './quick-add.tsx';

/** Between a card and the window beside it, in pixels. */
const BESIDE = 12;

/** Where what is added by key goes: after the chosen node, into the chosen connection, else into the middle. */
function spotOf(graph: Graph, selection: Selection, middle: Place): Pick<QuickAddPlace, 'spot' | 'at'> {
  const half = CARD.height / 2;
  const [nodeId, ...others] = selection.nodes;
  const [connection, ...more] = selection.connections;
  const node = others.length === 0 ? graph.nodes.find((one) => one.id === nodeId) : undefined;
  if (node) {
    const { x, y } = placeAfter(graph, node);
    return { spot: { kind: 'after', nodeId: node.id }, at: { x, y: y + half } };
  }
  const way = connection === undefined || more.length > 0 ? undefined : graph.connections[connection];
  if (way && connection !== undefined) {
    const [from, to] = [way.src.nodeId, way.tgt.nodeId].map((id) => {
      const end = graph.nodes.find((one) => one.id === id);
      return (end && placeOf(end)) ?? middle;
    });
    const at = {
      x: ((from ?? middle).x + (to ?? middle).x) / 2,
      y: ((from ?? middle).y + (to ?? middle).y) / 2,
    };
    return { spot: { kind: 'into', connection }, at: { x: at.x, y: at.y + half } };
  }
  return { spot: { kind: 'anywhere' }, at: { x: middle.x, y: middle.y + half } };
}

/** What the person asked for by key or button: what comes next, or another node to connect to. */
export function Asked() {
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const selection = useComposed((state) => state.selection);
  const asked = useComposed((state) => state.asked);
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  // Known before the window opens: who types at once finds them.
  useCall('datasets.list', { projectId: useComposedProject() });
  if (asked === null) return null;

  const onClose = () => composer.ask(null);
  const area = document.querySelector('[data-composer-canvas]')?.getBoundingClientRect();
  const shownAt = (place: Place): Place => {
    const { x, y } = flowToScreenPosition(place);
    return { x: x - (area?.left ?? 0) + BESIDE, y: y - (area?.top ?? 0) };
  };
  const [nodeId] = selection.nodes;
  const node = graph.nodes.find((one) => one.id === nodeId);
  const place = node && placeOf(node);
  const beside = place ? shownAt({ x: place.x + CARD.width, y: place.y }) : null;
  if (asked === 'target') {
    return node ? <ConnectTo from={node} shown={beside ?? { x: 0, y: 0 }} onClose={onClose} /> : null;
  }
  const { spot, at } = spotOf(graph, selection, middleOfCanvas(screenToFlowPosition));
  return <QuickAdd place={{ spot, at, shown: beside ?? shownAt(at) }} onClose={onClose} />;
}
