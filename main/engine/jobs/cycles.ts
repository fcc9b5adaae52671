/** Cycles: how one begins, and how its status follows its executions. */
import type { PortValues } from '#core/model/cycle.ts';
import type { CycleId, ItemId, PipelineId } from '#core/model/ids.ts';
import { cycleIdOf } from '#core/model/run-ids.ts';
import { insertCycle } from '../db/queries/cycles.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { declaredPriority, inputOf, NORMAL } from './arrivals.ts';
import { runNode } from './graphs.ts';
import { create, type Passage, store } from './transitions.ts';

export type CycleStart = {
  readonly plan: RunPlan;
  readonly nodeId: string;
  /** By name of the start node's inputs. */
  readonly input: PortValues;
  readonly itemId: ItemId | null;
  readonly test?: boolean;
  /** How many cycles caused one another before this one. */
  readonly hops?: number;
  readonly priority?: number;
  /** Why it began, for a person. */
  readonly why: string;
};

/** Starts a cycle at a node. Answers the execution there too, which waits in the queue. */
export function startCycle(tx: Tx, start: CycleStart): { key: number; id: CycleId; passage: Passage } {
  const { plan, itemId } = start;
  const key = tx.key('cycle');
  const node = runNode(plan, start.nodeId);
  const input = inputOf(node, start.input, itemId);
  const row = {
    key,
    pipelineId: plan.pipelineId as PipelineId,
    version: plan.version,
    itemId,
    input,
    start: node.key,
    test: start.test ?? false,
    hops: start.hops ?? 0,
    priority: null,
    createdAt: tx.now,
  };
  insertCycle(tx.db, row);
  tx.ledger.began({ ...row, status: 'pending', open: 1, failed: 0, endedAt: null });
  const passage = create(tx, {
    cycle: key,
    pipelineId: row.pipelineId,
    version: plan.version,
    node: node.key,
    itemId,
    datasetId: null,
    parent: null,
    connection: null,
    ordinal: 0,
    generation: 0,
    branch: null,
    input,
    priority: start.priority ?? ownPriority(node),
    lane: node.lane,
  });
  store(tx, passage);
  tx.explain({ execution: passage.work.key, kind: 'started', text: start.why });
  tx.changes.pipeline(plan.pipelineId);
  return { key, id: cycleIdOf(key, tx.now), passage };
}

/** The priority of what begins at a node. */
export function ownPriority(node: RunNode): number {
  return declaredPriority(node) ?? NORMAL;
}

/** Brings a cycle's status in line with its executions: ended when none is open, in progress when one is. */
export function settleCycle(tx: Tx, key: number): void {
  const { status, open, failed } = tx.ledger.cycle(key);
  if (open > 0) {
    if (status === 'pending') tx.ledger.moveCycle(key, 'begin', null);
    else if (status !== 'in-progress' && status !== 'rerun') tx.ledger.moveCycle(key, 'reopen', null);
    return;
  }
  if (status === 'terminated') return;
  if (failed > 0) {
    if (status !== 'failed') tx.ledger.moveCycle(key, 'fail', tx.now);
  } else if (status !== 'success') tx.ledger.moveCycle(key, 'succeed', tx.now);
}
