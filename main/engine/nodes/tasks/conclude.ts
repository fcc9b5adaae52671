/** What follows from a decision on an item in a task: its status, its issues, and where its executions go on. */
import { CONSENSUS_DONE } from '#core/model/task.ts';
import type { Flow } from '#core/pipeline/flow.ts';
import { RUSH, type Work } from '../../db/queries/executions.ts';
import { setItemStatus } from '../../db/queries/items.ts';
import { type Graphs, runNodeByKey } from '../../jobs/graphs.ts';
import { complete, routeResult } from '../../jobs/steps.ts';
import { end, type Passage, store } from '../../jobs/transitions.ts';
import type { Tx } from '../../unit.ts';
import { configOf } from '../config.ts';
import type { RunNode } from '../node.ts';
import { changed, closeAway, noticeStatus, type Place, touch, worksOf } from './places.ts';
import { departing, itemPort } from './ports.ts';
import { returnToReviews } from './reviews.ts';
import { settleIssues } from './rules.ts';

export type Verdict = {
  readonly status: string;
  /** Null: it follows from what was decided on copies. */
  readonly by: string | null;
  /** True: the way of items on which several people agree, where the node has one. */
  readonly consensus: boolean;
  /** Of whoever decided. */
  readonly assignmentIds: readonly string[];
};

/**
 * Writes a decision down and lets every execution that waits for it go on; of several in one cycle the last one.
 * @throws SluiceError `wrong-state` when it approves an item with open issues.
 */
export function conclude(tx: Tx, graphs: Graphs, place: Place, verdict: Verdict): void {
  const { task, taskItem } = place;
  const { itemId } = taskItem;
  const works = worksOf(tx, taskItem).filter((work) => work.state === 'parked');
  settleIssues(tx, place, verdict.status, works.length > 0);
  // It comes back to QA tasks that wait for its return by the graph, or it does not.
  const back = works.length > 0 ? closeAway(tx, itemId, new Set(works.map((work) => work.cycle))) : [];
  changed(tx, taskItem, { status: verdict.status, decidedBy: verdict.by, decidedAt: tx.now, state: 'done' });
  setItemStatus(tx.db, itemId, verdict.status, tx.now);
  tx.raise({ resource: 'ItemStatus', action: 'Updated', id: itemId });
  if (task.type === 'annotation') returnToReviews(tx, place);
  if (works.length === 0) keepStatus(tx, place, verdict);
  for (const work of works) {
    const after = works.findLast((other) => other.cycle === work.cycle);
    if (after !== work) endWith(tx, place, work, verdict);
    else goOn(tx, graphs, place, { work, verdict, back, whole: work === works.at(-1) });
  }
  noticeStatus(tx, task);
  touch(tx, place);
}

/** Only the first decision goes on from this node, and it has. */
function keepStatus(tx: Tx, { task, taskItem }: Place, { status }: Verdict): void {
  const text = `"${status}" in "${task.name}": changes the status only, because its first decision has gone on and the task is not repeatable`;
  tx.explain({ execution: taskItem.execution, kind: 'status-changed', text });
}

/** It came to the task once more in the same cycle: one decision for both, and one way on. */
function endWith(tx: Tx, { task }: Place, work: Work, { status }: Verdict): void {
  end(tx, { work, stored: true }, 'decide', { action: status });
  const text = `"${status}" in "${task.name}" is for it too; the item goes on once, from where it came here last`;
  tx.explain({ execution: work.key, kind: 'decided-with', text });
  tx.changes.pipeline(work.pipelineId);
}

type Going = {
  readonly work: Work;
  readonly verdict: Verdict;
  /** Executions of QA tasks that sent it back. */
  readonly back: readonly Work[];
  /** Whether it also tells that nothing is left to do. */
  readonly whole: boolean;
};

function goOn(tx: Tx, graphs: Graphs, { task, taskItem }: Place, going: Going): void {
  const { work, verdict, back, whole } = going;
  const plan = graphs(work.pipelineId, work.version);
  const node = runNodeByKey(plan, work.node);
  const action = actionOf(node, verdict);
  const leaving = { task, itemId: taskItem.itemId, assignmentIds: verdict.assignmentIds };
  const { outputs, actions } = departing(tx, node.node, leaving, whole);
  const plain = Object.keys(actions).length === 0 && itemPort(node.node) === node.node.outputs[0];
  const why = `"${action}" in "${task.name}"`;
  const result = { kind: 'done', action, why, ...(plain ? {} : { outputs, actions }) } as const;
  const whole_ = routeResult(tx, node, work, result);
  const again = work.round > 0 && !isRepeatable(node);
  const goals = back
    .filter((one) => one.cycle === work.cycle)
    .map((one) => plan.byKey.get(one.node)?.id ?? '');
  const flow = again ? backOnly(node, whole_, goals) : whole_;
  const sink = (passage: Passage) => store(tx, passage);
  complete(tx, plan, { work, stored: true }, { result, flow, sink, priority: RUSH });
}

/** What connections compare with. */
export function actionOf(
  node: RunNode,
  { status, consensus }: Pick<Verdict, 'status' | 'consensus'>,
): string {
  return consensus && itemPort(node.node)?.actions?.includes(CONSENSUS_DONE) ? CONSENSUS_DONE : status;
}

/** Whether taking a decision back and deciding anew goes on again. */
export function isRepeatable(node: RunNode): boolean {
  return configOf('task', node.node).repeatable;
}

/** A fix in a task that is not repeatable goes to the QA tasks that asked for it, and nowhere it has been already. */
function backOnly(node: RunNode, flow: Flow, goals: readonly string[]): Flow {
  const targets = new Map(
    node.plan.outlets.flatMap(({ connections }) =>
      connections.map((one) => [one.index, one.target] as const),
    ),
  );
  const leadsBack = (connection: number) => {
    const target = targets.get(connection);
    return goals.some((goal) => target?.id === goal || target?.downstream.has(goal) === true);
  };
  if (!flow.deliveries.some(({ connection }) => leadsBack(connection.index))) return flow;
  const reason = 'the task is not repeatable: a fix only goes back to QA';
  return {
    ...flow,
    deliveries: flow.deliveries.filter(({ connection }) => leadsBack(connection.index)),
    routes: flow.routes.map((route) =>
      leadsBack(route.connection) || route.taken === 0
        ? route
        : { ...route, taken: 0, passed: route.taken + route.passed, reason },
    ),
  };
}
