/** Where nodes stand on the canvas. The grid is nearly that of the reference SDK, in whole pixels. */
import type { Graph, GraphNode } from '../model/graph.ts';
import { depths } from './graph.ts';

/** Upper left corner of a node's card on the canvas, in pixels. */
export type Place = { readonly x: number; readonly y: number };

/** A cell of the grid; fractions are allowed. */
export type Cell = readonly [column: number, row: number];

/** As stored in a node's metadata, in pixels. */
export function positionAt([column, row]: Cell): { x: number; y: number; z: number } {
  return { x: column * 340 + 100, y: row * 130 + 87, z: 0 };
}

/** Where the node says that it stands; null when it does not. */
export function placeOf(node: GraphNode): Place | null {
  const { x, y } = storedPosition(node);
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : null;
}

/** True when the node says where it stands; the reference SDK cannot read one that does not. */
export function hasPosition(node: GraphNode): boolean {
  return placeOf(node) !== null;
}

/** The node at another place, in whole pixels. */
export function placed(node: GraphNode, place: Place): GraphNode {
  const position = { z: 0, ...storedPosition(node), x: Math.round(place.x), y: Math.round(place.y) };
  return { ...node, metadata: { ...node.metadata, position } };
}

function storedPosition(node: GraphNode): Readonly<Record<string, unknown>> {
  const position = node.metadata['position'];
  return typeof position === 'object' && position !== null ? { ...position } : {};
}

/** The nodes, those without a place put into the column of their distance from the start. */
export function placedNodes(graph: Graph): readonly GraphNode[] {
  if (graph.nodes.every(hasPosition)) return graph.nodes;
  const columns = depths(graph);
  const filled = new Map<number, number>();
  return graph.nodes.map((node) => {
    const column = columns.get(node.id) ?? 0;
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    if (hasPosition(node)) return node;
    const position = { ...storedPosition(node), ...positionAt([column, row]) };
    return { ...node, metadata: { ...node.metadata, position } };
  });
}
