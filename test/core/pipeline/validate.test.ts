import { describe, expect, test } from 'vitest';
import { type Graph, type GraphProblem, graphSchema } from '#core/model/graph.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import { readPipelineJson } from '#core/pipeline/json.ts';
import { installRefusal, validateGraph } from '#core/pipeline/validate.ts';
import { fc } from '#test/support/property.ts';
import { pipelineJson } from './support/arbitraries.ts';
import { dataset, graphOf, made, videoGraph } from './support/graphs.ts';

/** The template Video to QA, changed. */
function changed(change: (graph: Graph) => void): Graph {
  const copy = graphSchema.parse(structuredClone(videoGraph));
  change(copy);
  return copy;
}

/** A condition that joins. */
const joining = (resource: string, local: string, forigen: string) =>
  JSON.stringify({ filter: {}, join: { on: { resource, local, forigen }, filter: { label: 'car' } } });

const only = (graph: Graph, severity: GraphProblem['severity']) =>
  validateGraph(graph).filter((problem) => problem.severity === severity);

test('a sound graph has no errors and no warnings; what the remote lacks is told', () => {
  expect(only(videoGraph, 'error')).toEqual([]);
  expect(only(videoGraph, 'warning')).toEqual([]);
  expect(only(videoGraph, 'lint').map(({ code, nodeId, connection }) => [code, nodeId, connection])).toEqual([
    ['remote-unknown', 'frames', null],
    ['remote-unknown', 'halves', null],
    ['fan-out-limit', null, 1],
  ]);
});

test('any graph that can be read can be checked, and every problem has a place that is there', () => {
  fc.assert(
    fc.property(pipelineJson, (json) => {
      const { graph } = readPipelineJson(json);
      for (const { message, connection } of validateGraph(graph)) {
        expect(message).not.toBe('');
        if (connection !== null) expect(graph.connections[connection]).toBeDefined();
      }
    }),
    { numRuns: 300 },
  );
});

