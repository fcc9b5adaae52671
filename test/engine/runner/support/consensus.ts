/** A pipeline whose labelling is done by several people on copies. */
import { type Annotation, annotationSchema } from '#core/model/annotation.ts';
import { changeSetIdSchema, type DatasetId, type ItemId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { TaskItem } from '#core/model/task.ts';
import type { World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeFlow, storage, task } from './flow.ts';
import { shares } from './people.ts';

export const CONSENSUS = {
  consensusTaskType: 'consensus',
  consensusPercentage: 100,
  consensusAssignees: 3,
  workload: shares('ann', 'ben', 'cid', 'dan'),
};
export const DONE = ['completed', 'discard', 'consensus_done'];

/** Labels by three, then QA, then the datasets good and bad. */
export async function makeConsensus(
  world: World,
  bench: Bench,
  metadata: object = {},
  actions: readonly string[] = DONE,
) {
  const label = task('label', { ...CONSENSUS, ...metadata });
  const outputs = label.outputs.map((port) => ({ ...port, actions: [...actions] }));
  const by = actions.includes('consensus_done') ? ['consensus_done', 'completed'] : ['completed'];
  const good: DatasetId = await bench.dataset('good');
  const bad: DatasetId = await bench.dataset('bad');
  const flow = await makeFlow(
    world,
    bench,
    graphOf(
      [
        storage('start', bench.inbox),
        { ...label, outputs },
        task('qa', { taskType: 'qa' }),
        storage('good', good),
        storage('bad', bad),
      ],
      [
        'start > label',
        ...by.map((action) => `label > qa : ${action}`),
        'label > bad : discard',
        'qa > good : approved',
      ],
    ),
  );
  return consensusOf(world, flow);
}

/** What tests ask of a pipeline with a task `label` of that kind. */
export function consensusOf(world: World, flow: Flow) {
  const { calls } = world;
  let drawn = 0;

  async function copies(): Promise<TaskItem[]> {
    const { items } = await calls['tasks.items']({ taskId: (await flow.task('label')).id, limit: 1000 });
    return items.filter((one) => one.copyOf !== null);
  }

  return {
    ...flow,
    copies,
    /** The copies of the one item there is. */
    async three(): Promise<[TaskItem, TaskItem, TaskItem]> {
      const [first, second, third, more] = await copies();
      if (!first || !second || !third || more) throw new Error('three people work on it');
      return [first, second, third];
    },
    async one(name = 'a'): Promise<Item> {
      const [item] = await flow.send(name);
      if (!item) throw new Error('one was sent');
      return item;
    },
    place: async (itemId: ItemId) =>
      (await calls['tasks.view']({ taskId: (await flow.task('label')).id, itemId })).taskItem,
    labels: async (itemId: ItemId) =>
      (await calls['annotations.list']({ itemId })).map((one) => one.label).toSorted(),
    /** Draws a box on an item, or names one that is there anew. */
    async label(itemId: ItemId, name: string, before: Annotation | null = null): Promise<void> {
      drawn += 1;
      const id = before?.id ?? `${itemId.slice(0, 20)}${drawn.toString(16).padStart(4, '0')}`;
      const after = annotationSchema.parse({
        ...(before ?? {}),
        id,
        itemId,
        label: name,
        geometry: { type: 'box', left: 0, top: 0, right: drawn, bottom: 10 },
        attributes: {},
        creator: 'x',
        createdAt: 1,
        updatedAt: 1,
        updatedBy: 'x',
        rev: (before?.rev ?? 0) + 1,
      });
      const changeSetId = changeSetIdSchema.parse(
        `${itemId.slice(0, 16)}${drawn.toString(16).padStart(8, '0')}`,
      );
      await calls['annotations.apply']({
        itemId,
        changeSetId,
        title: 'Box',
        diffs: [{ id: after.id, before, after }],
      });
    },
  };
}
