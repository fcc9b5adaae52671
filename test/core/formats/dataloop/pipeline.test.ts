import { expect, test } from 'vitest';
import { readNewPipeline, readPipelineChange, writePipeline } from '#core/formats/dataloop/pipeline.ts';
import { changeTrigger, readTriggerId, triggerIdOf, withoutTrigger } from '#core/formats/dataloop/trigger.ts';
import type { Graph } from '#core/model/graph.ts';
import { pipelineIdSchema, projectIdSchema } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { videoGraph } from '../../pipeline/support/graphs.ts';

const BASE = 'http://127.0.0.1:7411/api/v1';

function pipelineOf(graph: Graph, more: Partial<Pipeline> = {}): Pipeline {
  return {
    id: pipelineIdSchema.parse('a'.repeat(24)),
    projectId: projectIdSchema.parse('b'.repeat(24)),
    name: 'p',
    status: 'Created',
    version: 1,
    installedVersion: 0,
    description: null,
    creator: 'ada@example.com',
    createdAt: 0,
    updatedAt: 1000,
    counts: { nodes: [], connections: [], cycles: { inProgress: 0, success: 0, failed: 0, terminated: 0 } },
    graph,
    settings: {},
    variables: {},
    ...more,
  };
}

/** As it is after a client has sent back what it got. */
function sentBack(before: Pipeline, change: (json: Record<string, unknown>) => object = (json) => json) {
  const json = JSON.parse(JSON.stringify(writePipeline(before, BASE)));
  return readPipelineChange(before, { ...json, ...change(json) });
}

test('what was read goes out as it came in, and what goes out comes back as no change', () => {
  const { graph } = readNewPipeline({ ...videoGraph, id: 'x', name: 'n', status: 'Installed' });
  expect(graph).toEqual(videoGraph);
  const before = pipelineOf(graph);
  expect(writePipeline(before, BASE)).toMatchObject(JSON.parse(JSON.stringify(videoGraph)));
  const change = sentBack(before);
  expect(change).toMatchObject({ name: 'p', description: null, settings: {}, variables: {} });
  expect(pipelineOf(change.graph ?? graph)).toEqual(before);
});

test('a part that is sent changes that part; null takes away, and lists are replaced', () => {
  const before = pipelineOf({ ...videoGraph, template: { id: 't' } });
  expect(readPipelineChange(before, { name: 'new' }).graph).toBeUndefined();
  const { graph } = readPipelineChange(before, { connections: [], template: null });
  expect(graph).toEqual({ ...videoGraph, connections: [] });
});

test('a value of a variable is no change of the graph, and a definition is', () => {
  const limit = { name: 'limit', type: 'Integer', value: 1 };
  const before = pipelineOf({ ...videoGraph, variables: [limit] }, { variables: { limit: 2 } });
  const [written] = writePipeline(before, BASE).variables;
  expect(written).toMatchObject({ ...limit, id: 'limit', value: 2, reference: before.id });
  const changed = sentBack(before, () => ({ variables: [{ ...written, value: 3 }] }));
  expect(changed).toMatchObject({ variables: { limit: 3 }, graph: { variables: [limit] } });
  const other = sentBack(before, () => ({ variables: [{ ...written, type: 'Float' }] }));
  expect(other).toMatchObject({ variables: {}, graph: { variables: [{ ...limit, type: 'Float' }] } });
  expect(() => readPipelineChange(before, { variables: [{ name: '' }] })).toThrow('must have a name');
});

test('a condition that is an object becomes its text', () => {
  const [first, ...others] = videoGraph.connections;
  const condition = { name: 'a*' };
  const { graph } = readNewPipeline({ ...videoGraph, connections: [{ ...first, condition }, ...others] });
  expect(graph.connections[0]?.condition).toBe('{"name":"a*"}');
});

test('a trigger is named by its place, changed and taken away there alone', () => {
  const place = { pipelineId: 'a'.repeat(24), index: 0, nodeId: 'in-box 1-2' };
  expect(readTriggerId(triggerIdOf(place))).toEqual(place);
  expect(readTriggerId('a'.repeat(24))).toBeNull();
  const start = videoGraph.startNodes[0];
  const at = { ...place, nodeId: String(start?.nodeId) };
  const graph = changeTrigger(videoGraph, at, {
    name: 'n',
    spec: { executionMode: 'Always', operation: {} },
  });
  expect(graph.startNodes[0]).toMatchObject({ trigger: { name: 'n', spec: { executionMode: 'Always' } } });
  expect(graph.startNodes[0]?.trigger?.spec).not.toHaveProperty('operation');
  expect(withoutTrigger(graph, at).startNodes[0]).toEqual({ nodeId: start?.nodeId, type: 'root' });
  expect(() => withoutTrigger(graph, { ...at, nodeId: 'other' })).toThrow('no trigger');
});
