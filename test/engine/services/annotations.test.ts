import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeLabel, createAnnotation, deleteAnnotation } from '#core/annotation/commands.ts';
import type { AnnotationDiff } from '#core/model/annotation.ts';
import { annotationIdSchema, changeSetIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { makeImagePipeline } from '#test/support/image-pipeline.ts';

let world: World;
let item: Item;
const stamp = { person: 'me', at: 1 };
const geometry = { type: 'box' as const, left: 1, top: 2, right: 30, bottom: 40 };

beforeEach(async () => {
  world = await openWorld();
  const flow = await makeImagePipeline(world);
  item = world.arrive(flow.datasets.inbox, 'one.png');
});

afterEach(() => world.close());

const newId = () => world.ctx.ports.ids.next();

async function apply(diffs: AnnotationDiff[], changeSetId = newId()) {
  const set = { itemId: item.id, changeSetId: changeSetIdSchema.parse(changeSetId), title: 'Step', diffs };
  return world.calls['annotations.apply'](set);
}

async function draw(label = 'car') {
  const id = annotationIdSchema.parse(newId());
  const diff = createAnnotation({ id, itemId: item.id, label, geometry }, stamp);
  await apply([diff]);
  if (!diff.after) throw new Error('it was just made');
  return diff.after;
}

const list = async () => world.calls['annotations.list']({ itemId: item.id });
const labels = async () => (await list()).map((annotation) => annotation.label).join();
const undo = async () => world.calls['annotations.undo']({ itemId: item.id });
const redo = async () => world.calls['annotations.redo']({ itemId: item.id });

test('what is applied is there, counted, and in the history', async () => {
  const made = await draw();
  expect(await list()).toEqual([made]);
  expect((await world.calls['items.get']({ itemId: item.id })).annotationCount).toBe(1);
  const history = await world.calls['annotations.history']({ itemId: item.id });
  expect(history).toMatchObject([{ title: 'Step', state: 'applied' }]);
});

test('the same change set twice is one', async () => {
  const id = annotationIdSchema.parse(newId());
  const diff = createAnnotation({ id, itemId: item.id, label: 'car', geometry }, stamp);
  const setId = newId();
  const first = await apply([diff], setId);
  expect(await apply([diff], setId)).toEqual(first);
  expect(await list()).toHaveLength(1);
});

test('undo and redo go step by step, across a restart too', async () => {
  const made = await draw();
  await apply([changeLabel(made, 'bus', stamp)]);
  await undo();
  expect(await labels()).toBe('car');
  await world.crash();
  world = await openWorld({ folder: world.folder, now: world.clock.at + 1 });
  await undo();
  expect(await list()).toEqual([]);
  expect(await undo()).toEqual({ changeSet: null, diffs: [] });
  await redo();
  await redo();
  expect(await labels()).toBe('bus');
  expect((await redo()).changeSet).toBeNull();
});

test('a new change ends what could be redone', async () => {
  const made = await draw();
  await undo();
  await draw('bus');
  expect((await redo()).changeSet).toBeNull();
  expect((await list()).some((annotation) => annotation.id === made.id)).toBe(false);
});

test('undo answers diffs that fit the present state', async () => {
  const made = await draw();
  await apply([deleteAnnotation(made)]);
  const { diffs } = await undo();
  expect(diffs).toMatchObject([{ id: made.id, before: null, after: { label: 'car', rev: 2 } }]);
  const [back] = await list();
  if (!back) throw new Error('it is back');
  await apply([changeLabel(back, 'bus', stamp)]);
  expect(await labels()).toBe('bus');
});

test('a change made from an older state is a conflict and changes nothing', async () => {
  const made = await draw();
  await apply([changeLabel(made, 'bus', stamp)]);
  await expect(apply([changeLabel(made, 'tram', stamp)])).rejects.toMatchObject({ code: 'conflict' });
  expect(await labels()).toBe('bus');
  expect(await world.calls['annotations.history']({ itemId: item.id })).toHaveLength(2);
});

test('a change that names another item is refused', async () => {
  const id = annotationIdSchema.parse(newId());
  const diff = createAnnotation({ id, itemId: 'f'.repeat(24) as Item['id'], label: 'car', geometry }, stamp);
  await expect(apply([diff])).rejects.toMatchObject({ code: 'invalid-input' });
});

test('an item that is not there is named as such', async () => {
  const missing = 'f'.repeat(24) as Item['id'];
  const id = annotationIdSchema.parse(newId());
  const diff = createAnnotation({ id, itemId: missing, label: 'car', geometry }, stamp);
  const call = async () =>
    world.calls['annotations.apply']({
      itemId: missing,
      changeSetId: changeSetIdSchema.parse(newId()),
      title: 'x',
      diffs: [diff],
    });
  await expect(call()).rejects.toMatchObject({ code: 'not-found' });
});
