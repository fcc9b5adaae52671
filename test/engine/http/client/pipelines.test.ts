/** Pipelines as they are drawn: nodes of every kind, connections, triggers, settings and variables, there and back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datasets, projects } from './data.ts';
import { bare, prepared } from './filters.ts';
import {
  addNode,
  addTrigger,
  codeNode,
  connectNodes,
  datasetNode,
  type Held,
  io,
  makeNode,
  removeNode,
  taskNode,
  toJson,
} from './graph.ts';
import { pipelines, triggers } from './pipelines.ts';
import { readPage } from './readers.ts';
import { openServed, type Served } from './server.ts';
import type { Client, Json } from './wire.ts';

const ADA = 'ada@example.com';

let served: Served;
let client: Client;
let project: Json;
let dataset: Json;
beforeAll(async () => {
  served = await openServed();
  client = served.client();
  project = await projects.create(client, 'pipelines');
  dataset = await datasets.create(client, project, 'in');
});
afterAll(async () => await served.close());

const begin = (name = 'begin') => datasetNode(project, name, dataset, { dir: '/x' });
const people = (name = 'label', more: Json = {}) => taskNode(project, name, dataset, ADA, more);
const create = (name: string) => pipelines.create(client, project, name);
const again = async (held: Held) => await pipelines.get(client, held.json.id);

const SERVICE_RUNNER = `
import dtlpy as dl

class ServiceRunner:

    @staticmethod
    def run(item):
        return item
`;

/** One node of every kind that the SDK, the platform's templates and its apps write. */
function everyKind(): Json[] {
  const node = (name: string, type: string, functionName: string, more: object = {}) =>
    makeNode(project, { name, type, functionName, ...more });
  const model = {
    modelId: 'm1',
    modelName: 'yolo',
    mlType: 'predict',
    variableModel: null,
    serviceConfig: {},
  };
  const groups = [
    { id: 'g1', name: 'train', distribution: 80 },
    { id: 'g2', name: 'test', distribution: 20 },
  ];
  const dpk = { namespace: { moduleName: 'data_split', packageName: 'data-split' } };
  return [
    begin(),
    people('label', {
      outputs: [io('item', 'Item', ['complete', 'discard']), io('task', 'Task', ['completed'])],
    }),
    people('qa', { taskType: 'qa', batchSize: 3, maxBatchWorkload: 5, groups: ['g'] }),
    people('together', { consensusTaskType: 'consensus', consensusPercentage: 50, consensusAssignees: 2 }),
    codeNode(project, 'code', 'run', SERVICE_RUNNER),
    node('faas', 'function', 'cut', {
      namespace: { serviceName: 's', moduleName: 'default_module', packageName: 'p' },
    }),
    node('model', 'ml', 'predict', { metadata: model, outputs: [io(), io('annotations', 'Annotation[]')] }),
    node('split', 'custom', 'data_split', {
      ...dpk,
      metadata: { customNodeConfig: { groups, distributeEqually: false, itemMetadata: true } },
      outputs: [io('item', 'Item', ['train', 'test'])],
    }),
    node('wait', 'custom', 'wait_for_cycle', { outputs: [io('item', 'Item', ['continue', 'wait'])] }),
    node('variable', 'updateVariable', 'update_variable', {
      inputs: [io('best', 'Model')],
      outputs: [io('best', 'Model')],
    }),
    node('merge', 'merge', 'merge', { inputs: [io('first'), io('second')] }),
    node('parts', 'split', 'split', { outputs: [io('item', 'Item', ['a', 'b'])] }),
    node('app', 'custom', 'run', {
      metadata: { customNodeConfig: { deep: [{ a: null }] }, codeApplicationName: 'x' },
    }),
    node('api', 'api', 'call', { inputs: [io('text', 'String'), io('many', 'Vector[]')] }),
  ];
}

