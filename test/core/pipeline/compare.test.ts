import { describe, expect, test } from 'vitest';
import type { Connection, Graph } from '#core/model/graph.ts';
import { compareGraphs, runsTheSame } from '#core/pipeline/compare.ts';
import { readPipelineJson } from '#core/pipeline/json.ts';
import { fc } from '#test/support/property.ts';
import { pipelineJson } from './support/arbitraries.ts';
import { made, videoGraph } from './support/graphs.ts';

function changed(change: (graph: Graph) => void): Graph {
  const copy = structuredClone(videoGraph);
  change(copy);
  return copy;
}

const none = { nodes: [], connections: [], keys: [] };

test('a graph does not differ from itself, whatever the order of keys', () => {
  fc.assert(
    fc.property(pipelineJson, (json) => {
      const { graph } = readPipelineJson(json);
      const turned = JSON.parse(JSON.stringify(graph), (_key, value) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      );
      expect(compareGraphs(graph, turned)).toEqual(none);
    }),
    { numRuns: 200 },
  );
});

describe('nodes', () => {
  test('are added and removed', () => {
    const more = changed((graph) => graph.nodes.push(made('merge', 'both')));
    expect(compareGraphs(videoGraph, more).nodes).toEqual([
      { nodeId: 'both', name: 'both', change: 'added', keys: [] },
    ]);
    expect(compareGraphs(more, videoGraph).nodes).toEqual([
      { nodeId: 'both', name: 'both', change: 'removed', keys: [] },
    ]);
  });

  test('are changed at keys, or moved only', () => {
    const after = changed((graph) => {
      const [, frames, , , , qa] = graph.nodes;
      Object.assign(frames ?? {}, { name: 'Every tenth frame' });
      Object.assign(frames?.metadata['customNodeConfig'] ?? {}, { every: 10, extra: null });
      Object.assign(frames?.metadata['position'] ?? {}, { x: 1 });
      Object.assign(qa?.metadata['position'] ?? {}, { x: 2 });
    });
    const difference = compareGraphs(videoGraph, after);
    expect(difference).toEqual({
      ...none,
      nodes: [
        {
          nodeId: 'frames',
          name: 'Every tenth frame',
          change: 'changed',
          keys: [
            'name',
            'metadata.position.x',
            'metadata.customNodeConfig.every',
            'metadata.customNodeConfig.extra',
          ],
        },
        { nodeId: 'qa', name: 'QA', change: 'moved', keys: ['metadata.position.x'] },
      ],
    });
    expect(runsTheSame(difference)).toBe(false);
    const moved = changed((graph) =>
      Object.assign(graph.nodes[0]?.metadata ?? {}, { position: { x: 1, y: 2 } }),
    );
    expect(runsTheSame(compareGraphs(videoGraph, moved))).toBe(true);
  });

  test('differ in lists as a whole when one is longer', () => {
    const after = changed((graph) => graph.nodes[5]?.outputs[0]?.actions?.push('later'));
    expect(compareGraphs(videoGraph, after).nodes).toMatchObject([{ keys: ['outputs.0.actions'] }]);
  });
});

describe('connections', () => {
  const at = (graph: Graph, index: number): Connection =>
    graph.connections[index] ?? expect.fail(`no connection ${index}`);

  test('are known by their ends', () => {
    const after = changed((graph) => {
      Object.assign(at(graph, 4), { condition: '{"a":1}' });
      graph.connections.splice(0, 1);
    });
    expect(compareGraphs(videoGraph, after).connections).toEqual([
      { ...ends(at(videoGraph, 4)), change: 'changed', keys: ['condition'], before: 4, after: 3 },
      { ...ends(at(videoGraph, 0)), change: 'removed', keys: [], before: 0, after: null },
    ]);
  });

  test('of several between the same ports the most alike belong together', () => {
    const [first] = videoGraph.connections;
    const ways = (...actions: (string | null)[]): Graph => ({
      ...videoGraph,
      connections: actions.map((action) => ({ ...first, action }) as Connection),
    });
    const changes = (before: Graph, after: Graph) =>
      compareGraphs(before, after).connections.map((one) => [one.change, one.before, one.after]);
    expect(changes(ways('a', 'b'), ways('b', 'a'))).toEqual([]);
    expect(changes(ways('a', 'b'), ways('c', 'a'))).toEqual([['changed', 1, 0]]);
    expect(changes(ways('a'), ways('b', 'a'))).toEqual([['added', null, 0]]);
  });
});

test('everything besides is told by its keys', () => {
  const after = changed((graph) => {
    Object.assign(graph, { settings: { keepTriggersActive: true }, variables: [] });
    graph.startNodes.splice(0, 1);
  });
  const difference = compareGraphs(videoGraph, after);
  expect(difference.keys.toSorted()).toEqual(['settings', 'startNodes', 'variables']);
  expect(runsTheSame(difference)).toBe(false);
});

function ends({ src, tgt }: Connection) {
  return { src, tgt };
}
