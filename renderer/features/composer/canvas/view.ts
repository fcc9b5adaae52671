/** A graph that is edited, as the canvas draws it. What did not change stays the same object, so it is not drawn again. */
import { type Edge, MarkerType, type Node, type NodeHandle, Position } from '@xyflow/react';
import type { Connection, Graph, GraphNode, Port } from '#core/model/graph.ts';
import { type Place, placeOf } from '#core/pipeline/layout.ts';
import { type EdgeRoute, routeEdge } from '#renderer/ui/flow/edge-route.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { type NodeKind, nodeKind } from '#renderer/ui/node-look.ts';
import type { Selection } from '../state/selection.ts';

export type CardNode = Node<
  { readonly node: GraphNode; readonly kind: NodeKind; readonly start: boolean },
  'card'
>;
export type WayEdge = Edge<{ readonly connection: Connection; readonly route: EdgeRoute }, 'way'>;

export type CanvasView = { readonly nodes: CardNode[]; readonly edges: WayEdge[] };

export type Viewed = {
  readonly graph: Graph;
  readonly selection: Selection;
  /** Name of a node for those who cannot see it. */
  readonly label: (node: GraphNode) => string;
};

/** Where a port is on its card, in pixels from the card's upper left corner. */
export function portTop(index: number, count: number): number {
  return (CARD.height * (index + 1)) / (count + 1);
}

function handlesOf(ports: readonly Port[], type: 'source' | 'target'): NodeHandle[] {
  const [position, x] = type === 'target' ? [Position.Left, 0] : [Position.Right, CARD.width];
  return ports.map((port, index) => ({
    id: port.portId,
    type,
    position,
    x,
    y: portTop(index, ports.length),
    width: 1,
    height: 1,
  }));
}

const MARKER = { type: MarkerType.ArrowClosed, width: 26, height: 26, markerUnits: 'userSpaceOnUse' };

export const edgeId = (connection: number) => `c${connection}`;
export const connectionOf = (id: string) => Number(id.slice(1));

/** Draws one graph after another. */
export function createViewer(): (viewed: Viewed) => CanvasView {
  const cards = new WeakMap<GraphNode, { readonly look: string; readonly card: CardNode }>();
  const ways = new WeakMap<Connection, { readonly look: string; readonly way: WayEdge }>();

  return ({ graph, selection, label }) => {
    const starts = new Set<string>(graph.startNodes.map((start) => start.nodeId));
    const places = new Map<string, Place>(
      graph.nodes.map((node) => [node.id, placeOf(node) ?? { x: 0, y: 0 }]),
    );
    const cardOf = (node: GraphNode): CardNode => {
      const position = places.get(node.id) ?? { x: 0, y: 0 };
      const [start, selected] = [starts.has(node.id), selection.nodes.has(node.id)];
      const look = `${position.x} ${position.y} ${start} ${selected}`;
      const known = cards.get(node);
      if (known?.look === look) return known.card;
      const card: CardNode = {
        id: node.id,
        type: 'card',
        position: { ...position },
        data: { node, kind: nodeKind(node), start },
        selected,
        ariaLabel: label(node),
        // Sizes are known, so nothing is measured and no card disappears for a moment.
        width: CARD.width,
        height: CARD.height,
        measured: { ...CARD },
        handles: [...handlesOf(node.inputs, 'target'), ...handlesOf(node.outputs, 'source')],
      };
      cards.set(node, { look, card });
      return card;
    };
    const routeOf = (connection: Connection, from: Place, to: Place): EdgeRoute => {
      const { src, tgt } = connection;
      const others: Place[] = [];
      for (const [id, place] of places) if (id !== src.nodeId && id !== tgt.nodeId) others.push(place);
      return routeEdge(from, to, others);
    };
    const wayOf = (connection: Connection, index: number): WayEdge[] => {
      const { src, tgt } = connection;
      const [from, to] = [places.get(src.nodeId), places.get(tgt.nodeId)];
      if (!from || !to) return [];
      const route = routeOf(connection, from, to);
      const selected = selection.connections.has(index);
      const look = `${index} ${route} ${selected}`;
      const known = ways.get(connection);
      if (known?.look === look) return [known.way];
      const way: WayEdge = {
        id: edgeId(index),
        type: 'way',
        source: src.nodeId,
        sourceHandle: src.portId,
        target: tgt.nodeId,
        targetHandle: tgt.portId,
        data: { connection, route },
        selected,
        markerEnd: MARKER,
        interactionWidth: 18,
      };
      ways.set(connection, { look, way });
      return [way];
    };
    return { nodes: graph.nodes.map(cardOf), edges: graph.connections.flatMap(wayOf) };
  };
}
