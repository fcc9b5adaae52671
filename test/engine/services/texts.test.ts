/** Answers that are put together as text say what the handlers of the same calls answer. */
import { expect, it } from 'vitest';
import { annotationIdSchema, changeSetIdSchema } from '#core/model/ids.ts';
import { textsOf } from '#engine/services/texts.ts';
import { geometry } from '#test/renderer/editor/support/geometries.ts';
import { openWorld } from '#test/support/engine-world.ts';
import { fc } from '#test/support/property.ts';

it('is the JSON of the annotations, whatever they are and whatever is said of them', async () => {
  const world = await openWorld();
  try {
    const { calls } = world;
    const { id: projectId } = await calls['projects.create']({ name: 'Texts' });
    const dataset = await calls['datasets.create']({ projectId, name: 'Pictures', createRecipe: true });
    const { id: itemId } = world.arrive(dataset.id, 'a.png');
    const { task } = await calls['tasks.create']({ projectId, datasetId: dataset.id, name: 'Label' });
    await world.settled();
    const text = fc.string({ unit: 'binary', maxLength: 10 });
    const said = fc.dictionary(text, fc.oneof(text, fc.double({ noNaN: true }), fc.constant(null)));
    const content = fc.record(
      {
        geometry,
        label: fc.string({ minLength: 1, maxLength: 20 }),
        attributes: said,
        metadata: said,
        extra: said,
      },
      { requiredKeys: ['geometry', 'label', 'attributes'], noNullPrototype: true },
    );
    for (const one of fc.sample(content, 60)) {
      const id = annotationIdSchema.parse(world.ctx.ports.ids.next());
      const stamp = { creator: 'ann "A"', createdAt: 1, updatedAt: 2, updatedBy: 'bob\n', rev: 1 };
      const diffs = [{ id, before: null, after: { ...one, ...stamp, id, itemId } }];
      const changeSetId = changeSetIdSchema.parse(world.ctx.ports.ids.next());
      await calls['annotations.apply']({ itemId, changeSetId, title: 'Draw', diffs } as never);
    }
    const texts = textsOf(world.ctx);
    const list = await calls['annotations.list']({ itemId });
    expect(list).toHaveLength(60);
    expect(JSON.parse(texts['annotations.list']({ itemId }))).toEqual(JSON.parse(JSON.stringify(list)));
    const place = { taskId: task.id, itemId };
    const view = await calls['tasks.view'](place);
    expect(JSON.parse(texts['tasks.view'](place))).toEqual(JSON.parse(JSON.stringify(view)));
  } finally {
    await world.close();
  }
});
