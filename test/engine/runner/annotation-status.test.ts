/** A status that a script gives to an annotation does what a reviewer's issue does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnnotationRecord } from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type ImagePipeline, makeImagePipeline } from '#test/support/image-pipeline.ts';

let world: World;
let flow: ImagePipeline;
let item: Item;
let label: 'label-a' | 'label-b';
let car: AnnotationRecord;
let sky: AnnotationRecord;

beforeEach(async () => {
  world = await openWorld();
  flow = await makeImagePipeline(world);
  item = world.arrive(flow.datasets.inbox, 'one.png');
  await world.settled();
  label = (await flow.task('label-a')).counts.total > 0 ? 'label-a' : 'label-b';
  const content = { geometry: { type: 'class' }, attributes: {}, status: null } as const;
  const made = await world.calls['annotations.add']({
    itemId: item.id,
    annotations: [
      { ...content, label: 'car' },
      { ...content, label: 'sky' },
    ],
  });
  const [first, second] = made;
  if (!first || !second) throw new Error('two were added');
  [car, sky] = [first, second];
});

afterEach(() => world.close());

async function decide(node: 'label-a' | 'label-b' | 'qa', status: string): Promise<void> {
  const { id } = await flow.task(node);
  await world.calls['tasks.setStatus']({ taskId: id, itemId: item.id, status });
  await world.settled();
}

async function give(annotation: AnnotationRecord, status: AnnotationRecord['status']) {
  const { id, rev } = await world.calls['annotations.get']({ annotationId: annotation.id });
  const after = await world.calls['annotations.change']({ annotationId: id, rev, content: null, status });
  await world.settled();
  return after.status;
}

const statusOf = async (annotation: AnnotationRecord) =>
  (await world.calls['annotations.get']({ annotationId: annotation.id })).status;
const issues = async () =>
  (await world.calls['issues.list']({ itemId: item.id })).map(
    ({ annotationId, status }) => `${annotationId === car.id ? 'car' : 'sky'} ${status}`,
  );

test('where nobody reviews, it is a word on the annotation', async () => {
  expect(await give(car, 'issue')).toBe('issue');
  expect(await issues()).toEqual([]);
  expect(await give(car, null)).toBeNull();
});

test('in review an issue sends the item back; the fix and the approval show on the annotation', async () => {
  await decide(label, 'completed');
  expect(await give(car, 'issue')).toBe('issue');
  expect((await flow.task(label)).counts).toMatchObject({ open: 1 });
  // One more, on an item that has gone back already.
  expect(await give(sky, 'issue')).toBe('issue');
  expect(await issues()).toEqual(['car issue', 'sky issue']);
  await decide(label, 'completed');
  expect([await statusOf(car), await statusOf(sky)]).toEqual(['review', 'review']);
  expect(await give(sky, 'approved')).toBe('approved');
  await decide('qa', 'approved');
  expect([await statusOf(car), await statusOf(sky)]).toEqual(['approved', 'approved']);
  expect((await flow.task('qa')).counts).toMatchObject({ open: 0 });
});

test('clearing the status takes the issue away, and the item can be approved', async () => {
  await decide(label, 'completed');
  const { id } = await flow.task('qa');
  await world.calls['issues.open']({
    taskId: id,
    itemId: item.id,
    annotationId: car.id,
    point: null,
    text: 'loose',
    hold: true,
  });
  expect(await statusOf(car)).toBe('issue');
  await expect(decide('qa', 'approved')).rejects.toThrow('An issue is open');
  expect(await give(car, null)).toBeNull();
  expect(await issues()).toEqual([]);
  await decide('qa', 'approved');
});

test('a note in review is an issue with its words', async () => {
  await decide(label, 'completed');
  const corner = { x: 1, y: 1 };
  const note = { messages: [{ body: 'too loose' }], status: 'issue' };
  const geometry = {
    type: 'note' as const,
    coordinates: { box: [corner, corner] as [typeof corner, typeof corner], note },
  };
  await world.calls['annotations.add']({
    itemId: item.id,
    annotations: [{ label: 'note', geometry, attributes: {}, status: 'issue' }],
  });
  const [issue] = await world.calls['issues.list']({ itemId: item.id });
  expect(issue).toMatchObject({ status: 'issue', text: 'too loose' });
});
