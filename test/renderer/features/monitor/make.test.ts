import { expect, it } from 'vitest';
import { readPipelineJson } from '#core/pipeline/json.ts';
import { TEMPLATES } from '#core/pipeline/templates.ts';
import type { call } from '#renderer/client/client.ts';
import {
  buildTemplate,
  firstChoice,
  firstValues,
  LEAVE,
  MAKE,
  makeChoices,
  missingValues,
  newName,
  sampleGraph,
} from '#renderer/features/monitor/make/parts.ts';
import { readPipelineFile } from '#renderer/features/monitor/make/read-file.ts';

const NOTHING = { datasets: [], recipes: [] };
const id = (digit: string) => digit.repeat(24);

/** Makes what it is asked for, under ids that count up. */
function maker() {
  const made: string[] = [];
  const ask = (async (name: string, input: { name?: string; title?: string }) => {
    made.push(`${name} ${input.name ?? input.title}`);
    return { id: id(String(made.length)) };
  }) as unknown as typeof call;
  return { made, ask };
}

it.each(TEMPLATES)('$title can be made in an empty project, with what it needs', async (template) => {
  const { made, ask } = maker();
  const first = firstValues(template, NOTHING);
  const values = { ...first, ...('model' in first ? { model: 'detector' } : {}) };
  expect(missingValues(template, values)).toEqual([]);
  const graph = await buildTemplate(ask, id('p'), template, values);
  expect(made).toHaveLength(
    template.needs.filter(({ kind }) => kind === 'dataset' || kind === 'recipe').length,
  );
  expect(JSON.stringify(graph)).not.toContain(MAKE);
  // The drawing on its card is of this very graph.
  expect(sampleGraph(template).connections).toEqual(graph.connections);
});

it('takes what is here under the name, and says what is missing or out of bounds', () => {
  const [simple] = TEMPLATES;
  const sampling = TEMPLATES.find((one) => one.id === 'qa-sampling');
  const model = TEMPLATES.find((one) => one.id === 'pre-label-and-review');
  if (!simple || !sampling || !model) throw new Error('they are there');
  const here = { datasets: [{ id: id('a'), name: 'INBOX' }], recipes: [{ id: id('b'), name: 'Cars' }] };
  expect(firstValues(simple, here)).toMatchObject({ inbox: id('a'), recipe: id('b'), done: MAKE });
  const values = firstValues(sampling, here);
  expect(missingValues(sampling, { ...values, share: 101 })).toEqual(['share']);
  expect(missingValues(sampling, { ...values, share: '' })).toEqual(['share']);
  expect(missingValues(model, firstValues(model, here))).toEqual(['model']);
});

const FILE = {
  nodes: [
    { id: 'a', name: 'In', type: 'storage', metadata: { datasetId: id('f') } },
    { id: 'b', name: 'Out', type: 'storage', metadata: { datasetId: 'Done' } },
    { id: 'c', name: 'Label', type: 'task', metadata: { recipeId: 'Cars' } },
  ],
};

it('reads a file with all that is wrong with it, errors first, and leaves what is not here', async () => {
  const file = readPipelineFile(JSON.stringify(FILE), 'flow.json');
  expect(file.name).toBe('flow');
  expect(file.problems.length).toBeGreaterThan(0);
  expect(file.graph).toEqual(readPipelineJson(FILE).graph);
  const known = [{ id: id('d'), name: 'done' }];
  expect(file.places.map((place) => firstChoice(place, known))).toEqual([LEAVE, id('d'), LEAVE]);
  expect(file.places.map(newName)).toEqual(['In', 'Done', 'Cars']);
  const { made, ask } = maker();
  const chosen = new Map(file.places.map((place, index) => [place, index === 1 ? id('d') : MAKE]));
  const choices = await makeChoices(ask, id('p'), file.places, chosen);
  expect(made).toEqual(['datasets.create In', 'recipes.create Cars']);
  expect([...choices.datasets, ...choices.recipes]).toEqual([
    [id('f'), id('1')],
    ['Done', id('d')],
    ['Cars', id('2')],
  ]);
});

it('says why a file is no pipeline', () => {
  expect(() => readPipelineFile('[]', 'x.json')).toThrow(
    'x.json is not a pipeline: it is not a JSON object.',
  );
  expect(() => readPipelineFile('{', 'x.json')).toThrow(SyntaxError);
});
