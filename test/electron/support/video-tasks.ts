import type { Item } from '#core/model/item.ts';
import { graphOf, storage, task } from '#test/engine/runner/support/flow.ts';
import { expect } from '../../support/app-test.ts';
import type { TestApp } from '../../support/electron-app.ts';

/** Two tasks that the video goes through, one after the other. */
export async function sendToTasks(app: TestApp, item: Item) {
  const { projectId } = await app.call('datasets.get', { datasetId: item.datasetId });
  const { id: recipeId } = await app.call('recipes.create', { projectId, title: 'Things' });
  const nodes = [
    storage('in', item.datasetId),
    task('label', { recipeId }),
    task('qa', { taskType: 'qa', recipeId }),
  ];
  const graph = graphOf(nodes, ['in > label', 'label > qa : completed']);
  const { id: pipelineId } = await app.call('pipelines.create', { projectId, name: 'Label', graph });
  await app.call('pipelines.install', { pipelineId });
  await app.call('pipelines.execute', { pipelineId, itemIds: [item.id] });
  const find = async (nodeId: string) =>
    (await app.call('tasks.list', { projectId })).find((one) => one.nodeId === nodeId);
  await expect
    .poll(async () => (await find('label'))?.counts.total, { timeout: 20_000, intervals: [50] })
    .toBe(1);
  return { label: (await find('label'))?.id ?? '', qa: (await find('qa'))?.id ?? '' };
}
