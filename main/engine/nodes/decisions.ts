/** What people decide on items in tasks, and taking it back. Each is one transaction of the caller. */
import { SluiceError } from '#core/errors.ts';
import type { Task } from '#core/model/task.ts';
import { sameAction } from '#core/pipeline/routing.ts';
import { findWork, RUSH, type Work } from '../db/queries/executions.ts';
import { countIssues, listIssues, moveIssues } from '../db/queries/issues.ts';
import { findItem, setItemStatus } from '../db/queries/items.ts';
import {
  findTask,
  findTaskItem,
  findTaskItemOfExecution,
  listTaskItemsOfItem,
  type StoredTaskItem,
  updateTaskItem,
} from '../db/queries/tasks.ts';
import { settleCycle } from '../jobs/cycles.ts';
import { type Graphs, runNodeByKey } from '../jobs/graphs.ts';
import { complete, routeResult, stop } from '../jobs/steps.ts';
import { end, type Passage, reopen, store } from '../jobs/transitions.ts';
import type { Tx } from '../unit.ts';
import { withdrawAfter } from './withdraw.ts';

export type Place = { readonly task: Task; readonly taskItem: StoredTaskItem; readonly work: Work };

/** The item's place in the task. @throws SluiceError `not-found`. */
export function placeIn(tx: Tx, taskId: string, itemId: string): Place {
  const task = findTask(tx.db, taskId);
  if (!task) throw new SluiceError('not-found', 'This task is not there any more.', { taskId });
  const taskItem = findTaskItem(tx.db, taskId, itemId);
  const work = taskItem ? findWork(tx.db, taskItem.execution) : null;
  if (!taskItem || !work) {
    throw new SluiceError('not-found', `The item is not in "${task.name}".`, { taskId, itemId });
  }
  return { task, taskItem, work };
}

/** @throws SluiceError `wrong-state` unless the item waits for a person here. */
export function requireWaiting({ task, taskItem }: Place): void {
  const problem = {
    open: null,
    rework: null,
    review: null,
    away: `was sent back and waits to be fixed in its labelling task`,
    done: `already has the status "${taskItem.status}" in "${task.name}". Take it back to decide anew`,
    withdrawn: `is no longer in "${task.name}": an earlier decision was taken back`,
  }[taskItem.state];
  if (problem) throw new SluiceError('wrong-state', `The item ${problem}.`, { state: taskItem.state });
}

/** A person's decision: the item leaves the task with it. */
export function decide(tx: Tx, graphs: Graphs, place: Place, status: string): void {
  const { task, taskItem, work } = place;
  requireWaiting(place);
  const action = task.actions.find((known) => sameAction(known, status));
  if (!action) {
    throw new SluiceError(
      'invalid-input',
      `"${task.name}" takes ${task.actions.join(', ')}, not "${status}".`,
    );
  }
  settleIssues(tx, place, action);
  // QA places that waited for this item's return: it comes back to them by the graph, or it does not.
  for (const other of listTaskItemsOfItem(tx.db, taskItem.itemId).filter((one) => one.state === 'away')) {
    updateTaskItem(tx.db, other.seq, { ...other, state: 'withdrawn' });
    tx.changes.task(other.taskId);
  }
  const decided = { status: action, decidedBy: tx.actor, decidedAt: tx.now };
  updateTaskItem(tx.db, taskItem.seq, { ...taskItem, ...decided, state: 'done' });
  setItemStatus(tx.db, taskItem.itemId, action, tx.now);
  const plan = graphs(work.pipelineId, work.version);
  const result = { kind: 'done', action, why: `"${action}" in "${task.name}"` } as const;
  const flow = routeResult(tx, runNodeByKey(plan, work.node), work, result);
  const sink = (passage: Passage) => store(tx, passage);
  complete(tx, plan, { work, stored: true }, { result, flow, sink, priority: RUSH });
  touch(tx, place);
}

/** Labelling hands fixed issues back for review; QA closes them, and cannot approve over open ones. */
function settleIssues(tx: Tx, { task, taskItem }: Place, action: string): void {
  if (task.type === 'annotation') {
    moveIssues(tx.db, taskItem.itemId, 'issue', 'review', tx.now);
    return;
  }
  const positive = task.actions[0];
  if (action !== positive) return;
  const open = countIssues(tx.db, taskItem.itemId, 'issue');
  if (open > 0) {
    throw new SluiceError(
      'wrong-state',
      `${open === 1 ? 'An issue is' : `${open} issues are`} open on this item. Send it back, or remove them first.`,
      { open },
    );
  }
  moveIssues(tx.db, taskItem.itemId, 'review', 'approved', tx.now);
}

/** Takes a decision back: the item waits here again. */
export function undecide(tx: Tx, place: Place): void {
  const { task, taskItem, work } = place;
  if (taskItem.state === 'away') {
    recall(tx, place);
    return;
  }
  if (taskItem.state !== 'done') {
    throw new SluiceError('wrong-state', `The item has no status in "${task.name}" to take back.`);
  }
  withdrawAfter(tx, work);
  reopen(tx, work);
  settleCycle(tx, work.cycle);
  const state = task.type === 'annotation' ? reworkAgain(tx, taskItem) : reviewAgain(tx, taskItem);
  updateTaskItem(tx.db, taskItem.seq, { ...taskItem, state, status: null });
  const text = `Took back "${taskItem.status}" in "${task.name}"`;
  tx.explain({ execution: work.key, kind: 'undecided', text });
  restoreStatus(tx, taskItem.itemId);
  touch(tx, place);
}

