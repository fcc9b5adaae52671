import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Item } from '#core/model/item.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type ImagePipeline, makeImagePipeline } from '#test/support/image-pipeline.ts';

let world: World;
let flow: ImagePipeline;
let item: Item;

beforeEach(async () => {
  world = await openWorld();
  flow = await makeImagePipeline(world);
  item = world.arrive(flow.datasets.inbox, 'one.png');
  await world.settled();
});

afterEach(() => world.close());

/** The labelling task the item waits in, and QA. */
async function tasks() {
  const [a, b, qa] = [await flow.task('label-a'), await flow.task('label-b'), await flow.task('qa')];
  return { label: a.counts.total > 0 ? a : b, other: a.counts.total > 0 ? b : a, qa };
}

async function decide(nodeTask: { id: Item['id'] | string }, status: string): Promise<void> {
  await world.calls['tasks.setStatus']({ taskId: nodeTask.id as never, itemId: item.id, status });
  await world.settled();
}

const inDataset = (datasetId: string) =>
  world.calls['items.list']({
    datasetId: datasetId as never,
    filter: { text: '', kind: null, status: null, trashed: false },
    after: null,
    limit: 100,
  });

async function ends() {
  const approved = (await inDataset(flow.datasets.approved)).items.length;
  const discarded = (await inDataset(flow.datasets.discarded)).items.length;
  return { approved, discarded };
}

async function cycle() {
  const { items } = await world.calls['cycles.list']({ pipelineId: flow.pipelineId, after: null, limit: 10 });
  return items.map(({ status, open, failed }) => ({ status, open, failed }));
}

test('completed and approved: the item ends in the approved dataset and the cycle with success', async () => {
  const { label, other, qa } = await tasks();
  expect(label.counts).toMatchObject({ total: 1, open: 1 });
  expect(other.counts.total).toBe(0);
  await decide(label, 'completed');
  expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1 });
  expect(await cycle()).toEqual([{ status: 'in-progress', open: 1, failed: 0 }]);
  await decide(qa, 'approved');
  expect(await ends()).toEqual({ approved: 1, discarded: 0 });
  expect(await cycle()).toEqual([{ status: 'success', open: 0, failed: 0 }]);
  expect((await world.calls['items.get']({ itemId: item.id })).status).toBe('approved');
});

test('discarded in labelling or in QA: the discarded dataset', async () => {
  const { label } = await tasks();
  await decide(label, 'discard');
  expect(await ends()).toEqual({ approved: 0, discarded: 1 });
});

test('the reference spelling of a decision counts too', async () => {
  const { label, qa } = await tasks();
  await decide(label, 'complete');
  await decide(qa, 'approve');
  expect(await ends()).toEqual({ approved: 1, discarded: 0 });
});

