import { describe, expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { depths, itemOutput, nodeById, rootNode } from '#core/pipeline/graph.ts';
import { misreadSettings, settingsOf } from '#core/pipeline/settings.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import { variablesOf, variablesUsed, variableValues, withVariables } from '#core/pipeline/variables.ts';
import { graphOf, made, videoGraph } from './support/graphs.ts';

const empty: Graph = { nodes: [], connections: [], startNodes: [] };

test('the root is where cycles start that name no node', () => {
  expect(rootNode(videoGraph)).toBe('inbox');
  expect(rootNode({ ...videoGraph, startNodes: [] })).toBe('inbox');
  expect(rootNode(empty)).toBeNull();
  expect(itemOutput(nodeById(videoGraph, 'qa'))).toBe('qa-out');
  expect(itemOutput(made('item.delete', 'n'))).toBeNull();
  expect(() => nodeById(videoGraph, 'x')).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('depth grows along the flow, also round a loop', () => {
  const found = depths(videoGraph);
  expect(['inbox', 'frames', 'halves', 'label-a', 'qa', 'approved'].map((id) => found.get(id))).toEqual([
    0, 1, 2, 3, 4, 5,
  ]);
  const back = { src: { nodeId: 'qa', portId: 'qa-out' }, tgt: { nodeId: 'inbox', portId: 'inbox-in' } };
  const looped = { ...videoGraph, connections: [...videoGraph.connections, back] } as Graph;
  expect(depths(looped).get('inbox')).toBe(0);
});

describe('settings', () => {
  test('are read where they have the right type', () => {
    const settings = { defaultResumeOption: 'terminateExistingCycles', keepTriggersActive: true, other: 1 };
    expect(settingsOf({ ...empty, settings })).toEqual({
      defaultResumeOption: 'terminateExistingCycles',
      keepTriggersActive: true,
      activeTriggerAskAgain: null,
    });
    expect(misreadSettings({ ...empty, settings })).toEqual([]);
  });

  test.each([undefined, null, 'text', 3, [], { defaultResumeOption: 'sometimes', keepTriggersActive: 'x' }])(
    '%o counts as not set',
    (settings) => {
      const none = { defaultResumeOption: null, keepTriggersActive: null, activeTriggerAskAgain: null };
      expect(settingsOf({ ...empty, settings })).toEqual(none);
    },
  );
});

describe('variables', () => {
  const variables = [
    { name: 'set', type: 'Dataset', value: '1'.repeat(24) },
    { name: 'model', type: 'Model' },
    { name: 'note' },
  ];

  test('have a type and a value, null when not set', () => {
    expect(variablesOf({ ...empty, variables })).toEqual([
      { name: 'set', type: 'Dataset', value: '1'.repeat(24) },
      { name: 'model', type: 'Model', value: null },
      { name: 'note', type: 'Json', value: null },
    ]);
    expect(variablesOf({ ...empty, variables: null })).toEqual([]);
    expect(variableValues({ ...empty, variables }).get('set')).toBe('1'.repeat(24));
  });

  test('are named by ports, by metadata and by what updates them', () => {
    const node = made('ml', 'n', { metadata: { variableModel: 'model' } });
    Object.assign(node.inputs[0] ?? {}, { variableName: 'note' });
    expect(variablesUsed(node)).toEqual([
      { name: 'note', portId: 'n-in' },
      { name: 'model', portId: null },
    ]);
    expect(variablesUsed(made('updateVariable', 'u'))).toEqual([
      { name: 'variable', portId: 'u-in' },
      { name: 'variable', portId: 'u-out' },
    ]);
  });

  test('stand for settings of a node', () => {
    const node = made('storage', 'n', { metadata: { datasetId: null, variableDataset: 'set' } });
    const filled = withVariables(node, variableValues({ ...empty, variables }));
    expect(filled.metadata).toEqual({ ...node.metadata, datasetId: '1'.repeat(24) });
    expect(withVariables(node, new Map())).toBe(node);
    expect(withVariables(node, new Map([['set', null]]))).toBe(node);
  });

  test('must be there, and should have a value or get one', () => {
    const nodes = [
      made('storage', 'in', { metadata: { datasetId: null, variableDataset: 'set' } }),
      made('ml', 'predict', { metadata: { modelName: null, variableModel: 'model' } }),
    ];
    const graph: Graph = { ...graphOf(nodes, [['in', 'predict']]), variables };
    const found = (one: Graph) =>
      validateGraph(one).flatMap(({ code, severity, nodeId }) =>
        severity === 'lint' ? [] : [[severity, code, nodeId]],
      );
    expect(found(graph)).toEqual([['warning', 'variable-unknown', 'predict']]);
    const update = made('updateVariable', 'keep');
    for (const port of [...update.inputs, ...update.outputs])
      Object.assign(port, { type: 'Item', name: 'model' });
    expect(
      found({
        ...graphOf(
          [...nodes, update],
          [
            ['in', 'predict'],
            ['predict', 'keep'],
          ],
        ),
        variables,
      }),
    ).toEqual([]);
    expect(found({ ...graph, variables: [] })).toContainEqual(['error', 'variable-unknown', 'in']);
  });
});
