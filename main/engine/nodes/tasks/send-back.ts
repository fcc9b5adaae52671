/** Sending an item from QA back to labelling, and taking that back. */
import { SluiceError } from '#core/errors.ts';
import { findWork, type Work } from '../../db/queries/executions.ts';
import { countIssues } from '../../db/queries/issues.ts';
import { findTask, findTaskItem, findTaskOfNodeKey, type StoredTaskItem } from '../../db/queries/tasks.ts';
import { settleCycle } from '../../jobs/cycles.ts';
import { stop } from '../../jobs/steps.ts';
import { end, reopen } from '../../jobs/transitions.ts';
import type { Tx } from '../../unit.ts';
import { fixerOf } from './consensus.ts';
import {
  changed,
  join,
  noticeStatus,
  type Place,
  requireWaiting,
  restoreStatus,
  touch,
  worksOf,
} from './places.ts';

/** Sends an item with open issues back to whoever labelled it. */
export function sendBack(tx: Tx, place: Place): void {
  const { task, taskItem } = place;
  requireWaiting(place);
  if (task.type !== 'qa') throw new SluiceError('wrong-state', `"${task.name}" is not a QA task.`);
  if (taskItem.copyOf !== null) {
    throw new SluiceError(
      'wrong-state',
      'Several people review copies of this item: a copy cannot be sent back.',
    );
  }
  const issues = countIssues(tx.db, taskItem.itemId, 'issue');
  if (issues === 0) throw new SluiceError('wrong-state', 'Open an issue first: it says what is to be fixed.');
  const ways = waysBack(tx, place);
  if (ways.length === 0) {
    throw new SluiceError(
      'wrong-state',
      'No labelling task came before this one: there is nobody to send it back to.',
    );
  }
  for (const { work, labelling } of ways) {
    const text = `"${task.name}" sent it back to "${labelling.task.name}" with ${issues === 1 ? 'an issue' : `${issues} issues`}`;
    rework(tx, labelling);
    // What a first decision has caused stays where the task is not repeatable: then there is nothing to end here.
    if (work.state === 'parked') stop(tx, { work, stored: true }, 'withdraw', text);
    else tx.explain({ execution: work.key, kind: 'sent-back', text });
  }
  changed(tx, taskItem, { state: 'away', decidedBy: tx.actor, decidedAt: tx.now });
  restoreStatus(tx, taskItem.itemId);
  noticeStatus(tx, task);
  touch(tx, place);
}

/** The item waits in the labelling task again, with the execution that it went on from. */
function rework(tx: Tx, { task, taskItem, work }: Place): void {
  // Several ways may lead from one decision to the same QA task.
  const now = findWork(tx.db, work.key);
  if (now?.state !== 'success') return;
  reopen(tx, now);
  settleCycle(tx, now.cycle);
  const waits = join(tx, findTaskItem(tx.db, task.id, taskItem.itemId) ?? taskItem, work);
  const assignmentId = waits.assignmentId ?? fixerOf(tx, waits);
  // Where people are at work on copies of it again, what comes of them is the fix.
  const next =
    waits.state === 'consensus' ? waits : changed(tx, waits, { state: 'rework', status: null, assignmentId });
  noticeStatus(tx, task);
  touch(tx, { task, taskItem: next, work });
}

/** Its decision stands again as it was before it was sent back. */
function unrework(tx: Tx, { task, taskItem, work }: Place, text: string): void {
  const now = findWork(tx.db, work.key);
  const present = findTaskItem(tx.db, task.id, taskItem.itemId);
  if (now?.state !== 'parked' || !present) return;
  end(tx, { work: now, stored: true }, 'decide', { action: now.action });
  tx.explain({ execution: now.key, kind: 'decided', text });
  settleCycle(tx, now.cycle);
  const others = worksOf(tx, present).filter((one) => one.state === 'parked');
  const last = others.at(-1);
  const joined = last ? join(tx, present, last) : present;
  const next = joined.state === 'consensus' ? joined : changed(tx, joined, standing(now, others));
  noticeStatus(tx, task);
  touch(tx, { task, taskItem: next, work });
}

/** How the item stands in its labelling task when one of those that were sent back is no more. */
function standing(decided: Work, others: readonly Work[]): Pick<StoredTaskItem, 'state' | 'status'> {
  if (others.length === 0) return { state: 'done', status: decided.action };
  return { state: others.some((one) => one.action) ? 'rework' : 'open', status: null };
}

type Way = { readonly work: Work; readonly labelling: Place };

/** For each execution that waits in the QA task, the labelling it came through. */
function waysBack(tx: Tx, place: Place): Way[] {
  return worksOf(tx, place.taskItem).flatMap((work) => {
    const labelling = labellingBefore(tx, work) ?? labellingReviewed(tx, place);
    return labelling ? [{ work, labelling }] : [];
  });
}

/** The nearest labelling task the item came through; null when there is none. */
function labellingBefore(tx: Tx, from: Work): Place | null {
  let work = from.parent === null ? null : findWork(tx.db, from.parent);
  while (work) {
    const task = findTaskOfNodeKey(tx.db, work.node);
    const taskItem =
      task?.type === 'annotation' && work.itemId ? findTaskItem(tx.db, task.id, work.itemId) : null;
    if (task && taskItem) return { task, taskItem, work };
    work = work.parent === null ? null : findWork(tx.db, work.parent);
  }
  return null;
}

/** Where the item is in the task that this one was made to review. */
function labellingReviewed(tx: Tx, { task, taskItem }: Place): Place | null {
  const parent = task.parentTaskId === null ? null : findTask(tx.db, task.parentTaskId);
  const place = parent && findTaskItem(tx.db, parent.id, taskItem.itemId);
  const work = place && findWork(tx.db, place.execution);
  return parent?.type === 'annotation' && work ? { task: parent, taskItem: place, work } : null;
}

/** Takes a sending back back, as long as the annotator has not decided again. */
export function recall(tx: Tx, place: Place): void {
  const { task, taskItem } = place;
  const ways = waysBack(tx, place);
  const gone = ways.find(
    ({ labelling }) => labelling.work.state !== 'parked' || labelling.work.action === null,
  );
  if (gone || ways.length === 0) {
    const name = gone?.labelling.task.name ?? task.name;
    throw new SluiceError('wrong-state', `"${name}" has gone on with the item since.`);
  }
  for (const { work, labelling } of ways) {
    unrework(tx, labelling, `Came back to "${task.name}" unchanged`);
    if (work.state === 'terminated') {
      reopen(tx, work);
      settleCycle(tx, work.cycle);
    }
  }
  const state = countIssues(tx.db, taskItem.itemId, 'review') > 0 ? 'review' : 'open';
  changed(tx, taskItem, { state, decidedBy: null, decidedAt: null });
  restoreStatus(tx, taskItem.itemId);
  noticeStatus(tx, task);
  touch(tx, place);
}
