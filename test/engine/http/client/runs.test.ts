/** The rest of what runs: triggers by themselves, commands, variables, waits, and calls of the document that no SDK makes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { over } from './commands.ts';
import { bare, filters, prepared } from './filters.ts';
import { type Flow, node, openFlow, ranAt } from './flow.ts';
import { addNode, addTrigger, connectNodes, type Held, io, makeNode } from './graph.ts';
import { items } from './items.ts';
import { cycles, executions, pipelines, triggers } from './pipelines.ts';
import { readCommand, readPage } from './readers.ts';
import { assignments, shares, statusIn, tasks, updateStatus } from './tasks.ts';
import { type Client, type Json, until } from './wire.ts';

const PASS = 'export default (item) => item';
const BOB = 'bob@example.com';

let flow: Flow;
let client: Client;
let project: Json;
let inbox: Json;
beforeAll(async () => {
  flow = await openFlow();
  ({ client, project, inbox } = flow);
});
afterAll(async () => await flow.served.close());

const passing = () => flow.installed((one) => void addNode(one, flow.code('only', PASS)));

describe('triggers', () => {
  const triggered = (trigger: object) =>
    flow.installed((one) => {
      const begin = addNode(one, flow.store('begin', inbox));
      addTrigger(one, begin, trigger);
      connectNodes(one, begin, flow.code('end', PASS));
    });
  const filterOn = (key: string) => JSON.stringify({ $and: [{ [`metadata.user.${key}`]: true }] });
  const userOf = async (item: Json, user: object) => {
    const now = await flow.now(item);
    await items.update(client, now, { ...now, metadata: { ...now.metadata, user } });
  };
  const counted = (held: Held, count: number) =>
    until(
      () => cycles.list(client, held.json.id),
      (list) => list.length >= count,
    );

  test.each([
    ['Once', 1],
    ['Always', 2],
  ])('%s: an item that is changed twice starts %i', async (executionMode, count) => {
    const key = flow.unique('key');
    const held = await triggered({ filter: filterOn(key), actions: ['Updated'], executionMode });
    const item = await flow.file();
    await userOf(item, { [key]: true });
    await counted(held, 1);
    await userOf(item, { [key]: true, more: 1 });
    const other = await flow.file();
    await userOf(other, { [key]: true });
    expect(await counted(held, count + 1)).toHaveLength(count + 1);
  });

  test('one is renamed and switched off by sending all of it, and taken away', async () => {
    const held = await triggered({ filter: filterOn('never') });
    const [trigger] = await triggers(client, { 'spec.operation.id': held.json.id });
    const path = `/triggers/${trigger.id}`;
    const changed = await client.ask('PATCH', path, { ...trigger, name: 'mine', active: false });
    expect(changed).toMatchObject({ id: trigger.id, name: 'mine', active: false, spec: trigger.spec });
    expect(await triggers(client, { name: 'mine' }, { projectId: project.id })).toMatchObject([
      { id: trigger.id },
    ]);
    await client.request('DELETE', path);
    expect(await triggers(client, { 'spec.operation.id': held.json.id })).toEqual([]);
  });
});

describe('commands', () => {
  test('one that is stopped says so, or had succeeded; either way it is read', async () => {
    const held = await passing();
    for (let at = 0; at < 3; at += 1) await flow.file();
    const query = prepared({ ...filters('items'), context: { datasets: [inbox.id] } });
    const sent = { batch: { query, args: {} } };
    const command = await client.ask('POST', `/pipelines/${held.json.id}/execute`, sent);
    const stopped = readCommand(
      await client.ask('POST', `/commands/${command.id}/abort`).catch(() => command),
    );
    const end = await over(client, stopped).catch((error: unknown) => error);
    expect(end).toSatisfy((one: Json) => one.status === 'success' || one.status === 424);
  });
});

describe('variables and waits', () => {
  test('a node writes what it is given into the variable that its ports are named after', async () => {
    const held = await pipelines.create(client, project, flow.unique('variable'));
    held.variables.push({ name: 'best', type: 'Json', value: null, description: null });
    const source = {
      ...flow.code('first', 'export default () => ({ score: 7 })'),
      outputs: [io('best', 'Json')],
    };
    const ports = () => [io('best', 'Json')];
    const write = makeNode(project, {
      name: 'write',
      type: 'updateVariable',
      functionName: 'update_variable',
      inputs: ports(),
      outputs: ports(),
      namespace: { serviceName: 'pipeline-utils', projectName: 'DataloopTasks' },
    });
    connectNodes(held, addNode(held, source), write);
    await pipelines.update(client, held);
    await pipelines.install(client, held.json.id);
    const cycle = await cycles.wait(client, await flow.execute(held, await flow.file()));
    expect(cycle.status).toBe('success');
    const { variables } = await pipelines.get(client, held.json.id);
    expect(variables).toMatchObject([{ name: 'best', value: { score: 7 } }]);
  });

  test('a wait lets one go on when all before it is done, the others end there', async () => {
    const held = await flow.installed((one) => {
      const begin = addNode(one, flow.store('begin', inbox));
      const wait = makeNode(project, {
        name: 'wait',
        type: 'custom',
        functionName: 'wait_for_cycle',
        outputs: [io('item', 'Item', ['continue', 'wait'])],
      });
      for (const name of ['l', 'r']) connectNodes(one, connectNodes(one, begin, flow.code(name, PASS)), wait);
      connectNodes(one, wait, flow.code('end', PASS), { action: 'continue' });
    });
    const cycle = await cycles.wait(client, await flow.execute(held, await flow.file()));
    expect([cycle.status, ranAt(cycle, node(held, 'wait')), ranAt(cycle, node(held, 'end'))]).toEqual([
      'success',
      2,
      1,
    ]);
    const of = { 'pipeline.nodeId': node(held, 'wait').id };
    const ran = await executions(client, { 'pipeline.executionId': cycle.id }, of);
    expect(ran.map(({ latestStatus }) => latestStatus.action).toSorted()).toEqual(['continue', 'wait']);
  });
});

describe('other ways to hand out', () => {
  test('people of a task node take batches themselves', async () => {
    const held = await flow.installed(
      (one) => void addNode(one, flow.people('pull', { batchSize: 3, maxBatchWorkload: 5 })),
    );
    const found: Json[] = [];
    for (let at = 0; at < 4; at += 1) found.push(await flow.file());
    for (const item of found) await cycles.parked(client, await flow.execute(held, item), node(held, 'pull'));
    const task = await flow.taskOf(held, 'pull');
    const [own] = await assignments.list(client, task);
    expect(own.totalItems).toBe(0);
    expect(await client.ask('POST', `/assignments/${own.id}/batch`, {})).toMatchObject({ totalItems: 3 });
    expect((await flow.now(found[0])).metadata.system.refs).toHaveLength(2);
    const left = await flow.now(found[3]);
    expect(left.metadata.system.refs).toMatchObject([{ id: task.id, type: 'task' }]);
    // One that nobody has taken is decided by its task.
    await updateStatus(client, left, 'complete', { taskId: task.id });
    expect(statusIn(await flow.now(left), task.id)).toBe('complete');
  });

  test('several people decide on the same item, and then it goes on', async () => {
    const out = await flow.outbox();
    const consensus = { consensusTaskType: 'consensus', consensusPercentage: 100, consensusAssignees: 2 };
    const workload = shares([client.email(), BOB]);
    const held = await flow.installed((one) => {
      const actions = ['completed', 'discard', 'consensus_done'];
      const label = addNode(one, flow.people('together', { ...consensus, workload, actions }));
      connectNodes(one, label, flow.store('end', out), { action: 'consensus_done' });
    });
    const cycle = await flow.execute(held, await flow.file());
    await until(
      () => flow.taskOf(held, 'together'),
      ({ totalItems }) => totalItems === 1,
    );
    const task = await flow.taskOf(held, 'together');
    expect(task.metadata.system).toMatchObject(consensus);
    expect(await assignments.list(client, task)).toHaveLength(2);
    // No list has the copies: people get them from their assignments.
    const { items: places } = await flow.served.api.call('tasks.items', { taskId: task.id, limit: 10 });
    const copies = places.filter(({ copyOf }) => copyOf !== null);
    expect(copies).toHaveLength(2);
    for (const { itemId } of copies) await updateStatus(client, await items.get(client, itemId), 'completed');
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
    expect(await flow.listed(out)).toHaveLength(1);
  });
});

describe('tasks for themselves', () => {
  test('a description and notes of a person go there and back with all of a task', async () => {
    await flow.file();
    const task = await tasks.create(client, inbox, { name: flow.unique('task'), people: [client.email()] });
    expect(task.description).toBeNull();
    const sent = {
      ...task,
      description: { content: 'how' },
      metadata: { ...task.metadata, user: { k: 1 } },
      priority: 3,
    };
    const changed = await tasks.update(client, sent);
    expect(changed).toMatchObject({
      description: { content: 'how' },
      metadata: { user: { k: 1 } },
      priority: 3,
    });
  });

  test('an item in a task of a pipeline and in one of its own has a status in each', async () => {
    const held = await flow.installed((one) => void addNode(one, flow.people('label')));
    const item = await flow.file();
    const cycle = await flow.execute(held, item);
    await cycles.parked(client, cycle, node(held, 'label'));
    const asked = bare('items', { id: { $in: [item.id] } });
    const own = await tasks.create(client, inbox, {
      name: flow.unique('own'),
      asked,
      people: [client.email()],
    });
    await updateStatus(client, await flow.now(item), 'completed', { taskId: own.id });
    expect((await cycles.get(client, cycle)).status).toBe('in-progress');
    await flow.decide(held, item, 'label', 'discard');
    const task = await flow.taskOf(held, 'label');
    const now = await flow.now(item);
    expect([statusIn(now, own.id), statusIn(now, task.id)]).toEqual(['completed', 'discard']);
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
  });
});

describe('of the document only', () => {
  test('settings, cycles, trials, ends, tables and templates', async () => {
    const held = await passing();
    const path = `/pipelines/${held.json.id}`;
    expect(await client.ask('PATCH', `${path}/settings`, { keepTriggersActive: true })).toMatchObject({
      settings: { keepTriggersActive: true },
    });
    const trial = await client.ask('POST', `${path}/test`, {
      pipeline: { input: { item: (await flow.file()).id } },
    });
    expect(await cycles.wait(client, trial)).toMatchObject({ testMode: true });
    const page = readPage(
      await client.ask('GET', `${path}/executions?pageOffset=0&pageSize=10`),
      (one) => one,
    );
    expect(page.items).toMatchObject([{ id: trial.id }]);
    const waiting = await flow.installed((one) => void addNode(one, flow.people('label')));
    const cycle = await flow.execute(waiting, await flow.file());
    const query = prepared(bare('pipelineState', { id: cycle.id }));
    await over(
      client,
      await client.ask('POST', `/pipelines/${waiting.json.id}/executions/terminate`, { batch: { query } }),
    );
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'terminated' });
    const table = prepared(bare('pipeline', { id: held.json.id }));
    expect(
      readPage(await client.ask('POST', '/pipelines/query/table', table), (one) => one).items,
    ).toHaveLength(1);
    const templates = readPage(await client.ask('GET', '/pipelines/templates'), (one) => one);
    expect(templates.items.length).toBeGreaterThan(0);
    expect(await client.ask('GET', `/pipelines/templates/${templates.items[0].id}`)).toEqual(
      templates.items[0],
    );
  });
});
