import { expect, test } from 'vitest';
import { datasetIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { depths, rootNode } from '#core/pipeline/graph.ts';
import { route, sameAction } from '#core/pipeline/routing.ts';
import { videoToQa } from '#core/pipeline/templates.ts';

const id = (digit: string) => datasetIdSchema.parse(digit.repeat(24));
const graph = videoToQa({
  inbox: id('1'),
  frames: id('2'),
  approved: id('3'),
  discarded: id('4'),
  recipe: recipeIdSchema.parse('5'.repeat(24)),
  every: 1,
});

function targets(nodeId: string, action: string | null, entity: Record<string, unknown> = {}): string[] {
  return route(graph, nodeId, { portId: `${nodeId}-out`, action }, entity)
    .filter((verdict) => verdict.taken)
    .map((verdict) => verdict.target.nodeId);
}

test('Video to QA routes by decision', () => {
  expect(targets('inbox', null)).toEqual(['frames']);
  expect(targets('halves', 'A')).toEqual(['label-a']);
  expect(targets('halves', 'B')).toEqual(['label-b']);
  expect(targets('label-a', 'completed')).toEqual(['qa']);
  expect(targets('label-b', 'discard')).toEqual(['discarded']);
  expect(targets('qa', 'approved')).toEqual(['approved']);
  expect(targets('qa', 'discard')).toEqual(['discarded']);
  expect(targets('qa', 'something else')).toEqual([]);
});

test('a connection that is not taken says why', () => {
  const [verdict] = route(graph, 'halves', { portId: 'halves-out', action: 'B' }, {});
  expect(verdict).toMatchObject({ taken: false, reason: 'takes "A", the decision was "B"' });
});

test('a condition decides together with the action', () => {
  const conditional = {
    ...graph,
    connections: graph.connections.map((connection) =>
      connection.src.nodeId === 'inbox'
        ? { ...connection, condition: '{"metadata.system.width":{"$gt":100}}' }
        : connection,
    ),
  };
  const to = (width: number) =>
    route(
      conditional,
      'inbox',
      { portId: 'inbox-out', action: null },
      { metadata: { system: { width } } },
    )[0];
  expect(to(101)?.taken).toBe(true);
  expect(to(100)).toMatchObject({ taken: false, reason: expect.stringContaining('metadata.system.width') });
});

test('both spellings of the usual decisions mean the same', () => {
  expect(sameAction('complete', 'completed')).toBe(true);
  expect(sameAction('approved', 'approve')).toBe(true);
  expect(sameAction('discarded', 'discard')).toBe(true);
  expect(sameAction('completed', 'approved')).toBe(false);
});

test('depth grows along the flow, also round a loop', () => {
  const found = depths(graph);
  expect(rootNode(graph)).toBe('inbox');
  expect(
    ['inbox', 'frames', 'halves', 'label-a', 'qa', 'approved'].map((nodeId) => found.get(nodeId)),
  ).toEqual([0, 1, 2, 3, 4, 5]);
  const [first] = graph.connections;
  if (!first) throw new Error('the template has connections');
  const looped = {
    ...graph,
    connections: [...graph.connections, { ...first, src: first.tgt, tgt: first.src }],
  };
  expect(depths(looped).get('inbox')).toBe(0);
});
