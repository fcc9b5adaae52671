/** Ours while a list of very many items fans out: the most memory that the process ever had, the set-up included. */
import { join } from 'node:path';
import { childInput, childResult } from '../child.ts';
import { elementId, fanOutGraph } from '../graph.ts';
import { contestSchema } from '../messages.ts';
import { addItems, addItemsOf, execute, makeGround, makePipeline, openEngine } from '../workspace.ts';

/** Items a transaction of the set-up. */
const PART = 5000;

const { folder, items } = childInput(contestSchema);
const workspace = join(folder, 'workspace');
const engine = await openEngine(workspace);
const ground = await makeGround(engine);
const pipelineId = await makePipeline(engine, ground, fanOutGraph(ground.datasetId, items));
for (let from = 0; from < items; from += PART) {
  const count = Math.min(PART, items - from);
  addItemsOf(
    workspace,
    ground.datasetId,
    Array.from({ length: count }, (_, at) => elementId(from + at)),
  );
}
const seconds = await execute(engine, pipelineId, addItems(workspace, ground.datasetId, 1), 1);
const { nodes } = await engine.call('pipelines.counts', { pipelineId });
const each = nodes.find((node) => node.nodeId === 'each')?.success ?? 0;
if (each !== items) throw new Error(`${each} of ${items} elements went through.`);
await engine.close();
// Kilobytes, by the operating system.
childResult({ seconds, megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6 });
