import { describe, expect, test } from 'vitest';
import { type Graph, graphSchema } from '#core/model/graph.ts';
import { datasetIdSchema, nodeIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { videoToQa } from '#core/pipeline/templates.ts';
import { validateGraph } from '#core/pipeline/validate.ts';

const id = (digit: string) => datasetIdSchema.parse(digit.repeat(24));
const good = videoToQa({
  inbox: id('1'),
  frames: id('2'),
  approved: id('3'),
  discarded: id('4'),
  recipe: recipeIdSchema.parse('5'.repeat(24)),
  every: 5,
});

const errors = (graph: Graph) => validateGraph(graph).filter((problem) => problem.severity === 'error');

function changed(change: (graph: Graph) => void): Graph {
  const copy = graphSchema.parse(structuredClone(good));
  change(copy);
  return copy;
}

test('the template is sound and survives JSON without loss', () => {
  expect(validateGraph(good)).toEqual([]);
  expect(graphSchema.parse(JSON.parse(JSON.stringify(good)))).toEqual(JSON.parse(JSON.stringify(good)));
});

test('unknown keys are kept', () => {
  const strange = {
    ...good,
    template: { id: 'x' },
    nodes: good.nodes.map((node) => ({ ...node, appName: null })),
  };
  expect(graphSchema.parse(strange)).toEqual(strange);
});

describe('every problem is told with its place', () => {
  const cases: readonly [string, (graph: Graph) => void, RegExp][] = [
    ['no nodes', (graph) => Object.assign(graph, { nodes: [], connections: [], startNodes: [] }), /no nodes/],
    [
      'two roots',
      (graph) => graph.startNodes.push({ nodeId: nodeIdSchema.parse('qa'), type: 'root' }),
      /only include 1 root node/,
    ],
    ['no start', (graph) => graph.startNodes.splice(0), /no start node/],
    [
      'unknown start',
      (graph) => graph.startNodes.splice(0, 1, { nodeId: nodeIdSchema.parse('x'), type: 'root' }),
      /start node x/,
    ],
    ['same id twice', (graph) => graph.nodes.push(...graph.nodes.slice(0, 1)), /Two nodes have the id inbox/],
    [
      'foreign type',
      (graph) => Object.assign(graph.nodes[1] ?? {}, { type: 'ml' }),
      /does not run on this computer/,
    ],
    [
      'no dataset',
      (graph) => Object.assign(graph.nodes[0]?.metadata ?? {}, { datasetId: undefined }),
      /must have a datasetId/,
    ],
    [
      'loop',
      (graph) => Object.assign(graph.connections[0] ?? {}, { tgt: { nodeId: 'inbox', portId: 'inbox-in' } }),
      /Infinite Loop detected for node "Videos"/,
    ],
    [
      'unknown node',
      (graph) => Object.assign(graph.connections[0] ?? {}, { tgt: { nodeId: 'x', portId: 'y' } }),
      /not there/,
    ],
    [
      'unknown port',
      (graph) => Object.assign(graph.connections[0] ?? {}, { tgt: { nodeId: 'frames', portId: 'y' } }),
      /no input y/,
    ],
    [
      'types differ',
      (graph) => Object.assign(graph.nodes[1]?.inputs[0] ?? {}, { type: 'Dataset' }),
      /same type/,
    ],
    [
      'unknown action',
      (graph) => Object.assign(graph.connections[2] ?? {}, { action: 'C' }),
      /do not includes in port actions/,
    ],
    [
      'bad condition',
      (graph) => Object.assign(graph.connections[0] ?? {}, { condition: '{' }),
      /is not JSON/,
    ],
  ];
  test.each(cases)('%s', (_name, change, message) => {
    expect(
      errors(changed(change))
        .map((problem) => problem.message)
        .join('\n'),
    ).toMatch(message);
  });
});

test('a node that nothing leads to is a warning, not an error', () => {
  const lonely = changed((graph) => graph.connections.splice(0, 1));
  expect(errors(lonely)).toEqual([]);
  expect(validateGraph(lonely)).toMatchObject([{ severity: 'warning', nodeId: 'frames' }]);
});
