import { expect, test } from 'vitest';
import type { Connection, Graph } from '#core/model/graph.ts';
import { connect, makeNode } from '#core/pipeline/build.ts';
import { type Flow, flowOut, type Sight } from '#core/pipeline/flow.ts';
import { compilePlan } from '#core/pipeline/plan.ts';
import { sameAction } from '#core/pipeline/routing.ts';
import { videoGraph } from './support/graphs.ts';

type Entity = Readonly<Record<string, unknown>>;

function flow(
  graph: Graph,
  nodeId: string,
  action: string | null,
  value: unknown = 'i',
  entity: Entity = {},
): Flow {
  const node = compilePlan(graph).nodes.get(nodeId);
  if (!node) throw new Error(`no node ${nodeId}`);
  const port = node.node.outputs[0]?.name ?? '';
  return flowOut(
    node,
    { outputs: { [port]: value }, action },
    sight(() => entity),
  );
}

const sight = (entity: Sight['entity'], related: Sight['related'] = () => []): Sight => ({ entity, related });

const targets = (found: Flow) => found.deliveries.map((one) => one.connection.target.id);

function change(nodeId: string, part: Partial<Connection>): Graph {
  return {
    ...videoGraph,
    connections: videoGraph.connections.map((one) => (one.src.nodeId === nodeId ? { ...one, ...part } : one)),
  };
}

test('Video to QA routes by decision', () => {
  expect(targets(flow(videoGraph, 'inbox', null))).toEqual(['frames']);
  expect(targets(flow(videoGraph, 'halves', 'A'))).toEqual(['label-a']);
  expect(targets(flow(videoGraph, 'label-a', 'completed'))).toEqual(['qa']);
  expect(targets(flow(videoGraph, 'label-b', 'discard'))).toEqual(['discarded']);
  expect(targets(flow(videoGraph, 'qa', 'approve'))).toEqual(['approved']);
  expect(targets(flow(videoGraph, 'qa', 'something else'))).toEqual([]);
});

test('a connection that is not taken says why', () => {
  const [route] = flow(videoGraph, 'halves', 'B').routes;
  expect(route).toMatchObject({ taken: 0, passed: 1, reason: 'takes "A", the decision was "B"' });
});

test('a list goes on element by element, each with its place in the list', () => {
  const found = flow(videoGraph, 'frames', null, ['a', 'b', 'c']);
  expect(found.deliveries.map(({ value, element }) => [value, element])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]);
  expect(found.routes).toEqual([{ connection: 1, taken: 3, passed: 0, reason: '' }]);
});

test('a condition decides element by element, and those it passes by are named', () => {
  const graph = change('frames', { condition: '{"id":{"$in":["a","c"]}}' });
  const node = compilePlan(graph).nodes.get('frames');
  if (!node) throw new Error('no node');
  const port = node.node.outputs[0]?.name ?? '';
  const found = flowOut(
    node,
    { outputs: { [port]: ['a', 'b', 'c'] }, action: null },
    sight((id) => ({ id })),
  );
  expect(found.deliveries.map((one) => [one.value, one.element])).toEqual([
    ['a', 0],
    ['c', 2],
  ]);
  expect(found.refusals).toEqual([{ value: 'b', connection: 1, reason: expect.stringContaining('id') }]);
  expect(found.routes).toMatchObject([{ taken: 2, passed: 1 }]);
});

test('a condition decides together with the action', () => {
  const graph = change('inbox', { condition: '{"metadata.system.width":{"$gt":100}}' });
  const to = (width: number) => flow(graph, 'inbox', null, 'i', { metadata: { system: { width } } });
  expect(targets(to(101))).toEqual(['frames']);
  expect(to(100).routes[0]).toMatchObject({
    taken: 0,
    reason: expect.stringContaining('metadata.system.width'),
  });
});

test('a condition on annotations looks at those of the item, and only it asks for them', () => {
  const join = { on: { resource: 'annotations', local: 'itemId', forigen: 'id' }, filter: { label: 'car' } };
  const asked: unknown[] = [];
  const related = (value: unknown, type: string) => {
    asked.push([value, type]);
    return value === 'a' ? [{ label: 'sky' }, { label: 'car' }] : [];
  };
  const send = (condition: object) => {
    const node = compilePlan(change('frames', { condition: JSON.stringify(condition) })).nodes.get('frames');
    if (!node) throw new Error('no node');
    const port = node.node.outputs[0]?.name ?? '';
    const sees = sight((id) => ({ id }), related);
    return flowOut(node, { outputs: { [port]: ['a', 'b'] }, action: null }, sees);
  };
  expect(send({ filter: { id: 'b' } }).deliveries.map((one) => one.value)).toEqual(['b']);
  expect(asked).toEqual([]);
  const found = send({ filter: {}, join });
  expect(found.deliveries.map((one) => one.value)).toEqual(['a']);
  expect(found.refusals).toMatchObject([{ value: 'b', reason: 'there are no annotations' }]);
  expect(asked).toEqual([
    ['a', 'Item'],
    ['b', 'Item'],
  ]);
});

test('an output that is not named lets nothing out', () => {
  const node = compilePlan(videoGraph).nodes.get('inbox');
  if (!node) throw new Error('no node');
  expect(
    flowOut(
      node,
      { outputs: {}, action: null },
      sight(() => ({})),
    ).routes,
  ).toEqual([]);
});

test('a list for a node that joins arrives whole', () => {
  const a = makeNode('storage', { id: 'a', name: 'A', at: [0, 0] });
  const b = makeNode('merge', { id: 'b', name: 'B', at: [1, 0] });
  const ports = ['x', 'y'].map((name) => ({ portId: `b-${name}`, type: 'Item', name }));
  const join = { ...b, inputs: ports };
  const connections = ports.map(({ portId }) => ({ ...connect(a, b), tgt: { nodeId: b.id, portId } }));
  const graph = { nodes: [a, join], connections, startNodes: [{ nodeId: a.id, type: 'root' as const }] };
  expect(compilePlan(graph).nodes.get('b')?.joins).toBe(true);
  expect(flow(graph, 'a', null, ['p', 'q']).deliveries).toMatchObject([
    { value: ['p', 'q'], element: null },
    { value: ['p', 'q'], element: null },
  ]);
});

test('both spellings of the usual decisions mean the same', () => {
  expect(sameAction('complete', 'completed')).toBe(true);
  expect(sameAction('approve', 'approved')).toBe(true);
  expect(sameAction('discarded', 'discard')).toBe(true);
  expect(sameAction('completed', 'approved')).toBe(false);
});
