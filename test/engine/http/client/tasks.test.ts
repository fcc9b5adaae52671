/** Tasks for people, from their creation over statuses, reviews and other hands to their end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PIXEL } from '../support/parts.ts';
import { annotations, fresh } from './annotations.ts';
import { datasets, projects } from './data.ts';
import { bare, filters, prepared } from './filters.ts';
import { items, upload } from './items.ts';
import { openServed, type Served } from './server.ts';
import { assignments, shares, statusIn, tasks, updateStatus, updateStatuses } from './tasks.ts';
import type { Client, Json } from './wire.ts';

const ADA = 'ada@example.com';
const BOB = 'bob@example.com';
const EVE = 'eve@example.com';

let served: Served;
let client: Client;
let dataset: Json;
let made = 0;
beforeAll(async () => {
  served = await openServed();
  client = served.client();
  const project = await projects.create(client, 'tasks');
  dataset = await datasets.create(client, project, 'inbox');
});
afterAll(async () => await served.close());

/** Items of their own, in a folder of their own, and the filter that finds them. */
async function files(count: number) {
  made += 1;
  const dir = `/set-${made}`;
  const found: Json[] = [];
  for (let at = 0; at < count; at += 1) {
    const file = { path: `${dir}/${at}.png`, bytes: PIXEL, metadata: { user: { number: at } } };
    found.push((await upload(client, dataset, file)).item);
  }
  return { found, asked: filters('items', { dir }), name: `task ${made}` };
}

const now = (item: Json) => items.get(client, item.id);
const count = (list: readonly Json[]) => list.reduce((sum, { totalItems }) => sum + totalItems, 0);

describe('creating', () => {
  test('a command is waited for, and the task it names has shares for each person', async () => {
    const { found, asked, name } = await files(4);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA, BOB] });
    expect(task).toMatchObject({
      name,
      status: 'open',
      spec: { type: 'annotation' },
      datasetId: dataset.id,
      recipeId: dataset.metadata.system.recipes[0],
      taskOwner: ADA,
      dueDate: 1795948595496.74,
      totalItems: 4,
      priority: 2,
      availableActions: [{ action: 'completed' }, { action: 'discard' }],
      hasParent: false,
    });
    const list = await assignments.list(client, task);
    expect(list.map(({ annotator, totalItems }) => [annotator, totalItems]).toSorted()).toEqual([
      [ADA, 2],
      [BOB, 2],
    ]);
    expect(task.assignmentIds.toSorted()).toEqual(list.map(({ id }) => id).toSorted());
    expect(await assignments.list(client, task, `annotator=${BOB}`)).toMatchObject([{ annotator: BOB }]);
    expect((await tasks.items(client, dataset, task.id)).map(({ id }) => id)).toEqual(
      found.map(({ id }) => id),
    );
    const { refs } = (await now(found[0])).metadata.system;
    expect(refs.map(({ type }: Json) => type)).toEqual(['task', 'assignment']);
    // The query of a task finds its items.
    const { filter } = JSON.parse(task.query);
    expect(await items.list(client, dataset, bare('items', filter))).toHaveLength(4);
  });

  test('by ids, with a limit, actions and metadata of its own; one that is there already is answered at once', async () => {
    const { found, name } = await files(3);
    const asked = bare('items', { id: { $in: found.map(({ id }) => id) } });
    const look = { display_name: 'Check', displayName: 'Check', color: '#123456', icon: 'x' };
    const availableActions = [
      { ...look, action: 'to-check' },
      { ...look, action: 'discard' },
    ];
    const more = {
      limit: 2,
      availableActions,
      disableWebm: true,
      metadata: { system: { allowedAssignees: [ADA] }, user: { k: 1 } },
      priority: 3,
    };
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA], more });
    expect(task).toMatchObject({
      totalItems: 2,
      priority: 3,
      metadata: { user: { k: 1 } },
      availableActions,
    });
    const checkIfExist = bare('tasks', { name });
    const again = await tasks.create(client, dataset, { name, asked, checkIfExist });
    expect(again.id).toBe(task.id);
    const fresh = await tasks.create(client, dataset, {
      name: `${name} b`,
      asked,
      checkIfExist: bare('tasks', { name: `${name} b` }),
    });
    expect(fresh.id).not.toBe(task.id);
  });

  test('lists by name, status, recipe and assignments; the whole of a task goes back with its new name', async () => {
    const { asked, name } = await files(1);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    const only = { name };
    for (const more of [
      {},
      { status: 'open' },
      { recipeId: { $in: [task.recipeId] } },
      { creator: ADA },
      { assignmentIds: { $in: task.assignmentIds } },
      { dueDate: { $gt: 1 } },
    ]) {
      expect((await tasks.list(client, dataset, only, more)).map(({ id }) => id)).toEqual([task.id]);
    }
    expect(await tasks.list(client, dataset, only, { status: 'completed' })).toEqual([]);
    expect(JSON.parse(task.query)).toEqual(prepared(asked));
    const sent = {
      ...task,
      name: `${name} new`,
      status: 'completed',
      progress: 50,
      dueDate: 1795948000000.5,
    };
    const changed = await tasks.update(client, sent);
    expect(changed).toMatchObject({
      name: `${name} new`,
      status: 'open',
      progress: 0,
      dueDate: 1795948000000.5,
    });
    const [one] = await assignments.list(client, task);
    const renamed = await assignments.update(client, { ...one, name: 'mine', annotator: BOB }, true);
    expect(renamed).toMatchObject({ name: 'mine', annotator: ADA });
  });
});

