/** What the demo ends with, read from what is stored and not from what was done just now. */
import type { Caller } from '#contract/index.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { Task } from '#core/model/task.ts';
import { everyPage } from '../pages.ts';
import type { Sample } from './sample.ts';

export type DemoCounts = {
  readonly videos: number;
  readonly frames: number;
  readonly labelled: number;
  readonly approved: number;
  readonly discarded: number;
  readonly reworked: number;
  readonly cycles: number;
  readonly failed: number;
};

export async function countDemo(call: Caller, sample: Sample): Promise<DemoCounts> {
  const tasks = await call('tasks.list', { projectId: sample.projectId });
  const { counts } = await call('pipelines.get', { pipelineId: sample.pipelineId });
  const videos = await call('items.count', { datasetId: sample.inbox, filter: { kind: 'video' } });
  const size = async (datasetId: DatasetId) => (await call('datasets.get', { datasetId })).itemCount;
  const { inProgress, success, failed, terminated } = counts.cycles;
  return {
    videos: videos.count,
    frames: await size(sample.frames),
    labelled: labelled(tasks),
    approved: await size(sample.approved),
    discarded: await size(sample.discarded),
    reworked: await countReworked(call, tasks),
    cycles: inProgress + success + failed + terminated,
    failed: counts.nodes.reduce((sum, node) => sum + node.failed, 0),
  };
}

/** Frames that a labelling task completed. */
function labelled(tasks: readonly Task[]): number {
  return tasks
    .filter((task) => task.type === 'annotation')
    .reduce((sum, task) => sum + (task.counts.byStatus['completed'] ?? 0), 0);
}

/** Frames that came back with an issue and were completed again. */
async function countReworked(call: Caller, tasks: readonly Task[]): Promise<number> {
  const reworked = new Set<ItemId>();
  for (const task of tasks.filter((one) => one.type === 'qa')) {
    for await (const { itemId } of everyPage((after) =>
      call('tasks.items', { taskId: task.id, after, limit: 1000 }),
    )) {
      const issues = await call('issues.list', { itemId });
      if (issues.some((issue) => issue.status !== 'issue')) reworked.add(itemId);
    }
  }
  return reworked.size;
}