/** A completion that had fixed issues: they are open again, and the QA task waits for the return again. */
function reworkAgain(tx: Tx, taskItem: StoredTaskItem): 'open' | 'rework' {
  if (moveIssues(tx.db, taskItem.itemId, 'review', 'issue', tx.now) === 0) return 'open';
  const raisedIn = new Set<string>(listIssues(tx.db, taskItem.itemId).map((issue) => issue.taskId));
  for (const other of listTaskItemsOfItem(tx.db, taskItem.itemId)) {
    if (other.state !== 'withdrawn' || !raisedIn.has(other.taskId)) continue;
    updateTaskItem(tx.db, other.seq, { ...other, state: 'away' });
    tx.changes.task(other.taskId);
  }
  return 'rework';
}

/** An approval that had closed issues: they wait for the reviewer again. */
function reviewAgain(tx: Tx, taskItem: StoredTaskItem): 'open' | 'review' {
  return moveIssues(tx.db, taskItem.itemId, 'approved', 'review', tx.now) > 0 ? 'review' : 'open';
}

/** Sends an item with open issues back to whoever labelled it. */
export function sendBack(tx: Tx, place: Place): void {
  const { task, taskItem, work } = place;
  requireWaiting(place);
  if (task.type !== 'qa') throw new SluiceError('wrong-state', `"${task.name}" is not a QA task.`);
  const issues = countIssues(tx.db, taskItem.itemId, 'issue');
  if (issues === 0) throw new SluiceError('wrong-state', 'Open an issue first: it says what is to be fixed.');
  const labelling = labellingBefore(tx, work);
  reopen(tx, labelling.work);
  updateTaskItem(tx.db, labelling.taskItem.seq, { ...labelling.taskItem, state: 'rework', status: null });
  updateTaskItem(tx.db, taskItem.seq, { ...taskItem, state: 'away', decidedBy: tx.actor, decidedAt: tx.now });
  const text = `"${task.name}" sent it back to "${labelling.task.name}" with ${issues === 1 ? 'an issue' : `${issues} issues`}`;
  stop(tx, { work, stored: true }, 'withdraw', text);
  setItemStatus(tx.db, taskItem.itemId, null, tx.now);
  touch(tx, place);
  touch(tx, labelling);
}

/** The nearest labelling task the item came through. @throws SluiceError `wrong-state` when there is none. */
function labellingBefore(tx: Tx, from: Work): Place {
  let work = from.parent === null ? null : findWork(tx.db, from.parent);
  while (work) {
    const taskItem = findTaskItemOfExecution(tx.db, work.key);
    const task = taskItem ? findTask(tx.db, taskItem.taskId) : null;
    if (taskItem && task?.type === 'annotation') return { task, taskItem, work };
    work = work.parent === null ? null : findWork(tx.db, work.parent);
  }
  throw new SluiceError(
    'wrong-state',
    'No labelling task came before this one: there is nobody to send it back to.',
  );
}

/** Takes a sending back back, as long as the annotator has not decided again. */
function recall(tx: Tx, place: Place): void {
  const { taskItem, work } = place;
  const labelling = labellingBefore(tx, work);
  if (labelling.taskItem.state !== 'rework' || labelling.work.action === null) {
    throw new SluiceError('wrong-state', `"${labelling.task.name}" has gone on with the item since.`);
  }
  const status = labelling.work.action;
  end(tx, { work: labelling.work, stored: true }, 'decide', { action: status });
  const text = `Came back to "${place.task.name}" unchanged`;
  tx.explain({ execution: labelling.work.key, kind: 'decided', text });
  updateTaskItem(tx.db, labelling.taskItem.seq, { ...labelling.taskItem, state: 'done', status });
  reopen(tx, work);
  settleCycle(tx, work.cycle);
  const state = countIssues(tx.db, taskItem.itemId, 'review') > 0 ? 'review' : 'open';
  updateTaskItem(tx.db, taskItem.seq, { ...taskItem, state, decidedBy: null, decidedAt: null });
  restoreStatus(tx, taskItem.itemId);
  touch(tx, place);
  touch(tx, labelling);
}

/** The item's status is the latest decision that still stands. */
function restoreStatus(tx: Tx, itemId: string): void {
  const standing = listTaskItemsOfItem(tx.db, itemId)
    .filter((one) => one.state === 'done')
    .toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0))[0];
  setItemStatus(tx.db, itemId, standing?.status ?? null, tx.now);
}

function touch(tx: Tx, { task, taskItem, work }: Place): void {
  tx.changes.task(task.id);
  tx.changes.pipeline(work.pipelineId);
  const item = findItem(tx.db, taskItem.itemId);
  if (item) tx.changes.dataset(item.datasetId);
}