describe('nodes', () => {
  test('one of every kind comes back as it was sent, read and sent again', async () => {
    const held = await create('kinds');
    for (const node of everyKind()) addNode(held, node);
    const [first] = held.nodes;
    for (const node of held.nodes.slice(1, 5)) connectNodes(held, first, node);
    const sent = structuredClone(toJson(held));
    const updated = await pipelines.update(client, held);
    for (const now of [updated, await again(held)]) {
      const back = toJson(now);
      expect(back.nodes).toEqual(sent.nodes);
      expect(back.connections).toEqual(sent.connections);
      expect(back.startNodes).toEqual([{ nodeId: first.id, type: 'root' }]);
    }
    const version = updated.json.versionNumber;
    expect((await pipelines.update(client, await again(held))).json.versionNumber).toBe(version);
    const validated = await pipelines.validate(client, toJson(updated));
    expect(validated).toMatchObject({ valid: false, message: expect.any(String) });
  });

  test('a connection to the root moves the root; without a node its connections are gone', async () => {
    const held = await create('roots');
    const [label, first] = [people(), begin()];
    addNode(held, label);
    addNode(held, first);
    connectNodes(held, first, label);
    expect(held.startNodes).toEqual([{ nodeId: first.id, type: 'root' }]);
    connectNodes(held, label, begin('end'), { action: 'discard' });
    const updated = await pipelines.update(client, held);
    expect(updated.connections).toMatchObject([{}, { action: 'discard' }]);
    removeNode(updated, 'begin');
    const now = await pipelines.update(client, updated);
    expect(now.nodes.map(({ name }) => name)).toEqual(['label', 'end']);
    expect(now).toMatchObject({ connections: [{ action: 'discard' }], startNodes: [{ nodeId: label.id }] });
    expect(await client.ask('GET', `/pipelines/${held.json.id}/nodes/${label.id}`)).toMatchObject({
      name: 'label',
    });
  });

  test('data that is there already is asked for by the node, with its filter as a text', async () => {
    const held = await create('existing');
    const filter = JSON.stringify({ $and: [{ hidden: false }, { type: 'file' }] });
    addNode(held, datasetNode(project, 'all', dataset, { triggerToPipeline: { active: true, filter } }));
    const { nodes } = await pipelines.update(client, held);
    expect(nodes).toMatchObject([{ metadata: { triggerToPipeline: { active: true, filter } } }]);
  });
});

describe('connections', () => {
  test.each([
    { $and: [{ hidden: false }, { type: 'file' }, { 'metadata.user.k': { $gt: 1 } }] },
    { 'metadata.system.mimetype': 'image/*' },
    { resource: 'items', filter: { $and: [{ filename: { $regex: '^/a' } }] } },
  ])('a condition is a text with JSON in it: %j', async (condition) => {
    const held = await create('conditions');
    const first = addNode(held, begin());
    connectNodes(held, first, people(), { filters: condition });
    const updated = await pipelines.update(client, held);
    expect(updated.connections).toMatchObject([{ filters: condition }]);
    expect((await pipelines.update(client, updated)).connections).toMatchObject([{ filters: condition }]);
  });

  test('an empty condition, and one that is not there, are read as well', async () => {
    const { json } = await create('empty conditions');
    const [first, label] = [begin(), people()];
    const ends = { src: { nodeId: first.id, portId: first.outputs[0].portId } };
    const connections = ['{}', '', null].map((condition) => {
      const tgt = { nodeId: label.id, portId: label.inputs[0].portId };
      return { ...ends, tgt, ...(condition === null ? {} : { condition }) };
    });
    const startNodes = [{ nodeId: first.id, type: 'root' }];
    const sent = { ...json, nodes: [first, label], connections, startNodes };
    await client.ask('PATCH', `/pipelines/${json.id}`, sent);
    const held = await pipelines.get(client, json.id);
    expect(held.connections).toHaveLength(3);
    await pipelines.update(client, held);
  });
});

