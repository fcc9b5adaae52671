/** What goes through pipelines (reference section 3): life, states, actions, filters, copies, triggers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { annotations, fresh } from './annotations.ts';
import { filters } from './filters.ts';
import { type Flow, node, openFlow, ranAt, stateOf } from './flow.ts';
import { addNode, addTrigger, connectNodes, datasetNode, io, makeNode } from './graph.ts';
import { items } from './items.ts';
import { cycles, executions, pipelines, triggers } from './pipelines.ts';
import { statusIn, tasks } from './tasks.ts';
import { type Client, type Json, until } from './wire.ts';

let flow: Flow;
let client: Client;
let project: Json;
let inbox: Json;
beforeAll(async () => {
  flow = await openFlow();
  ({ client, project, inbox } = flow);
});
afterAll(async () => await flow.served.close());

describe('life', () => {
  test('an install makes a task for each task node, and the composition tells of it', async () => {
    const held = await flow.installed((one) => void addNode(one, flow.people('a task')));
    const task = await flow.taskOf(held, 'a task');
    const { id } = node(held, 'a task');
    expect(task).toMatchObject({
      name: 'a task',
      metadata: { system: { nodeId: id, pipelineId: held.json.id } },
    });
    expect((await pipelines.composition(client, held)).tasks).toMatchObject([{ state: { taskId: task.id } }]);
    // The SDK finds the items of a task in its dataset.
    expect(task.datasetId).toBe(inbox.id);
  });

  test('a pause keeps decisions; the next install goes on with them, or ends what is open', async () => {
    const out = await flow.outbox();
    const held = await flow.installed((one) => {
      connectNodes(one, addNode(one, flow.people('label')), flow.store('end', out));
    });
    const { id } = held.json;
    const [first, left] = [await flow.file(), await flow.file()];
    const [one, two] = [await flow.execute(held, first), await flow.execute(held, left)];
    for (const cycle of [one, two]) await cycles.parked(client, cycle, node(held, 'label'));
    await pipelines.pause(client, id);
    await flow.decide(held, first, 'label', 'complete');
    expect(await cycles.get(client, one)).toMatchObject({ status: 'in-progress' });
    expect(await flow.listed(out)).toEqual([]);
    await expect(pipelines.execute(client, id, { item: first.id })).rejects.toMatchObject({ status: 400 });
    await pipelines.install(client, id, 'resumeExistingCycles');
    expect(await cycles.wait(client, one)).toMatchObject({ status: 'success' });
    await pipelines.pause(client, id, true);
    await pipelines.install(client, id, 'terminateExistingCycles');
    expect(await cycles.wait(client, two)).toMatchObject({ status: 'terminated' });
    expect((await cycles.list(client, id, { status: 'terminated' })).map((cycle) => cycle.id)).toEqual([
      two.id,
    ]);
  });

  test('without its node a task with items stays; a changed graph runs after the next install', async () => {
    const held = await flow.installed((one) => void addNode(one, flow.people('first')));
    const item = await flow.file();
    await cycles.parked(client, await flow.execute(held, item), node(held, 'first'));
    const task = await flow.taskOf(held, 'first');
    const changed = await pipelines.get(client, held.json.id);
    changed.nodes.splice(0, 1, flow.people('second'));
    changed.startNodes = [{ nodeId: changed.nodes[0].id, type: 'root' }];
    await pipelines.update(client, changed);
    const reinstalled = await pipelines.install(client, held.json.id);
    expect(await tasks.get(client, task.id)).toMatchObject({ totalItems: 1 });
    await cycles.parked(client, await flow.execute(held, await flow.file()), node(reinstalled, 'second'));
  });

  test.each([true, false])(
    'a pause that keeps triggers: %j; a new one is as the others, and an install makes all active',
    async (keep) => {
      const never = { filter: JSON.stringify({ $and: [{ name: 'never.png' }] }) };
      const held = await flow.installed((one) => {
        const begin = addNode(one, flow.store('begin', inbox));
        addTrigger(one, begin, never);
        connectNodes(one, begin, flow.store('end', inbox));
      });
      const { id } = held.json;
      const active = async () =>
        (await triggers(client, { 'spec.operation.id': id })).map((one) => one.active);
      expect(await active()).toEqual([true]);
      await pipelines.pause(client, id, keep);
      expect(await active()).toEqual([keep]);
      const now = await pipelines.get(client, id);
      addTrigger(now, node(now, 'end'), never);
      await pipelines.update(client, now);
      expect(await active()).toEqual([keep, keep]);
      await pipelines.install(client, id);
      expect(await active()).toEqual([true, true]);
    },
  );
});

describe('states', () => {
  test('scripts of old send the input by itself', async () => {
    const held = await flow.installed(
      (one) => void addNode(one, flow.code('only', 'export default (item) => item')),
    );
    const input = { item: (await flow.file()).id };
    const cycle = await client.ask('POST', `/pipelines/${held.json.id}/execute`, { input });
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
  });

  test('from a node: those before it stay pending; a branch that a filter stops is no error', async () => {
    const held = await flow.installed((one) => {
      const begin = addNode(one, flow.store('begin', inbox));
      const label = connectNodes(one, begin, flow.code('middle', 'export default (item) => item'));
      connectNodes(one, label, flow.code('never', 'export default (item) => item'), {
        filters: { name: 'other' },
      });
      connectNodes(one, label, flow.code('end', 'export default (item) => item'), {
        filters: { name: { $regex: 'file' } },
      });
    });
    const item = await flow.file();
    const nodeId = node(held, 'middle').id;
    const cycle = await cycles.create(client, held.json.id, { input: { item: item.id }, nodeId });
    const over = await cycles.wait(client, cycle);
    expect(over.status).toBe('success');
    expect((await flow.now(item)).metadata.system.fromPipe).toBe(true);
    expect(['begin', 'middle', 'never', 'end'].map((name) => stateOf(over, name))).toEqual([
      'pending',
      'success',
      'pending',
      'success',
    ]);
    const ran = await executions(client, { 'pipeline.executionId': over.id });
    expect(ran).toHaveLength(2);
    expect(ran[0].input).toEqual({ item: { item_id: item.id } });
    const only = await executions(client, { 'pipeline.executionId': over.id }, { 'pipeline.nodeId': nodeId });
    expect(only).toMatchObject([{ latestStatus: { status: 'success' }, functionName: 'run' }]);
  });

  test('what fails fails its node and its cycle, and what failed is run again under the same id', async () => {
    const source = `export default (item) => {
      if (!item.metadata.user?.good) throw new Error('not good');
      return item;
    }`;
    const held = await flow.installed((one) => {
      const begin = addNode(one, flow.store('begin', inbox));
      connectNodes(one, begin, flow.code('picky', source));
    });
    const item = await flow.file();
    const cycle = await cycles.wait(client, await flow.execute(held, item));
    expect([cycle.status, stateOf(cycle, 'picky')]).toEqual(['failed', 'failed']);
    const [failed] = await executions(
      client,
      { 'pipeline.executionId': cycle.id },
      { 'pipeline.nodeId': node(held, 'picky').id },
    );
    expect(failed.latestStatus).toMatchObject({ message: expect.stringContaining('not good') });
    expect(await pipelines.stats(client, held.json.id)).toMatchObject({
      pipelineExecutionCounters: [{ status: 'failed', count: 1 }],
    });
    await items.update(client, item, { ...item, metadata: { ...item.metadata, user: { good: true } } });
    await cycles.rerun(client, held.json.id, 'startFromFailedExecutions', null);
    expect(await cycles.wait(client, cycle)).toMatchObject({ id: cycle.id, status: 'success' });
    await cycles.rerun(client, held.json.id, 'startFromBeginning', null, { id: cycle.id });
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
    expect(await cycles.list(client, held.json.id)).toHaveLength(1);
  });

  test('running again takes the statuses of its items away', async () => {
    const held = await flow.installed((one) => void addNode(one, flow.people('label')));
    const item = await flow.file();
    const cycle = await flow.execute(held, item);
    await cycles.parked(client, cycle, node(held, 'label'));
    await flow.decide(held, item, 'label', 'complete');
    await cycles.wait(client, cycle);
    const task = await flow.taskOf(held, 'label');
    await cycles.rerun(client, held.json.id, 'startFromNodes', [node(held, 'label').id]);
    const open = await cycles.parked(client, cycle, node(held, 'label'));
    expect(['rerun', 'in-progress']).toContain(open.status);
    expect(statusIn(await flow.now(item), task.id)).toBeNull();
  });

  test('a batch is a cycle for each item of the query; a trial is marked', async () => {
    const out = await flow.outbox();
    const held = await flow.installed((one) => {
      connectNodes(one, addNode(one, flow.store('begin', inbox)), flow.store('end', out));
    });
    const batch = flow.unique('batch');
    for (let at = 0; at < 3; at += 1) await flow.file({ metadata: { user: { batch } } });
    const asked = {
      ...filters('items', { 'metadata.user.batch': batch }),
      context: { datasets: [inbox.id] },
    };
    await cycles.batch(client, held.json.id, asked);
    await until(
      () => cycles.list(client, held.json.id, { status: 'success' }),
      (list) => list.length === 3,
    );
    expect(await flow.listed(out)).toHaveLength(3);
    const trial = await cycles.create(client, held.json.id, {
      testMode: true,
      input: { item: (await flow.file()).id },
    });
    expect(await cycles.wait(client, trial)).toMatchObject({ testMode: true });
  });
});

describe('ways', () => {
  test('an action leads where the connection says it; several that match each get a copy', async () => {
    const [a, b] = [await flow.outbox(), await flow.outbox()];
    const source = `export default (item, context) => { context.action('big'); return item; }`;
    const held = await flow.installed((one) => {
      const choice = { ...flow.code('choice', source), outputs: [io('item', 'Item', ['big', 'small'])] };
      const first = addNode(one, choice);
      connectNodes(one, first, flow.store('a', a), { action: 'big' });
      connectNodes(one, first, flow.store('b', b), {
        action: 'big',
        filters: { 'metadata.system.mimetype': 'image/*' },
      });
      connectNodes(one, first, flow.store('c', inbox), { action: 'small' });
    });
    const cycle = await cycles.wait(client, await flow.execute(held, await flow.file()));
    expect(cycle.status).toBe('success');
    expect([(await flow.listed(a)).length, (await flow.listed(b)).length]).toEqual([1, 1]);
    expect(ranAt(cycle, node(held, 'c'))).toBe(0);
    const [chosen] = await executions(
      client,
      { 'pipeline.executionId': cycle.id },
      { 'pipeline.nodeId': node(held, 'choice').id },
    );
    expect(chosen.latestStatus.action).toBe('big');
  });

  test('a merge waits for each of its inputs; a port with two connections runs once for each', async () => {
    const pass = 'export default (item) => item';
    const held = await flow.installed((one) => {
      const begin = addNode(one, flow.store('begin', inbox));
      const [left, right] = [
        connectNodes(one, begin, flow.code('l', pass)),
        connectNodes(one, begin, flow.code('r', pass)),
      ];
      const inputs = [io('first'), io('second')];
      const merge = makeNode(project, { name: 'merge', type: 'merge', functionName: 'merge', inputs });
      connectNodes(one, left, merge, { into: 0 });
      connectNodes(one, right, merge, { into: 1 });
      const twice = connectNodes(one, left, flow.code('twice', pass));
      connectNodes(one, right, twice);
    });
    const cycle = await cycles.wait(client, await flow.execute(held, await flow.file()));
    expect(cycle.status).toBe('success');
    expect([ranAt(cycle, node(held, 'merge')), ranAt(cycle, node(held, 'twice'))]).toEqual([1, 2]);
  });

  test('a list into a port for one runs for each of it', async () => {
    const many = (source: string) => ({ ...flow.code('many', source), outputs: [io('items', 'Item[]')] });
    const held = await flow.installed((one) => {
      const first = addNode(one, many('export default (item) => Array(3).fill(item.id)'));
      connectNodes(one, first, flow.code('each', 'export default (item) => item'));
    });
    const cycle = await cycles.wait(client, await flow.execute(held, await flow.file()));
    expect([cycle.status, ranAt(cycle, node(held, 'each'))]).toEqual(['success', 3]);
  });

  test('a split tags what it draws; a variable is written and read again', async () => {
    const groups = [
      { id: '1', name: 'train', distribution: 100 },
      { id: '2', name: 'test', distribution: 0 },
    ];
    const held = await flow.installed((one) => {
      const split = makeNode(project, {
        name: 'split',
        type: 'custom',
        functionName: 'data_split',
        metadata: { customNodeConfig: { groups, itemMetadata: true } },
        outputs: [io('item', 'Item', ['train', 'test'])],
      });
      connectNodes(one, addNode(one, split), flow.code('end', 'export default (item) => item'));
    });
    const item = await flow.file();
    const cycle = await cycles.wait(client, await flow.execute(held, item));
    expect(cycle.status).toBe('success');
    expect((await flow.now(item)).metadata.system.tags).toEqual({ train: true });
  });
});

describe('datasets', () => {
  test('at the end items are copied with their labels, without their statuses, and no path twice', async () => {
    const out = await flow.outbox();
    const held = await flow.installed((one) => {
      const label = addNode(one, flow.people('label'));
      connectNodes(one, label, datasetNode(project, 'end', out, { dir: '/done' }));
    });
    const item = await flow.file({ metadata: { user: { k: 1 } } });
    await annotations.upload(client, item, [fresh('class', 'car')]);
    for (const _ of [1, 2]) {
      const cycle = await flow.execute(held, item);
      await cycles.parked(client, cycle, node(held, 'label'));
      await flow.decide(held, item, 'label', 'complete');
      await cycles.wait(client, cycle);
    }
    const [copy, ...more] = await flow.listed(out);
    expect(more).toEqual([]);
    expect(copy).toMatchObject({
      dir: '/done',
      metadata: { user: { k: 1 }, system: { refs: [] } },
      annotationsCount: 1,
    });
  });

  test('an upload starts a cycle where the filter of the trigger matches; those there already once, at the first install', async () => {
    const source = await flow.outbox();
    const early = await flow.file({}, source);
    const filter = JSON.stringify({ $and: [{ hidden: false }, { type: 'file' }] });
    const held = await flow.installed((one) => {
      const begin = datasetNode(project, 'begin', source, { triggerToPipeline: { active: true, filter } });
      addNode(one, begin);
      addTrigger(one, begin, { filter: JSON.stringify({ $and: [{ 'metadata.user.go': true }] }) });
      connectNodes(one, begin, flow.code('end', 'export default (item) => item'));
    });
    const { id } = held.json;
    const of = async () => await cycles.list(client, id);
    await until(of, (list) => list.length === 1);
    await flow.file({ metadata: { user: { go: false } } }, source);
    const wanted = await flow.file({ metadata: { user: { go: true } } }, source);
    await until(of, (list) => list.length === 2);
    await pipelines.pause(client, id);
    await pipelines.install(client, id);
    const begun = await executions(
      client,
      { 'pipeline.id': id },
      { 'pipeline.nodeId': node(held, 'begin').id },
    );
    expect(begun.map(({ input }) => input.item.item_id).toSorted()).toEqual([early.id, wanted.id].toSorted());
    const now = await pipelines.get(client, id);
    const { triggerToPipeline } = node(now, 'begin').metadata;
    expect(triggerToPipeline).toMatchObject({ active: true, triggered: true, commandId: expect.any(String) });
    expect(await client.ask('GET', `/commands/${triggerToPipeline.commandId}`)).toMatchObject({
      status: 'success',
    });
    // It is sent back with everything else, and makes no new version.
    const updated = await pipelines.update(client, now);
    expect(updated.json.versionNumber).toBe(held.json.versionNumber);
  });
});
