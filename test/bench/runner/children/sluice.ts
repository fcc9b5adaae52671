/** Ours: items through five nodes, with a count of the transactions that it took. */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { workspaceFiles } from '#engine/files.ts';
import { childInput, childResult } from '../child.ts';
import { fiveNodeGraph } from '../graph.ts';
import { contestSchema } from '../messages.ts';
import { addItems, execute, makeGround, makePipeline, openEngine, openItems } from '../workspace.ts';

const { items, folder } = childInput(contestSchema);
const workspace = join(folder, 'workspace');

const first = await openEngine(workspace);
const ground = await makeGround(first);
const pipelineId = await makePipeline(first, ground, fiveNodeGraph(ground.datasetId));
await first.close();

const before = join(folder, 'before.db');
const itemIds = addItems(workspace, ground.datasetId, items);
const db = openItems(workspace);
await db.backup(before);
db.close();

const engine = await openEngine(workspace);
const transactions = countTransactions();
const seconds = await execute(engine, pipelineId, itemIds, items);
const counted = transactions();
const { nodes } = await engine.call('pipelines.counts', { pipelineId });
const steps = nodes.reduce((sum, node) => sum + node.success, 0);
if (steps !== 5 * items) throw new Error(`${steps} steps succeeded, not five for each of ${items} items.`);
await engine.close();
childResult({ seconds, transactions: counted, before, after: workspaceFiles(workspace).database });

/** Counts outermost transactions from now on, where the library begins them. */
function countTransactions(): () => number {
  const { transaction } = Sqlite.prototype;
  let count = 0;
  Sqlite.prototype.transaction = function counting(this: Sqlite.Database, work) {
    if (!this.inTransaction) count += 1;
    return transaction.call(this, work) as ReturnType<typeof transaction<typeof work>>;
  };
  return () => count;
}
