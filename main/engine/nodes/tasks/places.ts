/** Where an item is in a task, and the executions that wait there with it. */
import { SluiceError } from '#core/errors.ts';
import type { Task } from '#core/model/task.ts';
import { findWork, type Work } from '../../db/queries/executions.ts';
import { insertPastStatus } from '../../db/queries/item-places.ts';
import { findItem, setItemStatus } from '../../db/queries/items.ts';
import {
  addWait,
  countsOf,
  findTask,
  findTaskItem,
  findTaskItemOfExecution,
  listTaskItemsOfItem,
  listWaits,
  MEDIUM,
  removeWait,
  type StoredTaskItem,
  statusOf,
  type TaskItemChange,
  updateTaskItem,
} from '../../db/queries/tasks.ts';
import type { Happening } from '../../happening.ts';
import type { Tx } from '../../unit.ts';
import { closeCopies, moveCopies } from './copies.ts';

/** `work`: the latest execution that brought the item; of a copy, that brought the item it is a copy of. */
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
    consensus: `is worked on by several people, each on a copy of their own: it goes on when all of them are done`,
    done: `already has the status "${taskItem.status}" in "${task.name}". Take it back to decide anew`,
    merged: `is a copy whose work is in the item itself by now`,
    withdrawn: `is no longer in "${task.name}": an earlier decision was taken back`,
  }[taskItem.state];
  if (problem) throw new SluiceError('wrong-state', `The item ${problem}.`, { state: taskItem.state });
}

export function isWaiting({ state }: StoredTaskItem): boolean {
  return state === 'open' || state === 'rework' || state === 'review';
}

/** The executions that one decision on the item is for, the earliest first. */
export function worksOf(tx: Tx, taskItem: StoredTaskItem): Work[] {
  return [...listWaits(tx.db, taskItem.seq), taskItem.execution]
    .toSorted((a, b) => a - b)
    .flatMap((key) => findWork(tx.db, key) ?? []);
}

/** Changes the row; answers it as it is then. A status that it has no more is kept with its past. */
export function changed(tx: Tx, taskItem: StoredTaskItem, change: Partial<TaskItemChange>): StoredTaskItem {
  const next = { ...taskItem, ...change };
  if (taskItem.status !== null && next.status !== taskItem.status) {
    insertPastStatus(tx.db, taskItem, { by: tx.actor, at: tx.now });
  }
  updateTaskItem(tx.db, taskItem.seq, next);
  tx.changes.task(taskItem.taskId);
  return next;
}

/** The priority of an item that waits for these: the highest of their cycles. */
export function priorityOf(tx: Tx, works: readonly Pick<Work, 'cycle'>[]): number {
  return Math.max(...works.map(({ cycle }) => tx.ledger.cycle(cycle).priority ?? MEDIUM));
}

/** An execution waits at the place from now on; those that wait there go on doing so, the others are let go. */
export function join(tx: Tx, taskItem: StoredTaskItem, work: Pick<Work, 'key' | 'cycle'>): StoredTaskItem {
  const waiting = [work];
  for (const one of worksOf(tx, taskItem)) {
    if (one.key === work.key || one.state !== 'parked') removeWait(tx.db, one.key);
    else {
      addWait(tx.db, taskItem.seq, one.key);
      waiting.push(one);
    }
  }
  const next = { execution: work.key, priority: priorityOf(tx, waiting) };
  moveCopies(tx, taskItem, next);
  return changed(tx, taskItem, next);
}

/** Whoever waits for the item has changed. */
function rank(tx: Tx, place: StoredTaskItem): StoredTaskItem {
  const priority = priorityOf(tx, worksOf(tx, place));
  if (priority === place.priority) return place;
  moveCopies(tx, place, { execution: place.execution, priority });
  return changed(tx, place, { priority });
}

/** Takes an execution away from the place where it waits; an item for which none is left leaves the task. */
export function leave(tx: Tx, execution: number, why: string): void {
  const place = findTaskItemOfExecution(tx.db, execution);
  removeWait(tx.db, execution);
  if (!place || place.state === 'withdrawn') return;
  const cycle = findWork(tx.db, execution)?.cycle;
  const next = listWaits(tx.db, place.seq).at(-1);
  if (place.execution !== execution) settle(tx, rank(tx, place));
  else if (next === undefined) close(tx, place, why);
  else {
    removeWait(tx.db, next);
    const moved = { execution: next, priority: place.priority };
    moveCopies(tx, place, moved);
    settle(tx, rank(tx, changed(tx, place, moved)));
  }
  if (cycle !== undefined && (place.state === 'rework' || place.state === 'consensus')) {
    closeAway(tx, place.itemId, new Set([cycle]));
  }
}

/** Without what was sent back, the others wait for their first decision. */
function settle(tx: Tx, place: StoredTaskItem): void {
  if (place.state !== 'rework') return;
  const parked = worksOf(tx, place).filter((work) => work.state === 'parked');
  if (!parked.some((work) => work.action)) changed(tx, place, { state: 'open' });
}

function close(tx: Tx, place: StoredTaskItem, why: string): void {
  const task = findTask(tx.db, place.taskId);
  changed(tx, place, { state: 'withdrawn', status: null });
  closeCopies(tx, place);
  if (place.state === 'done' && task) {
    const text = `"${place.status}" in "${task.name}" counts no more: ${why}`;
    tx.explain({ execution: place.execution, kind: 'status-removed', text });
    restoreStatus(tx, place.itemId);
  }
  if (task) noticeStatus(tx, task);
}

/** QA tasks that wait for the item's return within these cycles do so no more. Answers what had sent it back there. */
export function closeAway(tx: Tx, itemId: string, cycles: ReadonlySet<number>): Work[] {
  return listTaskItemsOfItem(tx.db, itemId).flatMap((place) => {
    if (place.state !== 'away') return [];
    const works = worksOf(tx, place);
    const back = works.filter((work) => cycles.has(work.cycle));
    // What had come there on a way without labelling could not be sent back, and waits on.
    const waits = works.some((work) => work.state === 'parked');
    if (back.length > 0) changed(tx, place, { state: waits ? 'open' : 'withdrawn' });
    return back;
  });
}

/** The item's status is the latest decision that still stands. */
export function restoreStatus(tx: Tx, itemId: string): void {
  const standing = listTaskItemsOfItem(tx.db, itemId)
    .filter((one) => one.state === 'done')
    .toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0) || b.seq - a.seq)[0];
  setItemStatus(tx.db, itemId, standing?.status ?? null, tx.now);
}

/** Tells of a task that has become another status since it was read. */
export function noticeStatus(tx: Tx, before: Task, cause?: NonNullable<Happening['cause']>): void {
  if (statusOf(countsOf(tx.db, before.id)) === before.status) return;
  tx.raise({ resource: 'Task', action: 'statusChanged', id: before.id, ...(cause ? { cause } : {}) });
}

/** Tells screens that the item has changed in its task. */
export function touch(tx: Tx, { task, taskItem, work }: Place): void {
  tx.changes.task(task.id);
  tx.changes.pipeline(work.pipelineId);
  const item = findItem(tx.db, taskItem.itemId);
  if (item) tx.changes.dataset(item.datasetId);
}