describe('statuses', () => {
  test('by what the refs say, by task and by assignment, and refs are current after each', async () => {
    const { found, asked, name } = await files(3);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    const [first, second] = [await now(found[0]), await now(found[1])];
    await updateStatus(client, first, 'completed');
    expect(statusIn(await now(first), task.id)).toBe('completed');
    expect(statusIn(await now(first), task.assignmentIds[0])).toBe('completed');
    await updateStatuses(client, [second, found[2]], 'discard', task.id);
    expect(statusIn(await now(second), task.id)).toBe('discard');
    expect((await now(second)).annotated).toBe('discarded');
    expect(await tasks.get(client, task.id)).toMatchObject({
      status: 'completed',
      progress: 100,
      itemStatus: { completed: 3, remaining: 0, actions: { completed: 1, discard: 2 } },
    });
    await updateStatus(client, first, 'completed', { taskId: task.id }, true);
    expect(statusIn(await now(first), task.id)).toBeNull();
    await updateStatus(client, second, 'discard', { assignmentId: task.assignmentIds[0] }, true);
    const { taskStatusLog } = (await now(second)).metadata.system;
    expect(taskStatusLog.map(({ action }: Json) => action)).toEqual(['created', 'deleted']);
    // Statuses are found by filters, too.
    const matching = { 'metadata.system.refs': { $match: { id: task.id, metadata: { status: 'discard' } } } };
    expect(await items.list(client, dataset, filters('items', matching))).toMatchObject([
      { id: found[2].id },
    ]);
    // Those words come from older scripts.
    await updateStatus(client, first, 'complete');
    expect(['complete', 'completed']).toContain(statusIn(await now(first), task.id));
  });

  test('with two tasks an id must be said, and each task has its own status', async () => {
    const { found, asked, name } = await files(1);
    const one = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    const two = await tasks.create(client, dataset, { name: `${name} b`, asked, people: [ADA] });
    const item = await now(found[0]);
    await expect(updateStatus(client, item, 'completed')).rejects.toMatchObject({ status: 400 });
    await updateStatus(client, item, 'completed', { taskId: one.id });
    expect([statusIn(await now(item), one.id), statusIn(await now(item), two.id)]).toEqual([
      'completed',
      null,
    ]);
  });

  test('what is not there, or not in the task, is the client’s mistake', async () => {
    const { found, asked, name } = await files(1);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    const { found: others } = await files(1);
    const failing = (of: Json, where: object) => updateStatus(client, of, 'completed', where);
    await expect(failing(others[0], { taskId: task.id })).rejects.toMatchObject({ status: 404 });
    await expect(failing(others[0], { assignmentId: task.assignmentIds[0] })).rejects.toMatchObject({
      status: 404,
    });
    await expect(failing(found[0], { taskId: '0'.repeat(24) })).rejects.toMatchObject({ status: 404 });
    await expect(tasks.get(client, '0'.repeat(24))).rejects.toMatchObject({ status: 404 });
  });
});

