/** Raising and lowering single cycles: their place in the queues of nodes and of tasks. */
import { SluiceError } from '#core/errors.ts';
import type { CyclePriority } from '#core/model/cycle.ts';
import { findWork, setPriority, type Work } from '../db/queries/executions.ts';
import { listUnsettled } from '../db/queries/executions-of.ts';
import { findTaskOfNode, rankItemsOfCycle } from '../db/queries/tasks.ts';
import { declaredPriority, NORMAL } from '../jobs/arrivals.ts';
import type { Graphs } from '../jobs/graphs.ts';
import type { RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';

const WORDS: Readonly<Record<Exclude<CyclePriority, null>, string>> = { 1: 'low', 2: 'medium', 3: 'high' };

const wordOf = (priority: CyclePriority) => (priority === null ? 'as its nodes have it' : WORDS[priority]);

/**
 * Gives a cycle its own place in every queue that something of it waits in or will come to; null: as its nodes say
 * again. What a person waits for goes before everything in any case.
 * @throws SluiceError `wrong-state` for a cycle that a reset has cleared.
 */
export function setCyclePriority(tx: Tx, graphs: Graphs, key: number, priority: CyclePriority): void {
  const before = tx.ledger.cycle(key);
  if (before.priority === priority) return;
  if (tx.ledger.isCleared(key)) {
    const text = 'A reset of the pipeline has cleared this cycle: it waits in no queue any more.';
    throw new SluiceError('wrong-state', text);
  }
  const text = `Priority ${wordOf(priority)}, it was ${wordOf(before.priority)}`;
  const { pipelineId } = before;
  tx.ledger.setPriority(key, priority);
  const plan = graphs(pipelineId, before.version);
  const ownOf = byNodes(tx, plan);
  const byPriority = new Map<number, number[]>();
  for (const work of listUnsettled(tx.db, key)) {
    const own = priority ?? ownOf(work);
    const keys = byPriority.get(own) ?? [];
    keys.push(work.key);
    byPriority.set(own, keys);
  }
  for (const [own, keys] of byPriority) setPriority(tx.db, keys, own);
  // Read by the next statement, which is not asked of the ledger.
  tx.ledger.flush();
  rankItemsOfCycle(tx.db, key);
  for (const { id, node } of plan.nodes.values()) {
    const task = node.type === 'task' ? findTaskOfNode(tx.db, pipelineId, id) : null;
    if (task) tx.changes.task(task.id);
  }
  tx.explain({ kind: 'priority', cycle: key, pipelineId, text });
  tx.changes.pipeline(pipelineId);
}

/** What an execution would have had without a priority of its cycle: its node's, or that of the nearest before it. */
function byNodes(tx: Tx, plan: RunPlan): (work: Pick<Work, 'node' | 'parent'>) => number {
  const known = new Map<number, number>();
  const inherited = (parent: number | null): number => {
    if (parent === null) return NORMAL;
    const found = known.get(parent);
    if (found !== undefined) return found;
    const source = findWork(tx.db, parent);
    // After a person's decision nothing from before it counts.
    const own = !source || plan.byKey.get(source.node)?.node.type === 'task' ? NORMAL : of(source);
    known.set(parent, own);
    return own;
  };
  const of = ({ node, parent }: Pick<Work, 'node' | 'parent'>): number => {
    const at = plan.byKey.get(node);
    return (at ? declaredPriority(at) : null) ?? inherited(parent);
  };
  return of;
}