describe('every error is told with its place', () => {
  const node = (graph: Graph, id: string) =>
    graph.nodes.find((one) => one.id === id) ?? expect.fail(`no node ${id}`);
  const way = (graph: Graph, index: number) => graph.connections[index] ?? expect.fail('no connection');
  const cases: readonly [string, (graph: Graph) => void, Partial<GraphProblem>][] = [
    [
      'no nodes',
      (g) => Object.assign(g, { nodes: [], connections: [], startNodes: [] }),
      { code: 'no-nodes' },
    ],
    [
      'two roots',
      (g) => g.startNodes.push({ nodeId: nodeIdSchema.parse('qa'), type: 'root' }),
      { code: 'many-roots', nodeId: 'qa', message: 'Pipeline may only include 1 root node' },
    ],
    ['no start', (g) => g.startNodes.splice(0), { code: 'no-start' }],
    [
      'unknown start',
      (g) => g.startNodes.splice(0, 1, { nodeId: nodeIdSchema.parse('x'), type: 'root' }),
      { code: 'start-missing', nodeId: 'x' },
    ],
    ['same id twice', (g) => g.nodes.push(...g.nodes.slice(0, 1)), { code: 'node-twice', nodeId: 'inbox' }],
    [
      'same port twice',
      (g) => node(g, 'qa').outputs.push(...node(g, 'qa').outputs),
      { code: 'port-twice', nodeId: 'qa', portId: 'qa-out' },
    ],
    [
      'foreign type',
      (g) => Object.assign(node(g, 'frames'), { type: 'api' }),
      { code: 'not-runnable', nodeId: 'frames', message: expect.stringContaining('api (video.split)') },
    ],
    [
      'training',
      (g) => Object.assign(node(g, 'frames'), { type: 'ml', namespace: { functionName: 'train' } }),
      { code: 'remote-only', nodeId: 'frames', message: expect.stringMatching(/trains a model.*the remote/) },
    ],
    [
      'no dataset',
      (g) => Object.assign(node(g, 'approved').metadata, { datasetId: '' }),
      { code: 'no-dataset', nodeId: 'approved', message: 'Dataset node "approved" must have a datasetId' },
    ],
    [
      'a dataset that is no id',
      (g) => Object.assign(node(g, 'approved').metadata, { datasetId: 'Frames' }),
      {
        code: 'config',
        nodeId: 'approved',
        message: '"approved": datasetId: must be 24 hexadecimal characters',
      },
    ],
    [
      'no task type',
      (g) => Object.assign(node(g, 'qa').metadata, { taskType: undefined }),
      { code: 'config', nodeId: 'qa', message: '"QA": taskType: choose annotation or qa' },
    ],
    [
      'batches too small',
      (g) => Object.assign(node(g, 'qa').metadata, { batchSize: 2 }),
      { code: 'pulling', nodeId: 'qa', message: expect.stringMatching(/^Failed to create a task.*3 to 100/) },
    ],
    [
      'too many open items',
      (g) => Object.assign(node(g, 'qa').metadata, { batchSize: 10, maxBatchWorkload: 21 }),
      { code: 'pulling', nodeId: 'qa', message: expect.stringContaining('12 to 20') },
    ],
    [
      'loads existing items and is fed',
      (g) => Object.assign(node(g, 'approved').metadata, { triggerToPipeline: { active: true } }),
      { code: 'existing-items-fed', nodeId: 'approved' },
    ],
    [
      'a node to itself',
      (g) => Object.assign(way(g, 0), { tgt: { nodeId: 'inbox', portId: 'inbox-in' } }),
      { code: 'self-loop', nodeId: 'inbox', message: 'Infinite Loop detected for node "Videos"' },
    ],
    [
      'unknown node',
      (g) => Object.assign(way(g, 0), { tgt: { nodeId: 'x', portId: 'y' } }),
      { code: 'end-missing', connection: 0 },
    ],
    [
      'unknown port',
      (g) => Object.assign(way(g, 0), { tgt: { nodeId: 'frames', portId: 'y' } }),
      {
        code: 'end-missing',
        connection: 0,
        nodeId: 'frames',
        message: expect.stringContaining('no input y'),
      },
    ],
    [
      'types differ',
      (g) => Object.assign(node(g, 'frames').inputs[0] ?? {}, { type: 'Dataset' }),
      { code: 'types-differ', connection: 0, nodeId: 'frames', portId: 'frames-in' },
    ],
    [
      'a list into a list of lists',
      (g) => Object.assign(node(g, 'halves').inputs[0] ?? {}, { type: 'Item[][]' }),
      { code: 'types-differ', connection: 1 },
    ],
    [
      'unknown action',
      (g) => Object.assign(way(g, 2), { action: 'C' }),
      { code: 'action-unknown', connection: 2, portId: 'halves-out' },
    ],
    [
      'action without actions',
      (g) => Object.assign(way(g, 0), { action: 'C' }),
      { code: 'action-without-actions', connection: 0, portId: 'inbox-out' },
    ],
    [
      'bad condition',
      (g) => Object.assign(way(g, 3), { condition: '{' }),
      { code: 'condition', connection: 3 },
    ],
    [
      'a condition on the items of items',
      (g) => Object.assign(way(g, 3), { condition: joining('items', 'id', 'itemId') }),
      { code: 'condition', connection: 3, message: expect.stringContaining('Only annotations have an item') },
    ],
    [
      'a condition on annotations of what has none',
      (g) => {
        Object.assign(way(g, 3), { condition: joining('annotations', 'itemId', 'id') });
        for (const { outputs } of g.nodes) for (const port of outputs) Object.assign(port, { type: 'Json' });
      },
      { code: 'condition', connection: 3, message: expect.stringContaining('gives Json') },
    ],
    [
      'unknown variable',
      (g) => Object.assign(node(g, 'qa').inputs[0] ?? {}, { variableName: 'set' }),
      { code: 'variable-unknown', nodeId: 'qa', portId: 'qa-in' },
    ],
  ];
  test.each(cases)('%s', (_name, change, problem) => {
    expect(only(changed(change), 'error')).toContainEqual(expect.objectContaining(problem));
  });
});

test('all errors come at once, and in one text for whoever installs', () => {
  const broken = changed((graph) => {
    Object.assign(graph.nodes[1] ?? {}, { type: 'custom', namespace: { functionName: 'own' } });
    Object.assign(graph.nodes[5] ?? {}, { type: 'api', namespace: null });
    Object.assign(graph.connections[2] ?? {}, { condition: '{' });
  });
  expect(only(broken, 'error').map(({ code }) => code)).toEqual([
    'not-runnable',
    'not-runnable',
    'condition',
  ]);
  const text = installRefusal(validateGraph(broken));
  expect(text).toContain('"Split into frames" is of type custom (own), which does not run on this computer.');
  expect(text).toContain('"QA" is of type api, which does not run on this computer.');
  expect(installRefusal(validateGraph(videoGraph))).toBeNull();
});