describe('reviews', () => {
  test('an issue takes the status away; once fixed and completed, the item is back and can be approved', async () => {
    const { found, asked, name } = await files(2);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    const item = await now(found[0]);
    const [box] = await annotations.upload(client, item, [fresh('class', 'car')]);
    await updateStatus(client, item, 'completed');
    const qa = await tasks.createQa(client, dataset, task, [ADA]);
    expect(qa).toMatchObject({
      name: `${name}_qa`,
      spec: { type: 'qa', parentTaskId: task.id },
      hasParent: true,
      totalItems: 1,
      availableActions: [{ action: 'approved' }, { action: 'discard' }],
    });
    const issue = await annotations.setStatus(client, box, 'issue');
    const open = await now(item);
    expect([statusIn(open, task.id), statusIn(open, qa.id)]).toEqual([null, null]);
    expect(open.metadata.system.taskStatusLog.at(-1)).toMatchObject({
      action: 'deleted',
      status: { taskId: task.id },
    });
    expect(await tasks.get(client, task.id)).toMatchObject({ issues: 1 });
    const [own] = await assignments.list(client, task);
    expect(own.status).not.toBe('done');
    await expect(updateStatus(client, item, 'approved', { taskId: qa.id })).rejects.toMatchObject({
      status: 409,
    });
    const review = await annotations.setStatus(client, issue, 'review');
    await updateStatus(client, item, 'completed', { taskId: task.id });
    expect(await tasks.get(client, qa.id)).toMatchObject({ forReview: 1 });
    await annotations.setStatus(client, review, 'approved');
    await updateStatus(client, item, 'approved', { taskId: qa.id });
    expect(statusIn(await now(item), qa.id)).toBe('approved');
    expect(await tasks.get(client, qa.id)).toMatchObject({ status: 'completed' });
  });

  test('a note with an issue does the same', async () => {
    const { found, asked, name } = await files(1);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    const item = await now(found[0]);
    await updateStatus(client, item, 'completed');
    const qa = await tasks.createQa(client, dataset, task, [ADA]);
    const at = { x: 1, y: 1, z: 0 };
    const note = { messages: [], status: 'issue', createTime: 1795948595496.74, creator: ADA, assignee: ADA };
    const [stored] = await annotations.upload(client, item, [
      fresh('note', 'note', { box: [at, at], note }, { status: 'issue' }),
    ]);
    expect(statusIn(await now(item), task.id)).toBeNull();
    await annotations.setStatus(client, stored, 'approved');
    await updateStatus(client, item, 'completed', { taskId: task.id });
    await updateStatus(client, item, 'approved', { taskId: qa.id });
    expect(statusIn(await now(item), qa.id)).toBe('approved');
  });
});

describe('other hands', () => {
  test('what waits goes to another person, and is shared out among others', async () => {
    const { found, asked, name } = await files(4);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    await updateStatuses(client, [found[0]], 'completed', task.id);
    const to = await assignments.reassign(client, task, task.assignmentIds[0], BOB);
    expect(to).toMatchObject({ annotator: BOB, totalItems: 3 });
    const among = await assignments.redistribute(client, task, to.id, shares([ADA, EVE]));
    expect(among.map(({ annotator }) => annotator).toSorted()).toEqual([ADA, EVE]);
    const all = await assignments.list(client, await tasks.get(client, task.id));
    expect(count(all)).toBe(4);
    const marked = all.filter(({ metadata }) => metadata.system.markForDeletion);
    expect(marked.map(({ annotator }) => annotator)).toEqual([BOB]);
    expect(all.find(({ annotator }) => annotator === BOB)?.totalItems ?? 0).toBe(0);
  });

  test('people who take items themselves: a batch, the next, and back', async () => {
    const { asked, name } = await files(5);
    const system = { batchSize: 3, maxBatchWorkload: 5, allowedAssignees: [ADA] };
    const task = await tasks.create(client, dataset, {
      name,
      asked,
      people: [ADA],
      more: { metadata: { system } },
    });
    expect(task.metadata.system).toMatchObject({ batchSize: 3, maxBatchWorkload: 5 });
    const [own] = await assignments.list(client, task);
    const batch = await client.ask('POST', `/assignments/${own.id}/batch`, {});
    expect(batch.totalItems).toBe(3);
    const clear = await client.ask('POST', `/assignments/${own.id}/clear`, {});
    expect(clear.totalItems).toBe(0);
  });

  test('items are added for somebody new and taken out again; then the task ends and its items stay', async () => {
    const { asked, name } = await files(2);
    const task = await tasks.create(client, dataset, { name, asked, people: [ADA] });
    const more = await files(2);
    const ids = bare('items', { id: { $in: more.found.map(({ id }) => id) } });
    const grown = await tasks.add(client, task, ids, { workload: shares([EVE]), limit: 0 });
    expect(grown.totalItems).toBe(4);
    const [hers] = (await assignments.list(client, grown)).filter(({ annotator }) => annotator === EVE);
    expect(hers.totalItems).toBe(2);
    await tasks.remove(client, task, ids);
    expect(await tasks.get(client, task.id)).toMatchObject({ totalItems: 2 });
    expect((await now(more.found[0])).metadata.system.refs).toEqual([]);
    await tasks.delete(client, task.id);
    await expect(tasks.get(client, task.id)).rejects.toMatchObject({ status: 404 });
    const [left] = await items.list(client, dataset, asked);
    expect(left.metadata.system.refs).toEqual([]);
  });
});