describe('triggers', () => {
  test('an event on the root, an event beside it and a time: each comes back in its form', async () => {
    const held = await create('triggers');
    const [first, other, timed] = [begin(), people(), people('timed')];
    for (const node of [first, other, timed]) addNode(held, node);
    addTrigger(held, first, { filter: JSON.stringify({ $and: [{ 'metadata.user.k': 1 }] }) });
    addTrigger(held, other, {
      resource: 'ItemStatus',
      actions: ['Updated'],
      executionMode: 'Always',
      filter: { $and: [] },
    });
    addTrigger(held, timed, { cron: '0 5 * * *' }, 'Cron');
    const sent = structuredClone(held.startNodes);
    const updated = await pipelines.update(client, held);
    expect(updated.startNodes).toMatchObject(sent);
    expect((await pipelines.update(client, updated)).startNodes).toMatchObject(sent);
    const found = await triggers(client, { 'spec.operation.id': held.json.id });
    expect(found.map(({ type }) => type).toSorted()).toEqual(['Cron', 'Event', 'Event']);
    expect(await client.ask('GET', `/triggers/${encodeURIComponent(found[0].id)}`)).toMatchObject({
      id: found[0].id,
    });
  });
});

describe('settings and variables', () => {
  test('settings go first, with the text of one in all of them; then everything: no version is made of it', async () => {
    const held = await create('settings');
    addNode(held, begin());
    const updated = await pipelines.update(client, held);
    const { versionNumber } = updated.json;
    updated.settings = { ...updated.settings, defaultResumeOption: 'resumeExistingCycles' };
    const before = client.sent.length;
    const changed = await pipelines.update(client, updated);
    expect(client.sent.slice(before)).toEqual([
      `PATCH /pipelines/${held.json.id}`,
      `PATCH /pipelines/${held.json.id}`,
    ]);
    expect(changed.json).toMatchObject({
      settings: { defaultResumeOption: 'resumeExistingCycles' },
      versionNumber,
    });
    expect(changed.json.settings.keepTriggersActive ?? false).not.toBe('resumeExistingCycles');
    expect((await pipelines.update(client, changed)).json.settings).toEqual(changed.json.settings);
  });

  test('variables go by themselves, then with everything; values come back with what the server knows', async () => {
    const held = await create('variables');
    addNode(held, begin());
    const { variables } = await pipelines.update(client, held);
    expect(variables).toEqual([]);
    const now = await again(held);
    // As `dl.Variable` has it before the server has seen it.
    now.variables.push({ name: 'limit', type: 'Integer', value: 3, description: 'how many' });
    const before = client.sent.length;
    const updated = await pipelines.update(client, now);
    expect(client.sent.slice(before)).toEqual([
      `PATCH /pipelines/${held.json.id}/variables`,
      `PATCH /pipelines/${held.json.id}`,
    ]);
    expect(updated.variables).toMatchObject([
      { name: 'limit', value: 3, reference: held.json.id, creator: ADA },
    ]);
    updated.variables[0].value = 4;
    expect((await pipelines.update(client, updated)).variables).toMatchObject([
      { id: updated.variables[0].id, value: 4 },
    ]);
  });

  test('name and description change; status, creator and the rest are the server’s', async () => {
    const held = await create('mine');
    const json = {
      ...held.json,
      name: 'yours',
      description: 'd',
      status: 'Installed',
      creator: 'x',
      compositionId: 'y',
    };
    const updated = await pipelines.update(client, { ...held, json });
    expect(updated.json).toMatchObject({ name: 'yours', description: 'd', status: 'Created', creator: ADA });
    expect(updated.json.compositionId).toBe(held.json.compositionId);
  });
});

