import { describe, expect, it } from 'vitest';
import { graphView } from '#renderer/features/monitor/view-model.ts';
import { drawnPositions } from '#renderer/ui/flow/positions.ts';
import { ids, noCounts, videoToQaGraph } from '../support/graph.ts';

function drawn() {
  const graph = videoToQaGraph();
  const positions = drawnPositions(graph);
  if (!positions) throw new Error('the template has places');
  return { graph, positions };
}

describe('graphView', () => {
  it('carries counts to their nodes and connections', () => {
    const { graph, positions } = drawn();
    const counts = noCounts();
    counts.nodes.push({ nodeId: ids.qa, queued: 1, running: 0, parked: 4, success: 2, failed: 0 });
    counts.connections.push({ connection: 4, items: 7 });
    const view = graphView(graph, counts, positions);
    expect(view.nodes.find((node) => node.id === 'qa')?.counts.parked).toBe(4);
    expect(view.nodes.find((node) => node.id === 'inbox')).toMatchObject({
      start: true,
      hasInput: false,
      counts: { success: 0 },
    });
    expect(view.edges[4]).toMatchObject({
      source: 'label-a',
      target: 'qa',
      action: 'completed',
      items: 7,
      active: true,
      tone: 'done',
    });
    expect(view.edges[5]).toMatchObject({ items: 0, active: false });
  });

  it('draws more items thicker, by order of magnitude', () => {
    const { graph, positions } = drawn();
    const counts = noCounts();
    counts.connections.push({ connection: 0, items: 1 }, { connection: 1, items: 10_000 });
    const [one, many, none] = graphView(graph, counts, positions).edges;
    expect(none?.width).toBeLessThan(one?.width ?? 0);
    expect(one?.width).toBeLessThan(many?.width ?? 0);
    expect(many?.width).toBeLessThanOrEqual(5);
  });

  it('leaves out what it cannot place', () => {
    const { graph } = drawn();
    const view = graphView(graph, noCounts(), new Map([['qa', { x: 0, y: 0 }]]));
    expect(view.nodes).toHaveLength(1);
    expect(view.edges).toHaveLength(0);
  });

  it('leads no edge of the template behind a card', () => {
    const { graph, positions } = drawn();
    const routes = graphView(graph, noCounts(), positions).edges.map((edge) => edge.route);
    // Label A to discarded would cross QA on its straight way.
    expect(routes[6]).toBe('late');
    expect(routes[0]).toBe('curve');
  });
});
