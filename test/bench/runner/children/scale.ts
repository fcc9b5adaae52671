/** Ours with few and with very many items done: how fast it still is, and how quickly it answers then. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import { childInput, childResult } from '../child.ts';
import { fiveNodeGraph, taskGraph } from '../graph.ts';
import { scaleSchema } from '../messages.ts';
import { askAll } from '../questions.ts';
import { addItems, execute, handIn, makeGround, makePipeline, openEngine } from '../workspace.ts';

/** Items until the code is as quick as it gets. */
const WARM_UP = 10_000;

const { folder, few, many, chunk, rounds, waiting, asks } = childInput(scaleSchema);
await warmUp();

const workspace = join(folder, 'workspace');
const engine = await openEngine(workspace);
const ground = await makeGround(engine);
const pipelineId = await makePipeline(engine, ground, fiveNodeGraph(ground.datasetId));
const doneItemIds: ItemId[] = [];
let done = 0;

await runItems(few);
const atFew = await rates();
while (done < many) await runItems(Math.min(chunk, many - done));
const atMany = await rates();
const megabytes = process.memoryUsage.rss() / 1e6;

const taskPipelineId = await makePipeline(engine, ground, taskGraph(ground.datasetId));
const waitingItemIds = addItems(workspace, ground.datasetId, waiting);
await handIn(engine.call, taskPipelineId, waitingItemIds);
const taskId = await taskOf(taskPipelineId);
const [assignment] = await engine.call('tasks.assignments', { taskId });
const person = assignment?.person ?? '';
const known = { pipelineId, taskId, person, doneItemIds, waitingItemIds };
const answers = await askAll(engine.ask, known, asks);

await engine.close();
childResult({ done, atFew, atMany, megabytes, answers });

/** Items a second, a few times. */
async function rates(): Promise<number[]> {
  const measured: number[] = [];
  while (measured.length < rounds) measured.push(chunk / (await runItems(chunk)));
  return measured;
}

/** Seconds. */
async function runItems(count: number): Promise<number> {
  const itemIds = addItems(workspace, ground.datasetId, count);
  done += count;
  const seconds = await execute(engine, pipelineId, itemIds, done);
  // A sample: a million ids would be a good part of the memory that is measured here.
  doneItemIds.push(...itemIds.slice(0, 20));
  return seconds;
}

async function taskOf(id: typeof pipelineId): Promise<CallOutput<'tasks.get'>['id']> {
  for (;;) {
    const tasks = await engine.call('tasks.list', { projectId: ground.projectId });
    const { nodes } = await engine.call('pipelines.counts', { pipelineId: id });
    const parked = nodes.reduce((sum, node) => sum + node.parked, 0);
    const task = tasks.find((candidate) => candidate.pipelineId === id);
    if (task && parked === waiting) return task.id;
    await delay(20);
  }
}

/** In another workspace: code that is still cold would make the first figures look bad and the last ones good. */
async function warmUp(): Promise<void> {
  const place = join(folder, 'warm-up');
  const cold = await openEngine(place);
  const ground = await makeGround(cold);
  const id = await makePipeline(cold, ground, fiveNodeGraph(ground.datasetId));
  await execute(cold, id, addItems(place, ground.datasetId, WARM_UP), WARM_UP);
  await cold.close();
}
