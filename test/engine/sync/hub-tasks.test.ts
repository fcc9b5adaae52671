/** Tasks of a hub on a workstation: what is decided and objected to on either side. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import { BOX as box, openPair, type Side, type Team } from './support/sides.ts';

let team: Team;
let hub: Side;
let station: Side;
let datasetId: CallOutput<'datasets.create'>['id'];
let itemId: ItemId;
let link: Awaited<ReturnType<typeof openPair>>['link'];

beforeEach(async () => {
  ({ team, hub, station, datasetId, itemId, link } = await openPair());
});

afterEach(async () => await team.close());

async function linkWithTask() {
  const { projectId } = await hub.call('datasets.get', { datasetId });
  const people = [{ person: 'ada@example.com', load: 1 }];
  const draft = { projectId, datasetId, filter: {}, reply: {} } as const;
  const labelling = await hub.call('tasks.create', { ...draft, name: 'Label', type: 'annotation', people });
  const review = await hub.call('tasks.create', {
    ...{ ...draft, name: 'Review', type: 'qa', people },
    parentTaskId: labelling.task.id,
  });
  const tasks = { labelling: labelling.task.id, review: review.task.id };
  await expect.poll(async () => (await hub.call('tasks.get', { taskId: tasks.review })).counts.total).toBe(1);
  const { remoteId, dataset } = await link();
  return { ...tasks, remoteId, dataset };
}
const place = async (side: Side, taskId: CallOutput<'tasks.get'>['id']) =>
  (await side.call('tasks.view', { taskId, itemId })).taskItem;

test('of the hub are here with their people and recipe, and what is decided here goes on there', async () => {
  const { labelling, remoteId, dataset } = await linkWithTask();
  const [first] = await station.call('tasks.list', { projectId: dataset.projectId });
  expect(first).toMatchObject({
    id: labelling,
    name: 'Label',
    type: 'annotation',
    counts: { open: 1, total: 1 },
  });
  expect(await station.call('tasks.assignments', { taskId: labelling })).toMatchObject([
    { person: 'ada@example.com', items: 1, open: 1 },
  ]);
  expect(await station.call('tasks.next', { taskId: labelling, person: 'ada@example.com' })).toMatchObject({
    itemId,
  });
  await station.call('annotations.add', { itemId, annotations: [box] });
  await station.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
  expect((await station.call('items.get', { itemId })).status).toBe('completed');
  expect(await station.call('sync.now', { remoteId })).toMatchObject({ queued: 0, parked: 0 });
  expect(await place(hub, labelling)).toMatchObject({ status: 'completed', decidedBy: 'ada@example.com' });
  await expect(station.call('tasks.redistribute', { taskId: labelling })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  for (const side of [hub, station]) {
    expect((await side.call('workspaces.check', {})).totals).toMatchObject({ error: 0, warning: 0 });
  }
});

test('an issue that is opened here sends the item back there, and the fix comes to the review again', async () => {
  const { labelling, review, remoteId } = await linkWithTask();
  await hub.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
  await station.call('sync.now', { remoteId });
  await station.call('issues.open', { taskId: review, itemId, text: 'Too wide' });
  await station.call('sync.now', { remoteId });
  expect(await place(hub, labelling)).toMatchObject({ state: 'rework' });
  expect(await hub.call('issues.list', { itemId })).toMatchObject([
    { text: 'Too wide', status: 'issue', creator: 'ada@example.com' },
  ]);
  await hub.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
  await station.call('sync.now', { remoteId });
  expect(await place(station, review)).toMatchObject({ state: 'review' });
  expect(await station.call('issues.list', { itemId })).toMatchObject([{ status: 'review' }]);
  await station.call('tasks.setStatus', { taskId: review, itemId, status: 'approved' });
  await station.call('sync.now', { remoteId });
  expect(await place(hub, review)).toMatchObject({ status: 'approved' });
  expect((await station.call('sync.conflicts', {})).total).toBe(0);
});

test('decided differently there meanwhile, it is shown, and can be decided anew', async () => {
  const { labelling, remoteId } = await linkWithTask();
  await station.call('tasks.setStatus', { taskId: labelling, itemId, status: 'discard' });
  await hub.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
  await station.call('sync.now', { remoteId });
  expect(await place(station, labelling)).toMatchObject({
    status: 'completed',
    decidedBy: 'lead@example.com',
  });
  const { conflicts } = await station.call('sync.conflicts', {});
  expect(conflicts).toMatchObject([
    { kind: 'standing', mine: 'done:discard', theirs: 'done:completed', by: 'lead@example.com' },
  ]);
  await station.call('sync.solve', { conflictIds: conflicts.map(({ id }) => id), choice: 'mine' });
  await station.call('sync.now', { remoteId });
  expect(await place(hub, labelling)).toMatchObject({ status: 'discard', decidedBy: 'ada@example.com' });
  expect(await station.call('sync.reopen', { conflictIds: conflicts.map(({ id }) => id) })).toEqual({
    reopened: 1,
  });
  expect(await place(station, labelling)).toMatchObject({ status: 'completed' });
  expect((await station.call('sync.conflicts', {})).total).toBe(1);
});
