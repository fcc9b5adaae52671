import { describe, expect, it } from 'vitest';
import { graphSchema } from '#core/model/graph.ts';
import { datasetIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import {
  datasetText,
  datasetVariables,
  type Filling,
  fillGraph,
  wantedDataset,
} from '#core/pipeline/placeholders.ts';
import { PICTURES, VIDEOS } from '#test/cli/support/graphs.ts';

const here = datasetIdSchema.parse('1'.repeat(24));
const made = datasetIdSchema.parse('2'.repeat(24));
const recipe = recipeIdSchema.parse('5f4e0000000000000000abcd');
const NOTHING: Filling = { nodes: new Map(), variables: new Map(), recipes: [] };
const DATASETS = [{ id: here, name: 'Cats' }];

describe('a dataset in a graph from elsewhere', () => {
  it.each([
    ['an id that is here', '1'.repeat(24), { id: here }],
    ['a name that is here', 'Cats', { id: here }],
    ['a new name', 'Dogs', { make: 'Dogs' }],
    ['nothing', null, { make: 'Node' }],
    ['an id from elsewhere', 'f'.repeat(24), { make: 'Node' }],
  ])('%s', (_what, text, wanted) => {
    expect(wantedDataset(text, 'Node', DATASETS)).toEqual(wanted);
  });

  it('may be one that has the name of the node', () => {
    expect(wantedDataset(null, 'Cats', DATASETS)).toEqual({ id: here });
  });
});

describe('filling a graph', () => {
  it('puts a dataset where one is needed, and keeps everything else', () => {
    const graph = graphSchema.parse(VIDEOS);
    expect(graph.nodes.map((node) => datasetText(node))).toEqual([
      '5f4e00000000000000001234',
      'Frames',
      undefined,
      null,
    ]);
    const needy = graph.nodes.filter((node) => datasetText(node) !== undefined);
    const nodes = new Map(needy.map((node) => [node.id, made] as const));
    const filled = fillGraph(graph, { ...NOTHING, nodes });
    expect(filled.nodes.map((node) => node.metadata)).toEqual([
      { datasetId: made, triggerToPipeline: { active: true } },
      { customNodeConfig: { every: 5, datasetId: made } },
      { taskType: 'annotation' },
      { datasetId: made },
    ]);
    expect(filled.connections).toEqual(graph.connections);
  });

  it('keeps a recipe that is here, by id or by title', () => {
    const graph = graphSchema.parse(PICTURES);
    const recipes = [{ id: recipe, name: 'Boxes' }];
    const recipeOf = (filled: typeof graph) => filled.nodes[1]?.metadata['recipeId'];
    expect(recipeOf(fillGraph(graph, { ...NOTHING, recipes }))).toBe(recipe);
    const named = structuredClone(graph);
    Object.assign(named.nodes[1]?.metadata ?? {}, { recipeId: 'Boxes' });
    expect(recipeOf(fillGraph(named, { ...NOTHING, recipes }))).toBe(recipe);
    expect(recipeOf(fillGraph(graph, NOTHING))).toBeUndefined();
  });

  it('fills the variable that stands for a dataset instead of the node', () => {
    const graph = graphSchema.parse({
      ...VIDEOS,
      variables: [
        { name: 'goal', type: 'Dataset', value: 'Approved' },
        { name: 'other', type: 'Dataset' },
        { name: 'limit', type: 'Number', value: 5 },
      ],
    });
    const [first, second] = graph.nodes;
    Object.assign(first?.metadata ?? {}, { variableDataset: 'goal' });
    // Only dataset nodes take theirs from a variable.
    Object.assign(second?.metadata ?? {}, { variableDataset: 'limit' });
    expect(datasetText(first ?? fail())).toBeUndefined();
    expect([...datasetVariables(graph)]).toEqual([['goal', 'Approved']]);
    const filled = fillGraph(graph, { ...NOTHING, variables: new Map([['goal', made]]) });
    expect(filled.variables?.map(({ value }) => value)).toEqual([made, undefined, 5]);
    expect(filled.nodes[0]).toEqual(first);
  });
});

function fail(): never {
  throw new Error('the graph of the test has changed');
}
