import { expect, test } from 'vitest';
import { sketchOf } from '#core/pipeline/sketch.ts';
import { videoGraph } from './support/graphs.ts';

test('every node is a box in the frame and every connection a line', () => {
  const { boxes, lines } = sketchOf(videoGraph);
  expect(boxes).toHaveLength(videoGraph.nodes.length);
  expect(lines).toHaveLength(videoGraph.connections.length);
  for (const { x, y } of boxes) {
    expect([x >= 0, x <= 1, y >= 0, y <= 1]).toEqual([true, true, true, true]);
  }
  expect(Math.min(...boxes.map(({ x }) => x))).toBe(0);
  expect(Math.max(...boxes.map(({ x }) => x))).toBe(1);
});

test('nodes in one row stand in its middle, and an empty graph is empty', () => {
  const [first] = videoGraph.nodes;
  const one = { ...videoGraph, nodes: first ? [first] : [], connections: [] };
  expect(sketchOf(one).boxes).toMatchObject([{ x: 0.5, y: 0.5 }]);
  expect(sketchOf({ ...one, nodes: [] })).toEqual({ boxes: [], lines: [] });
});
