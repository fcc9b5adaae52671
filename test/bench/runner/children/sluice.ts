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

const transactions = countTransactions();
const engine = await openEngine(workspace);
const opening = transactions();
const seconds = await execute(engine, pipelineId, itemIds, items);
const counted = transactions() - opening;
const { nodes } = await engine.call('pipelines.counts', { pipelineId });
const steps = nodes.reduce((sum, node) => sum + node.success, 0);
if (steps !== 5 * items) throw new Error(`${steps} steps succeeded, not five for each of ${items} items.`);
await engine.close();
childResult({ seconds, transactions: counted, before, after: workspaceFiles(workspace).database });

/** Counts transactions that write from now on: our driver begins them so. */
function countTransactions(): () => number {
  const { prepare } = Sqlite.prototype;
  let count = 0;
  Sqlite.prototype.prepare = function counting(this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (sql !== 'BEGIN IMMEDIATE') return statement;
    const run = statement.run.bind(statement) as () => Sqlite.RunResult;
    const counted = () => {
      count += 1;
      return run();
    };
    return Object.assign(statement, { run: counted });
  } as typeof prepare;
  return () => count;
}
