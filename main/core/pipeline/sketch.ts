/** A graph as a few boxes and lines, small enough to be a sign of it. */
import type { Graph } from '../model/graph.ts';
import { placedNodes, placeOf } from './layout.ts';

export type SketchBox = { readonly id: string; readonly x: number; readonly y: number };
export type SketchLine = { readonly id: string; readonly from: SketchBox; readonly to: SketchBox };
export type Sketch = { readonly boxes: readonly SketchBox[]; readonly lines: readonly SketchLine[] };

/** Centres of the boxes and ends of the lines, from 0 to 1 in both directions; a row or column alone is in the middle. */
export function sketchOf(graph: Graph): Sketch {
  const nodes = placedNodes(graph).map((node) => ({ id: node.id as string, ...(placeOf(node) ?? ORIGIN) }));
  const [x, y] = [spread(nodes.map((node) => node.x)), spread(nodes.map((node) => node.y))];
  const boxes = new Map(nodes.map((node) => [node.id, { id: node.id, x: x(node.x), y: y(node.y) }]));
  const lines = graph.connections.flatMap(({ src, tgt }, index) => {
    const [from, to] = [boxes.get(src.nodeId), boxes.get(tgt.nodeId)];
    return from && to ? [{ id: `c${index}`, from, to }] : [];
  });
  return { boxes: [...boxes.values()], lines };
}

const ORIGIN = { x: 0, y: 0 };

function spread(values: readonly number[]): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (value) => (high > low ? (value - low) / (high - low) : 0.5);
}
