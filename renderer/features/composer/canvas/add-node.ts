/** Where a new node goes, and what it is connected to. */
import type { Graph, GraphNode } from '#core/model/graph.ts';
import {
  addConnection,
  connectionRefusal,
  type Ends,
  insertOnConnection,
  type PortEnd,
} from '#core/pipeline/edit/connections.ts';
import { addNode, freeName } from '#core/pipeline/edit/nodes.ts';
import { type Offer, starterNode, wordsOf } from '#core/pipeline/edit/starters.ts';
import { type Place, placeOf } from '#core/pipeline/layout.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';

/** Room between cards, in pixels. */
const GAP = { x: 104, y: 36 } as const;

function overlaps(one: Place, other: Place): boolean {
  return (
    Math.abs(one.x - other.x) < CARD.width + GAP.y && Math.abs(one.y - other.y) < CARD.height + GAP.y / 2
  );
}

/** The place itself, or the next one below that no card covers. */
export function freePlace(graph: Graph, wanted: Place): Place {
  const taken = graph.nodes.flatMap((node) => placeOf(node) ?? []);
  let place = wanted;
  while (taken.some((other) => overlaps(place, other))) {
    place = { x: place.x, y: place.y + CARD.height + GAP.y };
  }
  return place;
}

/** To the right of a card, where there is room. */
export function placeAfter(graph: Graph, node: GraphNode): Place {
  const { x, y } = placeOf(node) ?? { x: 0, y: 0 };
  return freePlace(graph, { x: x + CARD.width + GAP.x, y });
}

/** The ends of the first connection that can be made from one node to another; null when none can. */
export function fittingEnds(graph: Graph, from: GraphNode, to: GraphNode): Ends | null {
  for (const output of from.outputs) {
    for (const input of to.inputs) {
      const ends = {
        src: { nodeId: from.id, portId: output.portId },
        tgt: { nodeId: to.id, portId: input.portId },
      };
      if (connectionRefusal(graph, ends) === null) return ends;
    }
  }
  return null;
}

export function newNode(graph: Graph, offer: Offer, id: string, at: Place): GraphNode {
  return starterNode(offer, { id, at, name: freeName(graph, wordsOf(offer).title) });
}

/** With the node in the connection; beside it when it does not fit in. */
export function withNodeOn(graph: Graph, node: GraphNode, connection: number): Graph {
  return insertOnConnection(graph, connection, node) ?? addNode(graph, node);
}

/** Where a new node is put in: from an output, after a node, into a connection, or anywhere. */
export type Spot =
  | { readonly kind: 'output'; readonly from: PortEnd }
  | { readonly kind: 'after'; readonly nodeId: string }
  | { readonly kind: 'into'; readonly connection: number }
  | { readonly kind: 'anywhere' };

/** With the node at the spot; null when it does not fit there. */
export function putNode(graph: Graph, node: GraphNode, spot: Spot): Graph | null {
  if (spot.kind === 'into') return insertOnConnection(graph, spot.connection, node);
  const added = addNode(graph, node);
  if (spot.kind === 'anywhere') return added;
  if (spot.kind === 'output') {
    const ends = { src: spot.from, tgt: { nodeId: node.id, portId: node.inputs[0]?.portId ?? '' } };
    return connectionRefusal(added, ends) === null ? addConnection(added, ends) : null;
  }
  const after = graph.nodes.find((one) => one.id === spot.nodeId);
  const ends = after && fittingEnds(added, after, node);
  return ends ? addConnection(added, ends) : null;
}
