import { expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import { firstDataloopMessage } from '#core/pipeline/dataloop-message.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import { videoGraph } from './support/graphs.ts';

function answers(change: (graph: Graph) => void) {
  const copy = structuredClone(videoGraph);
  change(copy);
  const problems = validateGraph(copy);
  return (['create', 'update', 'install'] as const).map((moment) => firstDataloopMessage(problems, moment));
}

const both = (message: string) => [message, message, message];

test('a graph is refused in the words of the reference system, when saved already', () => {
  const types = 'connection source and target ports must be of the same type';
  expect(answers((graph) => Object.assign(graph.nodes[1]?.inputs[0] ?? {}, { type: 'Dataset' }))).toEqual([
    `Failed to create pipeline: ${types}`,
    `Failed to update pipeline: ${types}`,
    `Failed to update pipeline: ${types}`,
  ]);
  const action = 'connection action do not includes in port actions';
  expect(answers((graph) => Object.assign(graph.connections[2] ?? {}, { action: 'C' }))).toEqual([
    `Failed to create pipeline: ${action}`,
    `Failed to update pipeline: ${action}`,
    `Failed to update pipeline: ${action}`,
  ]);
  expect(answers((graph) => Object.assign(graph.connections[0] ?? {}, { action: 'C' }))).toEqual(
    both("Cannot read properties of undefined (reading 'includes')"),
  );
  expect(
    answers((graph) => graph.startNodes.push({ nodeId: nodeIdSchema.parse('qa'), type: 'root' })),
  ).toEqual(both('Pipeline may only include 1 root node'));
  const self = { tgt: { nodeId: 'inbox', portId: 'inbox-in' } };
  expect(answers((graph) => Object.assign(graph.connections[0] ?? {}, self))).toEqual(
    both('Infinite Loop detected for node "Videos"'),
  );
});

test('the rest is refused when it is installed', () => {
  expect(answers((graph) => Object.assign(graph.nodes[6]?.metadata ?? {}, { datasetId: null }))).toEqual([
    null,
    null,
    'Dataset node "approved" must have a datasetId',
  ]);
  expect(answers((graph) => Object.assign(graph.nodes[5]?.metadata ?? {}, { batchSize: 1 }))).toEqual([
    null,
    null,
    'Failed to create a task',
  ]);
  expect(answers((graph) => Object.assign(graph.nodes[1] ?? {}, { type: 'api' }))).toEqual([
    null,
    null,
    '"Split into frames" is of type api (video.split), which does not run on this computer.',
  ]);
});

test('warnings and lints are no refusal', () => {
  expect(answers((graph) => graph.connections.splice(9, 1))).toEqual([null, null, null]);
  expect(firstDataloopMessage(validateGraph(videoGraph))).toBeNull();
});
