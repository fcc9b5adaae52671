import { expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { datasetIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { readPipelineJson } from '#core/pipeline/json.ts';
import { namedPlaces, withChoices } from '#core/pipeline/placeholders.ts';
import { fc } from '#test/support/property.ts';
import { pipelineJson } from './support/arbitraries.ts';

const node = (name: string, type: string, metadata: object) => ({ id: name, name, type, metadata });
const file = {
  nodes: [
    node('in', 'storage', { datasetId: 'Footage' }),
    node('open', 'storage', {}),
    node('cut', 'function', { customNodeConfig: { datasetId: 'Footage' } }),
    node('label', 'task', { taskType: 'annotation', recipeId: 'Cars' }),
    node('var', 'storage', { variableDataset: 'target' }),
  ],
  variables: [{ name: 'target', type: 'Dataset', value: 'Out' }],
};
const read = (): Graph => readPipelineJson(file).graph;

test('all datasets and recipes that a graph names are found, each once', () => {
  expect(namedPlaces(read())).toEqual([
    { kind: 'dataset', text: 'Footage', users: ['in', 'cut'] },
    { kind: 'dataset', text: '', users: ['open'] },
    { kind: 'recipe', text: 'Cars', users: ['label'] },
    { kind: 'dataset', text: 'Out', users: ['target'] },
  ]);
});

test('what is chosen stands in every place that named it, and nothing else changes', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((digit) => datasetIdSchema.parse(digit.repeat(24)));
  if (!a || !b || !c) throw new Error('there are three');
  const recipe = recipeIdSchema.parse('d'.repeat(24));
  const chosen = withChoices(read(), {
    datasets: new Map([
      ['Footage', a],
      ['open', b],
      ['Out', c],
    ]),
    recipes: new Map([['Cars', recipe]]),
  });
  expect(chosen.nodes.map(({ metadata }) => metadata)).toEqual([
    { datasetId: a },
    { datasetId: b },
    { customNodeConfig: { datasetId: a } },
    { taskType: 'annotation', recipeId: recipe },
    { variableDataset: 'target' },
  ]);
  expect(chosen.variables).toEqual([{ name: 'target', type: 'Dataset', value: c }]);
});

test('without choices the graph stays as it is, to the byte', () => {
  const none = { datasets: new Map(), recipes: new Map() };
  fc.assert(
    fc.property(pipelineJson, (json) => {
      const { graph } = readPipelineJson(json);
      expect(JSON.stringify(withChoices(graph, none))).toBe(JSON.stringify(graph));
    }),
  );
});
