import { describe, expect, test } from 'vitest';
import type { Graph, GraphNode, StartNode } from '#core/model/graph.ts';
import { triggersOf } from '#core/pipeline/triggers.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import { graphOf, made } from './support/graphs.ts';

function started(trigger: StartNode['trigger'], node: GraphNode = made('storage', 'in')): Graph {
  const graph = graphOf([node], []);
  return { ...graph, startNodes: graph.startNodes.map((start) => ({ ...start, trigger })) };
}

const event = (spec: Record<string, unknown>) => started({ type: 'Event', spec });
const cron = (spec: Record<string, unknown>, node?: GraphNode) => started({ type: 'Cron', spec }, node);

const clockwork = (): GraphNode => ({
  ...made('code', 'clockwork'),
  inputs: [],
  config: { package: { code: '1' } },
});

const problems = (graph: Graph) =>
  validateGraph(graph)
    .filter(({ code }) => code.startsWith('trigger') || code.startsWith('cron'))
    .map(({ code, severity }) => `${severity} ${code}`);

describe('an event trigger', () => {
  test.each([
    ['a JSON string', '{"$and":[{"hidden":false}]}', '{"$and":[{"hidden":false}]}'],
    ['an empty object', {}, ''],
    ['an object', { $and: [{ annotated: false }] }, '{"$and":[{"annotated":false}]}'],
    ['nothing', null, ''],
  ])('has a filter in the form of %s', (_form, filter, text) => {
    const graph = event({ filter, resource: 'Item', actions: ['Updated'], executionMode: 'Always' });
    expect(triggersOf(graph)).toEqual([
      {
        kind: 'event',
        nodeId: 'in',
        name: null,
        resource: 'Item',
        actions: ['Updated'],
        executionMode: 'Always',
        filter: text,
      },
    ]);
    expect(problems(graph)).toEqual([]);
  });

  test('that says little means what the reference system takes by default', () => {
    expect(triggersOf(event({}))).toMatchObject([
      { resource: 'Item', actions: ['Created'], executionMode: 'Once', filter: '' },
    ]);
    expect(triggersOf(event({ actions: 'Deleted' }))).toMatchObject([{ actions: ['Deleted'] }]);
    expect(triggersOf(started({ type: 'Event', spec: null }))).toMatchObject([{ resource: 'Item' }]);
  });

  test('needs an input for its resource, an event that happens and a filter that can be read', () => {
    expect(problems(event({ resource: 'Annotation' }))).toEqual(['error trigger-resource']);
    expect(problems(event({ resource: 'ItemStatus', actions: ['taskAssigned'] }))).toEqual([]);
    expect(problems(event({ resource: 'Weather' }))).toEqual(['error trigger']);
    expect(problems(event({ resource: 'Item', actions: ['Created', 'Painted'] }))).toEqual([
      'warning trigger',
    ]);
    expect(problems(event({ filter: '{' }))).toEqual(['error trigger-filter']);
  });
});

describe('a cron trigger', () => {
  test('is read with its times and its input', () => {
    const spec = { cron: '0 2 * * *', startAt: '2026-03-01T00:00:00Z', endAt: 5, input: { a: 1 } };
    expect(triggersOf(started({ type: 'Cron', name: 'nightly', spec }))).toEqual([
      {
        kind: 'cron',
        nodeId: 'in',
        name: 'nightly',
        cron: '0 2 * * *',
        startAt: '2026-03-01T00:00:00Z',
        endAt: 5,
        input: { a: 1 },
      },
    ]);
    expect(triggersOf(cron({}))).toMatchObject([{ cron: '', startAt: null, endAt: null, input: {} }]);
  });

  test.each([
    ['0 2 * * *', []],
    ['  */5 0 2 * * MON-FRI ', []],
    ['0 2 * *', ['error cron']],
    ['', ['error cron']],
    ['every night, or so, at two, please', ['error cron']],
  ])('with the times "%s"', (text, expected) => {
    expect(problems(cron({ cron: text }, clockwork()))).toEqual(expected);
  });

  test('has nothing to give to inputs', () => {
    expect(problems(cron({ cron: '0 2 * * *' }))).toEqual(['error cron-inputs']);
    // The reference system allows no inputs at all; here they may have a value.
    expect(problems(cron({ cron: '0 2 * * *', input: { item: 'x' } }))).toEqual(['lint cron-inputs']);
  });
});

test('a trigger of an unknown type is named and not read', () => {
  const graph = started({ type: 'Moon', spec: {} });
  expect(triggersOf(graph)).toEqual([]);
  expect(problems(graph)).toEqual(['error trigger']);
  expect(triggersOf(graphOf([made('storage', 'in')], []))).toEqual([]);
});

test('the filter for existing items is looked at too', () => {
  const node = made('storage', 'in', { metadata: { triggerToPipeline: { active: true, filter: '{' } } });
  expect(problems(graphOf([node], []))).toEqual(['error trigger-filter']);
});
