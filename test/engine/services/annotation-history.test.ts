import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeLabel, createAnnotation, deleteAnnotation } from '#core/annotation/commands.ts';
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
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

const newSetId = () => changeSetIdSchema.parse(world.ctx.ports.ids.next());

async function apply(title: string, diffs: AnnotationDiff[]): Promise<string> {
  const set = { itemId: item.id, changeSetId: newSetId(), title, diffs };
  return (await world.calls['annotations.apply'](set)).id;
}

async function draw(label: string): Promise<{ made: Annotation; step: string }> {
  const id = annotationIdSchema.parse(world.ctx.ports.ids.next());
  const diff = createAnnotation({ id, itemId: item.id, label, geometry }, stamp);
  const step = await apply(`Draw ${label}`, [diff]);
  if (!diff.after) throw new Error('it was just made');
  return { made: diff.after, step };
}

const list = async () => world.calls['annotations.list']({ itemId: item.id });
/** What is seen of them: all but the revisions. */
const seen = async () =>
  (await list()).map(({ rev: _, ...rest }) => rest).toSorted((a, b) => a.id.localeCompare(b.id));
const labels = async () =>
  (await list())
    .map(({ label }) => label)
    .toSorted()
    .join();
const goTo = async (stepId: string | null, changeSetId = newSetId()) =>
  world.calls['annotations.goTo']({ itemId: item.id, stepId, changeSetId, title: 'Go back' });
const deleted = async () => world.calls['annotations.deleted']({ itemId: item.id });
const steps = async (rest: { before?: number; limit?: number } = {}) =>
  world.calls['annotations.steps']({ itemId: item.id, ...rest });

test('goes back to any step as a new one, which is undone like others, also after a crash', async () => {
  const car = await draw('car');
  const bus = await draw('bus');
  const atBus = await seen();
  const renamed = changeLabel(car.made, 'van', stamp);
  await apply('Change label', [renamed]);
  await apply('Delete', [deleteAnnotation(bus.made)]);
  const last = await seen();

  await world.crash();
  world = await openWorld({ folder: world.folder, now: world.clock.at + 1 });
  await goTo(bus.step);
  expect(await seen()).toEqual(atBus);
  expect((await steps()).steps.map(({ title }) => title)).toEqual([
    'Go back',
    'Delete',
    'Change label',
    'Draw bus',
    'Draw car',
  ]);
  await world.calls['annotations.undo']({ itemId: item.id });
  expect(await seen()).toEqual(last);
});

test('goes forward to a step that was undone, and back to before the first', async () => {
  await draw('car');
  const bus = await draw('bus');
  await draw('van');
  for (let times = 0; times < 3; times += 1) await world.calls['annotations.undo']({ itemId: item.id });
  await goTo(bus.step);
  expect(await labels()).toBe('bus,car');
  await goTo(null);
  expect(await labels()).toBe('');
  await world.calls['annotations.undo']({ itemId: item.id });
  expect(await labels()).toBe('bus,car');
});

test('makes no step where nothing would be different, and one of what is sent twice', async () => {
  const car = await draw('car');
  expect(await goTo(car.step)).toEqual({ changeSet: null, diffs: [] });
  const id = newSetId();
  const first = await goTo(null, id);
  expect((await goTo(null, id)).changeSet).toEqual(first.changeSet);
  expect((await steps()).steps).toHaveLength(2);
});

test('names a step that is not there, or belongs to another item', async () => {
  await expect(goTo('0123456789abcdef01234567')).rejects.toMatchObject({ code: 'not-found' });
});

test('counts what each step did, and lists all steps page by page', async () => {
  const { made } = await draw('car');
  const { made: other } = await draw('bus');
  await apply('All at once', [changeLabel(made, 'van', stamp), deleteAnnotation(other)]);
  const first = await steps({ limit: 2 });
  expect(first).toMatchObject({
    more: true,
    steps: [
      { title: 'All at once', made: 0, changed: 1, deleted: 1 },
      { title: 'Draw bus', made: 1, changed: 0, deleted: 0 },
    ],
  });
  const before = first.steps.at(-1)?.seq ?? 0;
  expect(await steps({ before, limit: 2 })).toMatchObject({ more: false, steps: [{ title: 'Draw car' }] });
});

test('brings deleted annotations back as they were, and lists them no more', async () => {
  const { made } = await draw('car');
  const { made: other } = await draw('bus');
  const was = await seen();
  await apply('Delete', [deleteAnnotation(made), deleteAnnotation(other)]);
  expect((await deleted()).map(({ annotation }) => annotation.label).toSorted()).toEqual(['bus', 'car']);
  const restore = { itemId: item.id, annotationIds: [made.id, other.id], title: 'Restore' };
  await world.calls['annotations.restore']({ ...restore, changeSetId: newSetId() });
  expect(await seen()).toEqual(was);
  expect(await deleted()).toEqual([]);
  const again = await world.calls['annotations.restore']({ ...restore, changeSetId: newSetId() });
  expect(again.changeSet).toBeNull();
  await world.calls['annotations.undo']({ itemId: item.id });
  expect(await list()).toEqual([]);
});
