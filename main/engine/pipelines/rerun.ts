/** Running a cycle again: it keeps its id and its history; what it did before is superseded, not forgotten. */

import type { RerunMethod } from '#contract/pipelines.ts';
import { SluiceError } from '#core/errors.ts';
import type { Work } from '../db/queries/executions.ts';
import { lastGeneration, listOfCycle } from '../db/queries/executions-of.ts';
import { clearSlots, forgetSlots, insertMet, listMetOfCycle, listMetSources } from '../db/queries/slots.ts';
import { ownPriority } from '../jobs/cycles.ts';
import { type Graphs, runNode, runNodeByKey } from '../jobs/graphs.ts';
import { stands } from '../jobs/lineage.ts';
import { create, end, requeue, store } from '../jobs/transitions.ts';
import type { RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { leaveTask } from './terminate.ts';

export type Rerun = { readonly method: RerunMethod; readonly startNodeIds: readonly string[] };

/** False when there was nothing to run again. @throws SluiceError `wrong-state` while a machine is at work in it. */
export function rerunCycle(tx: Tx, graphs: Graphs, key: number, rerun: Rerun): boolean {
  const head = tx.ledger.cycle(key);
  const works = listOfCycle(tx.db, key);
  if (rerun.method !== 'startFromFailedExecutions') requireStill(works);
  const plan = graphs(head.pipelineId, head.version);
  if (rerun.method === 'startFromFailedExecutions') return retryFailed(tx, key, works);
  if (rerun.method === 'startFromBeginning') {
    begin(tx, key);
    for (const work of works) supersede(tx, work);
    clearSlots(tx.db, key);
    const start = runNodeByKey(plan, head.start);
    store(
      tx,
      create(tx, {
        cycle: key,
        pipelineId: head.pipelineId,
        version: head.version,
        node: start.key,
        itemId: head.itemId,
        datasetId: null,
        parent: null,
        connection: null,
        ordinal: 0,
        generation: 0,
        branch: null,
        input: head.input,
        priority: head.priority ?? ownPriority(start),
        lane: start.lane,
      }),
    );
    return true;
  }
  const nodes = new Set(rerun.startNodeIds.map((nodeId) => runNode(plan, nodeId).key));
  const again = works.filter(
    (work) => nodes.has(work.node) && (work.state !== 'terminated' || stands(tx, work)),
  );
  return rerunFrom(tx, plan, works, again).length > 0;
}

/**
 * Runs one execution that succeeded again, and what came of it. Answers the key of the one in its place.
 * @throws SluiceError `wrong-state` while a machine is at work in the cycle.
 */
export function rerunExecution(tx: Tx, graphs: Graphs, work: Work): number {
  const { pipelineId, version } = tx.ledger.cycle(work.cycle);
  const works = listOfCycle(tx.db, work.cycle);
  requireStill(works);
  const [key = work.key] = rerunFrom(tx, graphs(pipelineId, version), works, [work]);
  return key;
}

function requireStill(works: readonly Work[]): void {
  if (!works.some((work) => work.state === 'running')) return;
  const text = 'A step of this cycle is running right now. Wait for its end, or terminate the cycle first.';
  throw new SluiceError('wrong-state', text);
}

/** Begins anew with each of them that comes of none of the others. Answers the keys of those in their place. */
function rerunFrom(tx: Tx, plan: RunPlan, works: readonly Work[], again: readonly Work[]): number[] {
  const [one] = again;
  if (!one) return [];
  const key = one.cycle;
  // What runs again because something before it does, is not begun twice.
  const below = descendantsAmong(works, listMetOfCycle(tx.db, key), again);
  const starts = again.filter((work) => !below.has(work.key));
  if (starts.length === 0) return [];
  begin(tx, key);
  const over = new Set([...below, ...starts.map((work) => work.key)]);
  for (const work of works) if (over.has(work.key)) supersede(tx, work);
  forgetSlots(tx.db, key, [...over]);
  return starts.map((work) => {
    const node = runNodeByKey(plan, work.node);
    // Many may be asked for at once: what a person had decided on then goes before nobody now.
    const priority = tx.ledger.cycle(key).priority ?? Math.min(work.priority, ownPriority(node));
    const passage = create(tx, { ...work, generation: nextGeneration(tx, work), lane: node.lane, priority });
    for (const source of listMetSources(tx.db, work.key)) insertMet(tx.db, source, passage.work.key);
    store(tx, passage);
    return passage.work.key;
  });
}

function begin(tx: Tx, key: number): void {
  const { pipelineId } = tx.ledger.cycle(key);
  tx.ledger.moveCycle(key, 'rerun', null);
  tx.explain({ kind: 'rerun', cycle: key, pipelineId, text: 'Run again' });
  tx.changes.pipeline(pipelineId);
}

/** In place: an attempt that failed is made again with what went into it then. */
function retryFailed(tx: Tx, key: number, works: readonly Work[]): boolean {
  const failed = works.filter((work) => work.state === 'failed' || work.state === 'dead');
  if (failed.length === 0) return false;
  begin(tx, key);
  for (const work of failed) {
    requeue(tx, work, 'retry', { afresh: true });
    tx.explain({ execution: work.key, kind: 'retried', text: 'Run again' });
  }
  return true;
}

/** What came out of it before counts no more; a person's status on its item is taken away. */
function supersede(tx: Tx, work: Work): void {
  if (work.state === 'terminated') return;
  leaveTask(tx, work.key);
  end(tx, { work, stored: true }, 'withdraw', {
    action: work.action,
    error: 'Superseded: it was run again.',
  });
}

/** Keys of everything that came out of the given executions. */
function descendantsAmong(
  works: readonly Work[],
  met: ReturnType<typeof listMetOfCycle>,
  from: readonly Work[],
): ReadonlySet<number> {
  const sources = new Map<number, number[]>();
  for (const { source, execution } of met)
    sources.set(execution, [...(sources.get(execution) ?? []), source]);
  const reached = new Set<number>();
  const roots = new Set(from.map((work) => work.key));
  const isIn = (key: number | null) => key !== null && (roots.has(key) || reached.has(key));
  // Executions come after what caused them, so one pass in order of their keys reaches all.
  for (const work of works) {
    if (isIn(work.parent) || sources.get(work.key)?.some(isIn)) reached.add(work.key);
  }
  return reached;
}

/** One more than the passage was used: the same connection is gone down once in each generation. */
function nextGeneration(tx: Tx, work: Work): number {
  if (work.parent === null || work.connection === null) return work.generation + 1;
  const { parent, connection, ordinal } = work;
  return lastGeneration(tx.db, { parent, connection, ordinal }) + 1;
}
