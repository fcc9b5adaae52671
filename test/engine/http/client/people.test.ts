/** People in pipelines (reference sections 3.5 and 3.6): arrivals, decisions, repeats, reviews. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { annotations, fresh } from './annotations.ts';
import { type Flow, node, openFlow, stateOf } from './flow.ts';
import { addNode, connectNodes, io } from './graph.ts';
import { cycles, executions } from './pipelines.ts';
import { statusIn, tasks, updateStatus } from './tasks.ts';
import { type Client, type Json, until } from './wire.ts';

let flow: Flow;
let client: Client;
let inbox: Json;
beforeAll(async () => {
  flow = await openFlow();
  ({ client, inbox } = flow);
});
afterAll(async () => await flow.served.close());

describe('people', () => {
  test('an item gets refs when it arrives, its cycle waits for its status, and a second run takes it away', async () => {
    const held = await flow.installed((one) => void addNode(one, flow.people('label')));
    const item = await flow.file();
    const cycle = await flow.execute(held, item);
    const waiting = await cycles.parked(client, cycle, node(held, 'label'));
    expect([waiting.status, stateOf(waiting, 'label')]).toEqual(['in-progress', 'in-progress']);
    const task = await flow.taskOf(held, 'label');
    const { refs } = (await flow.now(item)).metadata.system;
    expect(refs.map(({ id, type }: Json) => [id, type])).toEqual([
      [task.id, 'task'],
      [task.assignmentIds[0], 'assignment'],
    ]);
    expect((await tasks.items(client, inbox, task.id)).map(({ id }) => id)).toEqual([item.id]);
    await updateStatus(client, await flow.now(item), 'complete');
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
    const again = await flow.execute(held, item);
    await cycles.parked(client, again, node(held, 'label'));
    const { taskStatusLog } = (await flow.now(item)).metadata.system;
    // In the word that it was given in, where the node has that word.
    const status = { status: 'complete', taskId: task.id };
    expect(taskStatusLog.at(-1)).toMatchObject({ action: 'deleted', status, pipelineId: held.json.id });
    expect(statusIn(await flow.now(item), task.id)).toBeNull();
    await updateStatus(client, await flow.now(item), 'discard');
    expect(await cycles.wait(client, again)).toMatchObject({ status: 'success' });
  });

  test.each([
    ['complete', 'completed'],
    ['completed', 'complete'],
  ])(
    'a connection with "%s" passes "%s"; no connection for a status ends the branch',
    async (action, status) => {
      const out = await flow.outbox();
      const held = await flow.installed((one) => {
        const label = flow.people('label', { actions: [action, 'discard'] });
        connectNodes(one, addNode(one, label), flow.store('end', out), { action });
      });
      for (const [given, count] of [
        ['discard', 0],
        [status, 1],
      ] as const) {
        const item = await flow.file();
        const cycle = await flow.execute(held, item);
        await cycles.parked(client, cycle, node(held, 'label'));
        await flow.decide(held, item, 'label', given);
        expect((await cycles.wait(client, cycle)).status).toBe('success');
        expect(await flow.listed(out)).toHaveLength(count);
      }
    },
  );

  test.each([
    [true, 4],
    [false, 3],
  ])(
    'a status that is taken back and given again: repeatable %j gives %i executions',
    async (repeatable, count) => {
      const out = await flow.outbox();
      const held = await flow.installed((one) => {
        const begin = addNode(one, flow.store('begin', inbox));
        connectNodes(
          one,
          connectNodes(one, begin, flow.people('label', { repeatable })),
          flow.store('end', out),
        );
      });
      const item = await flow.file();
      const cycle = await flow.execute(held, item);
      await cycles.parked(client, cycle, node(held, 'label'));
      await flow.decide(held, item, 'label', 'complete');
      await cycles.wait(client, cycle);
      const task = await flow.taskOf(held, 'label');
      await updateStatus(client, await flow.now(item), 'complete', { taskId: task.id }, true);
      await flow.decide(held, item, 'label', 'complete');
      const ran = await until(
        () => executions(client, { 'pipeline.executionId': cycle.id }),
        (list) => list.length >= count,
      );
      expect(ran).toHaveLength(count);
      expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
    },
  );

  test('a port for the task, and one for the assignment, fire when these are done', async () => {
    const held = await flow.installed((one) => {
      const outputs = [
        io('item', 'Item', ['completed', 'discard']),
        io('task', 'Task', ['completed']),
        io('assignment', 'Assignment', ['done']),
      ];
      const label = addNode(one, flow.people('label', { outputs }));
      const pass = 'export default (given) => given';
      const take = (name: string, type: string) => ({
        ...flow.code(name, pass),
        inputs: [io('given', type)],
        outputs: [],
      });
      connectNodes(one, label, take('of task', 'Task'), { out: 1 });
      connectNodes(one, label, take('of assignment', 'Assignment'), { out: 2 });
    });
    const item = await flow.file();
    const cycle = await flow.execute(held, item);
    await cycles.parked(client, cycle, node(held, 'label'));
    await flow.decide(held, item, 'label', 'completed');
    const task = await flow.taskOf(held, 'label');
    const inputs = async (name: string) =>
      (
        await executions(client, { 'pipeline.id': held.json.id }, { 'pipeline.nodeId': node(held, name).id })
      ).map(({ input }) => input);
    const ran = (name: string) =>
      until(
        () => inputs(name),
        (list) => list.length > 0,
      );
    expect(JSON.stringify(await ran('of task'))).toContain(task.id);
    expect(JSON.stringify(await ran('of assignment'))).toContain(task.assignmentIds[0]);
  });

  test('a loop of two tasks goes round until somebody lets the item out', async () => {
    const out = await flow.outbox();
    const held = await flow.installed((one) => {
      const [first, second] = [addNode(one, flow.people('first')), flow.people('second')];
      connectNodes(one, first, second);
      connectNodes(one, second, first, { action: 'discard' });
      // It was the root until the way back led to it.
      one.startNodes = [{ nodeId: first.id, type: 'root' }];
      connectNodes(one, second, flow.store('end', out));
    });
    const item = await flow.file();
    const cycle = await flow.execute(held, item);
    for (const status of ['discard', 'complete']) {
      await cycles.parked(client, cycle, node(held, 'first'));
      await flow.decide(held, item, 'first', 'complete');
      await cycles.parked(client, cycle, node(held, 'second'));
      await flow.decide(held, item, 'second', status);
    }
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
    expect(await flow.listed(out)).toHaveLength(1);
  });

  test('many items of one cycle: it waits for the last of them', async () => {
    const batch = [await flow.file(), await flow.file(), await flow.file()];
    const source = `export default () => ${JSON.stringify(batch.map(({ id }) => id))}`;
    const held = await flow.installed((one) => {
      const split = addNode(one, { ...flow.code('split', source), outputs: [io('items', 'Item[]')] });
      const label = connectNodes(one, split, flow.people('label'));
      connectNodes(one, label, flow.code('done', 'export default (item) => item'));
    });
    const cycle = await flow.execute(held, batch[0]);
    const { id } = node(held, 'label');
    await until(
      () => cycles.get(client, cycle),
      ({ taskNodeItemCount }) => taskNodeItemCount[id] === batch.length,
    );
    const [first, ...rest] = batch;
    await flow.decide(held, first, 'label', 'complete');
    const now = await until(
      () => cycles.get(client, cycle),
      (one) => stateOf(one, 'done') !== 'pending',
    );
    expect([now.status, stateOf(now, 'label')]).toEqual(['in-progress', 'in-progress']);
    for (const item of rest) await flow.decide(held, item, 'label', 'complete');
    const over = await cycles.wait(client, cycle);
    expect([over.status, stateOf(over, 'label')]).toEqual(['success', 'success']);
  });

  test('review: an issue brings the item back to labelling, and once fixed it comes to review again', async () => {
    const [good, bad] = [await flow.outbox(), await flow.outbox()];
    const held = await flow.installed((one) => {
      const label = addNode(one, flow.people('label'));
      const qa = connectNodes(one, label, flow.people('qa', { taskType: 'qa' }));
      connectNodes(one, qa, flow.store('good', good));
      connectNodes(one, label, flow.store('bad', bad), { action: 'discard' });
    });
    const item = await flow.file();
    const cycle = await flow.execute(held, item);
    await cycles.parked(client, cycle, node(held, 'label'));
    const [box] = await annotations.upload(client, item, [fresh('class', 'car')]);
    await flow.decide(held, item, 'label', 'complete');
    await cycles.parked(client, cycle, node(held, 'qa'));
    const issue = await annotations.setStatus(client, box, 'issue');
    const [label, qa] = [await flow.taskOf(held, 'label'), await flow.taskOf(held, 'qa')];
    expect([statusIn(await flow.now(item), label.id), label.issues]).toEqual([null, 1]);
    await expect(flow.decide(held, item, 'qa', 'approve')).rejects.toMatchObject({ status: 409 });
    const review = await annotations.setStatus(client, issue, 'review');
    await flow.decide(held, item, 'label', 'complete');
    await until(
      async () => await tasks.get(client, qa.id),
      ({ forReview }) => forReview === 1,
    );
    await annotations.setStatus(client, review, 'approved');
    await flow.decide(held, item, 'qa', 'approve');
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success' });
    expect([(await flow.listed(good)).length, (await flow.listed(bad)).length]).toEqual([1, 0]);
  });
});
