import type { Graph } from '#core/model/graph.ts';
import { type Place, placeOf } from '#core/pipeline/layout.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import type { Selection } from '../state/selection.ts';
import { placeAfter, type Spot } from './add-node.ts';

/**
 * Where what is added goes: after the chosen node, into the chosen connection, else into the middle of what is in sight.
 * `at` is the middle of the new card's left edge, in the graph's pixels.
 */
export function spotOf(
  graph: Graph,
  selection: Selection,
  middle: Place,
): {
  readonly spot: Spot;
  readonly at: Place;
} {
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
