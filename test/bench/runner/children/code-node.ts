/** Ours with a code node, or a node built in in its place: many items at once, then one after the other. */
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { childInput, childResult } from '../child.ts';
import { threeNodeGraph } from '../graph.ts';
import { codeNodeSchema } from '../messages.ts';
import { addItems, execute, makeGround, makePipeline, openEngine } from '../workspace.ts';

const { folder, items, alone, middle, way } = childInput(codeNodeSchema);
const workspace = join(folder, 'workspace');
const engine = await openEngine(workspace, way);
const ground = await makeGround(engine);
const pipelineId = await makePipeline(engine, ground, threeNodeGraph(ground.datasetId, middle));
let done = 0;

await runItems(items);
const seconds = await runItems(items);
const oneByOne: number[] = [];
// One item takes less than a timer's shortest wait.
while (oneByOne.length < alone) oneByOne.push((await runItems(1, turn)) * 1000);
await engine.close();
childResult({ seconds, oneByOne });

/** Seconds. @param pause between two looks whether they are done */
async function runItems(count: number, pause?: () => Promise<unknown>): Promise<number> {
  const itemIds = addItems(workspace, ground.datasetId, count);
  done += count;
  return await execute(engine, pipelineId, itemIds, done, pause);
}
