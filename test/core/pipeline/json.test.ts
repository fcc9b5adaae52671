import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Graph, graphSchema } from '#core/model/graph.ts';
import { readPipelineJson, writePipelineJson } from '#core/pipeline/json.ts';
import { hasPosition } from '#core/pipeline/layout.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import { triggersOf } from '#core/pipeline/triggers.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import { fc } from '#test/support/property.ts';
import { pipelineJson } from './support/arbitraries.ts';
import { made, videoGraph } from './support/graphs.ts';

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}

/** Read, and written under its own name; as text, because that shows the order of keys. */
function roundTrip(text: string): string {
  const { name, graph } = readPipelineJson(JSON.parse(text));
  return JSON.stringify(writePipelineJson({ name: name ?? 'nameless', graph }));
}

function errorsOf(graph: Graph) {
  const errors = validateGraph(graph).filter(({ severity }) => severity === 'error');
  return errors.map(({ code, nodeId }) => [code, nodeId]);
}

test('any pipeline comes back as it was, unknown keys and their order included', () => {
  fc.assert(
    fc.property(pipelineJson, (json) => {
      const text = JSON.stringify(json);
      expect(roundTrip(text)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('the schema of calls keeps the order of keys too', () => {
  fc.assert(
    fc.property(pipelineJson, (json) => {
      const text = JSON.stringify(json);
      expect(JSON.stringify(graphSchema.parse(JSON.parse(text)))).toBe(text);
    }),
  );
});

test('a live pipeline is read with all that its server knows of it', () => {
  const json = fixture('live-pipeline');
  const { name, graph, problems } = readPipelineJson(json);
  expect(name).toBe('Nightly retrain');
  expect(graph).toEqual(json);
  expect(writePipelineJson({ name: 'Nightly retrain', graph })).toEqual(json);
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['settings', 'The setting keepTriggersActive has a wrong type and counts as not set.'],
    ['settings', 'The setting activeTriggerAskAgain has a wrong type and counts as not set.'],
  ]);
  expect(errorsOf(graph)).toEqual([['remote-only', 'n-train']]);
  expect(triggersOf(graph)).toMatchObject([
    { kind: 'event', nodeId: 'n-set', filter: '{"$and":[{"annotated":false}]}', executionMode: 'Always' },
    { kind: 'cron', nodeId: 'n-train', cron: '0 2 * * *' },
  ]);
});

test('a template in an app is read, with lists that are missing as empty ones', () => {
  const { name, graph, problems } = readPipelineJson(fixture('app-manifest'));
  expect(name).toBe('Street labelling by daylight');
  expect(graph.nodes.map(runnableOf)).toEqual(['storage', 'split', 'task', null]);
  expect(graph.nodes[3]).toMatchObject({ inputs: [], namespace: null, app: { componentName: 'counter' } });
  expect(problems).toMatchObject([{ code: 'templates', severity: 'warning' }]);
  expect(errorsOf(graph)).toEqual([
    ['no-dataset', graph.nodes[0]?.id],
    ['not-runnable', graph.nodes[3]?.id],
  ]);
  const written = writePipelineJson({ name: 'Renamed', graph });
  expect(written).toMatchObject({ name: 'Renamed', description: 'Pictures by day go to labelling' });
  expect(Object.keys(written)).toEqual(Object.keys(graph));
});

test('our own export and a shown pipeline are read', () => {
  const exported = writePipelineJson({ name: 'Ours', graph: videoGraph });
  expect(readPipelineJson(exported)).toEqual({ name: 'Ours', graph: exported, problems: [] });
  const shown = { id: 'x', name: 'Ours', status: 'Installed', version: 3, graph: videoGraph };
  expect(readPipelineJson(shown)).toEqual({ name: 'Ours', graph: videoGraph, problems: [] });
});

test('what we add has a place that the reference system leaves alone', () => {
  const known = new Set(['id', 'name', 'type', 'inputs', 'outputs', 'namespace', 'metadata']);
  const { nodes, ...rest } = writePipelineJson({ name: 'Ours', graph: videoGraph });
  expect(Object.keys(rest).sort()).toEqual(['connections', 'name', 'startNodes']);
  for (const node of nodes as object[]) {
    for (const key of Object.keys(node)) expect(known).toContain(key);
  }
});

test('nodes without a place are given one, so that other tools can read them', () => {
  const nodes = ['a', 'b', 'c'].map((id) => made('storage', id));
  for (const node of nodes.slice(1)) node.metadata = { datasetId: node.metadata['datasetId'] };
  const { nodes: written } = writePipelineJson({
    name: 'x',
    graph: { nodes, connections: [], startNodes: [] },
  }) as unknown as { nodes: typeof nodes };
  expect(written.every(hasPosition)).toBe(true);
  const places = written.map((node) => JSON.stringify(node.metadata['position']));
  expect(new Set(places).size).toBe(3);
  expect(written[0]).toEqual(nodes[0]);
});

describe('what is no pipeline is refused with the reason', () => {
  test.each([
    ['a list', [], 'This is not a pipeline: it is not a JSON object.'],
    ['another file', { name: 'package', version: '1' }, 'This is not a pipeline: it has no nodes.'],
    ['an app without templates', { components: { pipelineTemplates: [] } }, /no pipeline templates/],
    ['nodes that are none', { nodes: [{ name: 'x' }] }, /^This is not a pipeline \(nodes\.0\.id\)/],
    ['nodes that are a text', { nodes: 'x' }, /^This is not a pipeline \(nodes\)/],
    ['an end without a port', { nodes: [], connections: [{ src: {}, tgt: {} }] }, /connections\.0\.src/],
  ])('%s', (_name, json, message) => {
    expect(() => readPipelineJson(json)).toThrow(message);
    expect(() => readPipelineJson(json)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