describe('what can be installed but looks wrong is a warning', () => {
  test('parts that nothing leads to, each where it begins', () => {
    const lonely = changed((graph) => graph.connections.splice(0, 1));
    expect(only(lonely, 'warning')).toMatchObject([{ code: 'unreached', nodeId: 'frames' }]);
    const island = graphOf(
      [made('storage', 'start'), made('task', 'a'), made('task', 'b'), made('task', 'c')],
      [
        ['a', 'b', { action: 'completed' }],
        ['b', 'a', { action: 'completed' }],
        ['b', 'c', { action: 'discard' }],
      ],
    );
    const unreached = only(island, 'warning').filter(({ code }) => code === 'unreached');
    expect(unreached.map(({ nodeId }) => nodeId)).toEqual(['a']);
  });

  test('decisions with which items go nowhere', () => {
    const ends = changed((graph) => graph.connections.splice(9, 1));
    expect(only(ends, 'warning')).toMatchObject([
      {
        code: 'dead-end',
        nodeId: 'qa',
        portId: 'qa-out',
        message: expect.stringMatching(/^Items with "discard" end here/),
      },
    ]);
    const last = graphOf([made('storage', 'in'), made('task', 'last')], [['in', 'last']]);
    expect(only(last, 'warning')).toEqual([]);
    const all = graphOf(
      [
        made('storage', 'in'),
        made('task', 'every'),
        made('storage', 'out', { metadata: { datasetId: dataset('2') } }),
      ],
      [
        ['in', 'every'],
        ['every', 'out'],
      ],
    );
    expect(only(all, 'warning')).toEqual([]);
  });

  test('a task that would score people', () => {
    const scored = changed((graph) => {
      for (const node of graph.nodes) if (node.id === 'qa') node.metadata['consensusTaskType'] = 'honeypot';
    });
    expect(only(scored, 'error')).toEqual([]);
    expect(only(scored, 'warning')).toMatchObject([{ code: 'config', nodeId: 'qa' }]);
  });

  test('a connection twice', () => {
    const twice = changed((graph) => graph.connections.push(...graph.connections.slice(0, 1)));
    expect(only(twice, 'warning')).toMatchObject([{ code: 'connection-twice', connection: 10 }]);
  });

  test('a group that is not among the actions', () => {
    const groups = [
      { name: 'A', distribution: 1 },
      { name: 'B', distribution: 1 },
      { name: 'C', distribution: 1 },
      { name: 'never', distribution: 0 },
    ];
    const lost = changed((graph) =>
      Object.assign(graph.nodes[2]?.metadata ?? {}, { customNodeConfig: { groups } }),
    );
    expect(only(lost, 'warning')).toMatchObject([
      { code: 'group-unknown', nodeId: 'halves', message: expect.stringContaining('"C"') },
    ]);
  });

  test('an input that stays empty, unless it has a default or starts cycles', () => {
    const nodes = [made('storage', 'in'), made('merge', 'both')];
    const open = graphOf(nodes, [['in', 'both']]);
    expect(only(open, 'warning')).toMatchObject([
      { code: 'input-empty', nodeId: 'both', portId: 'both-in-second' },
    ]);
    Object.assign(nodes[1]?.inputs[1] ?? {}, { defaultValue: 'an item' });
    expect(only(graphOf(nodes, [['in', 'both']]), 'warning')).toEqual([]);
  });

  test('a list that meets another input', () => {
    const graph = graphOf(
      [made('storage', 'in'), made('video.split', 'frames'), made('merge', 'both')],
      [
        ['in', 'frames'],
        ['in', 'both'],
        ['frames', 'both'],
      ],
    );
    Object.assign(graph.connections[2]?.tgt ?? {}, { portId: 'both-in-second' });
    expect(only(graph, 'warning')).toMatchObject([
      { code: 'list-many-inputs', nodeId: 'both', portId: 'both-in-second', connection: 2 },
    ]);
  });
});

test('what runs here but not on the remote is a lint', () => {
  const graph = graphOf(
    [
      made('storage', 'in'),
      made('code', 'mine'),
      made('task', 'label'),
      made('storage', 'out', { metadata: { position: null } }),
    ],
    [
      ['in', 'mine'],
      ['mine', 'label'],
      ['label', 'out', { action: 'complete' }],
      ['label', 'out', { action: 'discard' }],
    ],
  );
  const code = (source: string) =>
    Object.assign(graph.nodes[1] ?? {}, { config: { package: { code: source } } });
  code('export const run = (item) => item;');
  expect(only(graph, 'error')).toEqual([]);
  expect(only(graph, 'lint')).toMatchObject([
    { code: 'remote-unknown', nodeId: 'mine', message: expect.stringContaining('javascript') },
    { code: 'no-position', nodeId: 'out' },
    { code: 'remote-unknown', connection: 2, message: expect.stringContaining('"complete"') },
  ]);
  code('class ServiceRunner:\n  def run(self, item):\n    return item');
  expect(only(graph, 'lint').map(({ nodeId }) => nodeId)).toEqual(['out', null]);
});
