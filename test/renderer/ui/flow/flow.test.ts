import { describe, expect, it } from 'vitest';
import { routeEdge } from '#renderer/ui/flow/edge-route.ts';
import { CARD, computePositions, drawnPositions } from '#renderer/ui/flow/positions.ts';
import { videoToQaGraph } from '../../features/support/graph.ts';

describe('routeEdge', () => {
  const at = (x: number, y: number) => ({ x, y });

  it('goes straight over when nothing is in the way', () => {
    expect(routeEdge(at(0, 0), at(600, 300), [])).toBe('curve');
  });

  it('turns early when the source row is taken', () => {
    const others = [at(CARD.width + 140, -10), at(CARD.width + 140, 150)];
    expect(routeEdge(at(0, 0), at(900, 300), others)).toBe('early');
  });

  it('goes straight over when it must go back, or there is no way around', () => {
    expect(routeEdge(at(600, 0), at(0, 0), [at(300, 0)])).toBe('curve');
    const wall = Array.from({ length: 20 }, (_, row) => at(400, row * 60 - 300));
    expect(routeEdge(at(0, 0), at(900, 300), wall)).toBe('curve');
  });
});

describe('positions', () => {
  it('are those of the drawing', () => {
    expect(drawnPositions(videoToQaGraph())?.get('inbox')).toEqual({ x: 100, y: 217 });
  });

  it('are unknown when a node has none or two lie on one another', () => {
    const without = videoToQaGraph();
    const [node, other] = without.nodes;
    if (!node || !other) throw new Error('the graph has nodes');
    other.metadata = { ...other.metadata, position: node.metadata['position'] };
    expect(drawnPositions(without)).toBeNull();
    node.metadata = {};
    expect(drawnPositions(without)).toBeNull();
  });

  it('can be computed: from left to right, no card on another', async () => {
    const graph = videoToQaGraph();
    for (const node of graph.nodes) node.metadata = {};
    const positions = await computePositions(graph);
    expect(positions.size).toBe(graph.nodes.length);
    for (const { src, tgt } of graph.connections) {
      const [from, to] = [positions.get(src.nodeId), positions.get(tgt.nodeId)];
      expect((to?.x ?? 0) - (from?.x ?? 0)).toBeGreaterThan(CARD.width);
    }
    expect(new Set([...positions.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(positions.size);
  });
});