describe('as JSON', () => {
  test('a pipeline made of another’s JSON is its own', async () => {
    const held = await create('original');
    connectNodes(held, addNode(held, begin()), people());
    const original = await pipelines.update(client, held);
    const copy = await pipelines.create(client, project, 'copy', toJson(original));
    expect(copy.json.id).not.toBe(original.json.id);
    expect(copy.json).toMatchObject({ name: 'copy', status: 'Created', creator: ADA });
    expect(copy.nodes.map(({ name }) => name)).toEqual(['begin', 'label']);
    expect(copy.connections).toEqual(original.connections);
    expect(await pipelines.list(client, { name: 'copy' }, { projectId: project.id })).toHaveLength(1);
  });

  test('versions are there to look at and to go back to', async () => {
    const held = await create('versions');
    addNode(held, begin());
    const first = await pipelines.update(client, held);
    connectNodes(first, first.nodes[0], people());
    const second = await pipelines.update(client, first);
    const path = `/pipelines/${held.json.id}/versions`;
    expect((await client.ask('GET', path)).items[0]).toMatchObject({
      versionNumber: second.json.versionNumber,
    });
    const restored = await client.ask('POST', `${path}/${first.json.versionNumber}/restore`, {});
    expect(restored.nodes).toHaveLength(1);
    expect(restored.versionNumber).toBeGreaterThan(second.json.versionNumber);
  });
});

describe('refusals', () => {
  const failing = async (change: (held: Held) => void) => {
    const held = await create('refused');
    change(held);
    return await pipelines.update(client, held).catch((error: unknown) => error);
  };

  test.each([
    [
      'ports of other types',
      'must be of the same type',
      (held: Held) => {
        const first = addNode(held, begin());
        const text = makeNode(project, {
          name: 't',
          type: 'code',
          functionName: 'run',
          inputs: [io('text', 'String')],
        });
        connectNodes(held, first, text);
      },
    ],
    [
      'an action that the port has not',
      'do not includes in port actions',
      (held: Held) => void connectNodes(held, addNode(held, people()), begin('end'), { action: 'nonsense' }),
    ],
    [
      'an action where there are none',
      "reading 'includes'",
      (held: Held) => void connectNodes(held, addNode(held, begin()), begin('end'), { action: 'complete' }),
    ],
    [
      'two roots',
      '1 root node',
      (held: Held) => {
        for (const node of [begin(), begin('b')]) addNode(held, node);
        held.startNodes.push({ nodeId: held.nodes[1].id, type: 'root' });
      },
    ],
    [
      'a node that leads to itself',
      'Infinite Loop',
      (held: Held) => {
        const label = addNode(held, people());
        connectNodes(held, label, label);
      },
    ],
  ])('%s', async (_, message, change) => {
    expect(await failing(change)).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^Invalid input specified, /),
    });
    expect(await failing(change)).toMatchObject({ message: expect.stringContaining(message) });
  });

  test('the rest when it is installed, and the composition says why', async () => {
    const held = await create('no dataset');
    addNode(held, datasetNode(project, 'nowhere', { id: null }));
    await pipelines.update(client, held);
    const failed = pipelines.install(client, held.json.id);
    await expect(failed).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('must have a datasetId'),
    });
    const now = await again(held);
    expect(now.json.status).toBe('Failure');
    expect((await pipelines.composition(client, now)).errorText).toMatchObject({
      message: expect.any(String),
    });
    const late = await create('existing after something');
    const load = datasetNode(project, 'load', dataset, { triggerToPipeline: { active: true, filter: null } });
    connectNodes(late, addNode(late, begin()), load);
    await pipelines.update(client, late);
    await expect(pipelines.install(client, late.json.id)).rejects.toMatchObject({ status: 400 });
    const pulling = await create('pulling');
    addNode(pulling, people('pull', { batchSize: 1, maxBatchWorkload: 50 }));
    await pipelines.update(client, pulling);
    await expect(pipelines.install(client, pulling.json.id)).rejects.toMatchObject({ status: 400 });
    const failed400 = expect.stringContaining('Request failed with status code 400, Failed to create a task');
    const { errorText } = await pipelines.composition(client, await again(pulling));
    expect(errorText.message).toEqual(failed400);
    // Compositions are listed where pipelines are.
    const asked = prepared(bare('composition', { id: { $in: [pulling.json.compositionId] } }));
    const page = readPage(await client.ask('POST', '/pipelines/query', asked), (one) => one);
    expect(page).toMatchObject({ totalItemsCount: 1, items: [{ errorText: { message: failed400 } }] });
  });
});
