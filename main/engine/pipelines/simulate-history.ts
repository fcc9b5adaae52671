/** What is known of a pipeline's nodes from what they did before. */
import type { Plan } from '#core/pipeline/plan.ts';
import { actionsOf, type NodeHistory } from '#core/pipeline/simulate-rates.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listNodeCounts, type NodeCountRow } from '../db/queries/counters.ts';
import { type Decision, listActions, listDecisions } from '../db/queries/history.ts';
import { listNodeKeys } from '../db/queries/nodes.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import { findTaskOfNode } from '../db/queries/tasks.ts';

/** Executions and decisions that are looked at, the latest ones. */
const LATEST = 5000;
/** Milliseconds between two decisions of a person beyond which they did something else meanwhile. */
const PAUSE = 15 * 60_000;
/** Times between decisions below which a mean says nothing. */
const ENOUGH = 5;

/** By node id; nodes that have not run yet are not there. */
export function readHistory(db: ReadableDb, pipelineId: string, plan: Plan): Map<string, NodeHistory> {
  const keys = listNodeKeys(db, pipelineId);
  const after = findPipelineHead(db, pipelineId)?.resetCycle ?? 0;
  const counts = listNodeCounts(db, pipelineId).filter((row) => row.state === 'success');
  const found = new Map<string, NodeHistory>();
  for (const { node } of plan.nodes.values()) {
    const key = keys.get(node.id);
    const isTask = runnableOf(node) === 'task';
    if (key === undefined || (!isTask && actionsOf(node).length === 0)) continue;
    const actions = new Map<string, number>();
    for (const action of listActions(db, { node: key, after, limit: LATEST })) {
      actions.set(action, (actions.get(action) ?? 0) + 1);
    }
    const task = isTask ? findTaskOfNode(db, pipelineId, node.id) : null;
    const seconds = task && paceOf(listDecisions(db, task.id, LATEST));
    if (seconds !== null) found.set(node.id, { actions, seconds, secondsSource: 'decisions' });
    else {
      const row = counts.find((one) => one.nodeId === node.id);
      found.set(node.id, { actions, seconds: isTask ? meanOf(row) : null, secondsSource: 'executions' });
    }
  }
  return found;
}

/** Seconds from one decision of a person to the next, on average; null when there are too few. */
function paceOf(decisions: readonly Decision[]): number | null {
  const byPerson = new Map<string, number[]>();
  for (const { person, at } of decisions) byPerson.set(person, [...(byPerson.get(person) ?? []), at]);
  const times = [...byPerson.values()].flatMap((all) => {
    const sorted = all.toSorted((a, b) => a - b);
    return sorted.slice(1).map((at, before) => at - (sorted[before] ?? at));
  });
  const worked = times.filter((time) => time <= PAUSE);
  if (worked.length < ENOUGH) return null;
  return worked.reduce((sum, time) => sum + time, 0) / worked.length / 1000;
}

/** Seconds that an execution took, waiting and all; null when none has ended. */
function meanOf(row: NodeCountRow | undefined): number | null {
  return row && row.count > 0 ? row.ms / row.count / 1000 : null;
}
