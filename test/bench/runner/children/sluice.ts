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

type Begin = (...given: unknown[]) => unknown;
type Begun = Begin & Readonly<Record<'default' | 'deferred' | 'immediate' | 'exclusive', Begin>>;

/** Counts transactions that write from now on, where the library begins them: our driver begins those as immediate ones. */
function countTransactions(): () => number {
  const original = Sqlite.prototype.transaction as (this: Sqlite.Database, work: Begin) => Begun;
  let count = 0;
  function counting(this: Sqlite.Database, work: Begin): Begun {
    const begun = original.call(this, work);
    const immediate: Begin = (...given) => {
      if (!this.inTransaction) count += 1;
      return begun.immediate(...given);
    };
    const { default: byDefault, deferred, exclusive } = begun;
    return Object.assign((...given: unknown[]) => begun(...given), {
      default: byDefault,
      deferred,
      immediate,
      exclusive,
    });
  }
  Sqlite.prototype.transaction = counting as typeof Sqlite.prototype.transaction;
  return () => count;
}
