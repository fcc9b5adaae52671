/** What people decide on items in tasks, and taking it back. Each is one transaction of the caller. */
import { SluiceError } from '#core/errors.ts';
import { sameAction } from '#core/pipeline/routing.ts';
import { findAssignmentOf } from '../db/queries/assignments.ts';
import type { Work } from '../db/queries/executions.ts';
import { listIssues } from '../db/queries/issues.ts';
import { listTaskItemsOfItem, type StoredTaskItem } from '../db/queries/tasks.ts';
import { settleCycle } from '../jobs/cycles.ts';
import { type Graphs, runNodeByKey } from '../jobs/graphs.ts';
import { reopen } from '../jobs/transitions.ts';
import type { Tx } from '../unit.ts';
import { conclude, isRepeatable } from './tasks/conclude.ts';
import { decideCopy, fixerOf, isMerged, undecideCopy, unmerge } from './tasks/consensus.ts';
import {
  changed,
  noticeStatus,
  type Place,
  placeIn,
  requireWaiting,
  restoreStatus,
  touch,
  worksOf,
} from './tasks/places.ts';
import { recallFromReviews } from './tasks/reviews.ts';
import { actionIn, unsettleIssues } from './tasks/rules.ts';
import { recall } from './tasks/send-back.ts';
import { withdrawAfter } from './withdraw.ts';

/** A person's decision: the item leaves the task with it. */
export function decide(tx: Tx, graphs: Graphs, place: Place, status: string): void {
  const { task, taskItem } = place;
  requireWaiting(place);
  const action = actionIn(task, status);
  if (taskItem.copyOf !== null) {
    decideCopy(tx, graphs, place, action);
    return;
  }
  // Whoever decides on what nobody has taken has taken it.
  const assignmentId = taskItem.assignmentId ?? findAssignmentOf(tx.db, task.id, tx.actor)?.id ?? null;
  const taken = changed(tx, taskItem, { assignmentId });
  conclude(
    tx,
    graphs,
    { ...place, taskItem: taken },
    {
      status: action,
      by: tx.actor,
      // What came from copies has a way of its own, also after it was fixed.
      consensus: action === task.actions[0] && fixerOf(tx, taskItem) !== null,
      assignmentIds: assignmentId === null ? [] : [assignmentId],
    },
  );
}

/** The item has this status from now on: one that it has is taken back first; the same one stays as it is. */
export function giveStatus(tx: Tx, graphs: Graphs, place: Place, status: string): void {
  const { task, taskItem } = place;
  const isDecided = taskItem.state === 'done' && taskItem.copyOf === null;
  if (isDecided && taskItem.status !== null && sameAction(taskItem.status, status)) return;
  if (!isDecided) {
    decide(tx, graphs, place, status);
    return;
  }
  undecide(tx, graphs, place);
  decide(tx, graphs, placeIn(tx, task.id, taskItem.itemId), status);
}

/** Takes a decision back: the item waits here again. */
export function undecide(tx: Tx, graphs: Graphs, place: Place): void {
  const { task, taskItem } = place;
  if (taskItem.copyOf !== null) {
    undecideCopy(tx, place);
    return;
  }
  if (taskItem.state === 'away') {
    recall(tx, place);
    return;
  }
  if (taskItem.state !== 'done') {
    throw new SluiceError('wrong-state', `The item has no status in "${task.name}" to take back.`);
  }
  const decided = worksOf(tx, taskItem).filter((work) => work.state === 'success' && !isEnded(tx, work));
  if (decided.length === 0) {
    throw new SluiceError('wrong-state', 'Its cycle was ended: run the item again to decide anew.');
  }
  const again = decided.filter((work) => {
    return isRepeatable(runNodeByKey(graphs(work.pipelineId, work.version), work.node));
  });
  for (const work of again) {
    // First, so that its cycle has something open all the while: one that runs again goes on doing so.
    reopen(tx, work);
    settleCycle(tx, work.cycle);
    withdrawAfter(tx, work);
  }
  if (task.type === 'annotation') recallFromReviews(tx, place);
  takeBack(tx, place, again.length > 0);
  restoreStatus(tx, taskItem.itemId);
  noticeStatus(tx, task);
  touch(tx, place);
}

function takeBack(tx: Tx, place: Place, again: boolean): void {
  const { task, taskItem } = place;
  if (isMerged(taskItem)) {
    unmerge(tx, taskItem);
    changed(tx, taskItem, { state: 'consensus', status: null, assignmentId: null });
  } else {
    const state = task.type === 'qa' || again ? unsettleIssues(tx, place) : 'open';
    if (state === 'rework') returnsAgain(tx, taskItem);
    changed(tx, taskItem, { state, status: null });
  }
  const stays = again ? '' : '; what it has caused stays, because only the first decision goes on';
  const text = `Took back "${taskItem.status}" in "${task.name}"${stays}`;
  tx.explain({ execution: taskItem.execution, kind: 'undecided', text });
}

/** A person has ended its cycle: nothing may wait in it any more. */
function isEnded(tx: Tx, work: Work): boolean {
  return tx.ledger.cycle(work.cycle).status === 'terminated';
}

/** A completion that had fixed issues is taken back: the QA tasks that raised them wait for the return again. */
function returnsAgain(tx: Tx, taskItem: StoredTaskItem): void {
  const raisedIn = new Set<string>(listIssues(tx.db, taskItem.itemId).map((issue) => issue.taskId));
  for (const other of listTaskItemsOfItem(tx.db, taskItem.itemId)) {
    if (other.state !== 'withdrawn' || !raisedIn.has(other.taskId)) continue;
    changed(tx, other, { state: 'away' });
  }
}