test('a decision twice, an unknown word and a stranger are refused', async () => {
  const { label, qa } = await tasks();
  await expect(decide(label, 'maybe')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(decide(qa, 'approved')).rejects.toMatchObject({ code: 'not-found' });
  await decide(label, 'completed');
  await expect(decide(label, 'completed')).rejects.toMatchObject({ code: 'wrong-state' });
});

describe('issues', () => {
  const openIssue = (hold = false) =>
    tasks().then(({ qa }) =>
      world.calls['issues.open']({
        taskId: qa.id,
        itemId: item.id,
        annotationId: null,
        point: { x: 3, y: 4 },
        text: 'too loose',
        hold,
      }),
    );
  const issueStatus = async () =>
    (await world.calls['issues.list']({ itemId: item.id })).map((issue) => issue.status).join();

  beforeEach(async () => decide((await tasks()).label, 'completed'));

  test('an issue sends the item back, the fix brings it for review, approval closes it', async () => {
    await openIssue();
    let { label, qa } = await tasks();
    expect(label.counts).toMatchObject({ open: 1, rework: 1 });
    expect(qa.counts).toMatchObject({ open: 0, away: 1 });
    expect((await world.calls['tasks.next']({ taskId: label.id, afterItemId: null })).itemId).toBe(item.id);
    expect((await world.calls['items.get']({ itemId: item.id })).status).toBeNull();
    await expect(decide(qa, 'approved')).rejects.toMatchObject({ code: 'wrong-state' });

    await decide(label, 'completed');
    ({ label, qa } = await tasks());
    expect(await issueStatus()).toBe('review');
    expect(qa.counts).toMatchObject({ open: 1, rework: 1, away: 0, total: 1 });

    await decide(qa, 'approved');
    expect(await issueStatus()).toBe('approved');
    expect(await ends()).toEqual({ approved: 1, discarded: 0 });
    expect(await cycle()).toEqual([{ status: 'success', open: 0, failed: 0 }]);
  });

  test('sent back and then discarded by the annotator: QA no longer waits for it', async () => {
    await openIssue();
    const { label } = await tasks();
    await decide(label, 'discard');
    expect((await flow.task('qa')).counts).toMatchObject({ total: 0, away: 0 });
    expect(await ends()).toEqual({ approved: 0, discarded: 1 });
    expect(await cycle()).toEqual([{ status: 'success', open: 0, failed: 0 }]);
  });

  test('an issue that is only pinned forbids approval until it is sent back or removed', async () => {
    const issue = await openIssue(true);
    const { qa } = await tasks();
    await expect(decide(qa, 'approved')).rejects.toThrow('An issue is open');
    await world.calls['issues.remove']({ issueId: issue.id });
    await decide(qa, 'approved');
    expect(await ends()).toEqual({ approved: 1, discarded: 0 });
  });

  test('sending back without an issue is refused', async () => {
    const { qa } = await tasks();
    const call = async () => world.calls['issues.sendBack']({ taskId: qa.id, itemId: item.id });
    await expect(call()).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('sending back can be taken back', async () => {
    await openIssue();
    const { qa } = await tasks();
    await world.calls['tasks.clearStatus']({ taskId: qa.id, itemId: item.id });
    const after = await tasks();
    expect(after.qa.counts).toMatchObject({ open: 1, away: 0 });
    expect(after.label.counts).toMatchObject({ open: 0, rework: 0, byStatus: { completed: 1 } });
    expect((await world.calls['items.get']({ itemId: item.id })).status).toBe('completed');
  });

  test('taking back the second completion opens the issue again and QA waits again', async () => {
    await openIssue();
    const { label } = await tasks();
    await decide(label, 'completed');
    await world.calls['tasks.clearStatus']({ taskId: label.id, itemId: item.id });
    expect(await issueStatus()).toBe('issue');
    const after = await tasks();
    expect(after.label.counts).toMatchObject({ open: 1, rework: 1 });
    expect(after.qa.counts).toMatchObject({ open: 0, away: 1 });
    await decide(label, 'completed');
    await decide(after.qa, 'approved');
    expect(await ends()).toEqual({ approved: 1, discarded: 0 });
  });
});

describe('taking a decision back', () => {
  const clear = async (taskId: string) =>
    world.calls['tasks.clearStatus']({ taskId: taskId as never, itemId: item.id });

  test('a completion: the item waits here again and not in QA', async () => {
    const { label } = await tasks();
    await decide(label, 'completed');
    await clear(label.id);
    const after = await tasks();
    expect(after.label.counts).toMatchObject({ open: 1, byStatus: {} });
    expect(after.qa.counts.total).toBe(0);
    await decide(label, 'discard');
    expect(await ends()).toEqual({ approved: 0, discarded: 1 });
  });

  test('an approval: the clone goes to the trash and returns with the next one, annotations and all', async () => {
    const { label, qa } = await tasks();
    await decide(label, 'completed');
    await decide(qa, 'approved');
    await clear(qa.id);
    expect(await ends()).toEqual({ approved: 0, discarded: 0 });
    expect(await cycle()).toEqual([{ status: 'in-progress', open: 1, failed: 0 }]);
    expect((await world.calls['items.get']({ itemId: item.id })).status).toBe('completed');
    await decide(qa, 'approved');
    expect(await ends()).toEqual({ approved: 1, discarded: 0 });
  });

  test('a completion on which QA has decided is refused', async () => {
    const { label, qa } = await tasks();
    await decide(label, 'completed');
    await decide(qa, 'approved');
    await expect(clear(label.id)).rejects.toThrow('"approved" was decided in "QA" since');
    expect(await ends()).toEqual({ approved: 1, discarded: 0 });
  });
});

test('while the pipeline is paused decisions are kept, and delivered when it goes on', async () => {
  const { label } = await tasks();
  await world.calls['pipelines.pause']({ pipelineId: flow.pipelineId });
  await decide(label, 'completed');
  expect((await flow.task('qa')).counts.total).toBe(0);
  const late = world.arrive(flow.datasets.inbox, 'late.png');
  await world.settled();
  await world.calls['pipelines.install']({ pipelineId: flow.pipelineId });
  await world.settled();
  expect((await flow.task('qa')).counts.total).toBe(1);
  const history = await world.calls['items.history']({ itemId: late.id, after: null, limit: 10 });
  expect(history.items.map((event) => event.kind)).toContain('parked');
});

test('terminating a cycle takes its items out of the tasks', async () => {
  const { items } = await world.calls['cycles.list']({ pipelineId: flow.pipelineId, after: null, limit: 10 });
  const [running] = items;
  if (!running) throw new Error('there is a cycle');
  await world.calls['cycles.terminate']({ cycleId: running.id });
  expect(await cycle()).toEqual([{ status: 'terminated', open: 0, failed: 0 }]);
  for (const task of Object.values(await tasks())) expect(task.counts.total).toBe(0);
});

test('the history explains every step', async () => {
  const { label } = await tasks();
  await decide(label, 'completed');
  const { items } = await world.calls['items.history']({ itemId: item.id, after: null, limit: 50 });
  const text = items.map((event) => event.text).toReversed();
  expect(text).toEqual([
    'Cycle started: Item Created',
    expect.stringContaining('"Videos": is in "Videos"; on to "Half and half"'),
    expect.stringMatching(/"Half and half": group "(A|B)" by quota; on to "Label (A|B)"/),
    expect.stringMatching(/"Label (A|B)": waits in "Label (A|B)", for /),
    expect.stringMatching(/"completed" in "Label (A|B)"; on to "QA"/),
    expect.stringContaining('waits in "QA"'),
  ]);
});
