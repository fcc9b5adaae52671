/** Reviews that were made for a task by themselves: no pipeline takes items to them and back. */
import type { Task } from '#core/model/task.ts';
import { findWork } from '../../db/queries/executions.ts';
import { countIssues } from '../../db/queries/issues.ts';
import { findTask, listTaskItemsOfItem } from '../../db/queries/tasks.ts';
import { settleCycle } from '../../jobs/cycles.ts';
import { stop } from '../../jobs/steps.ts';
import { reopen } from '../../jobs/transitions.ts';
import type { Tx } from '../../unit.ts';
import { changed, noticeStatus, type Place, touch } from './places.ts';

/** Those that sent the item back to the task get it back. Call it when the decision there is written down. */
export function returnToReviews(tx: Tx, { task, taskItem }: Place): void {
  for (const place of reviewsOf(tx, task, taskItem.itemId)) {
    if (place.taskItem.state !== 'away') continue;
    waitInReview(tx, place);
    tx.explain({
      execution: place.work.key,
      kind: 'parked',
      text: `is back in "${place.task.name}" after a fix`,
    });
  }
}

/** The completion was taken back: reviews that have not decided since wait for the next one. */
export function recallFromReviews(tx: Tx, { task, taskItem }: Place): void {
  for (const place of reviewsOf(tx, task, taskItem.itemId)) {
    if (place.taskItem.state !== 'review') continue;
    const why = 'An earlier decision was taken back.';
    if (place.work.state === 'parked') stop(tx, { work: place.work, stored: true }, 'withdraw', why);
    changed(tx, place.taskItem, { state: 'away' });
  }
}

/** The item's places in tasks that were made to review this one. */
function reviewsOf(tx: Tx, task: Task, itemId: string): Place[] {
  return listTaskItemsOfItem(tx.db, itemId).flatMap((taskItem) => {
    if (taskItem.state !== 'away' && taskItem.state !== 'review') return [];
    const review = findTask(tx.db, taskItem.taskId);
    const work = findWork(tx.db, taskItem.execution);
    return review?.parentTaskId === task.id && work ? [{ task: review, taskItem, work }] : [];
  });
}

function waitInReview(tx: Tx, { task, taskItem, work }: Place): void {
  if (work.state === 'terminated') {
    reopen(tx, work);
    settleCycle(tx, work.cycle);
  }
  const state = countIssues(tx.db, taskItem.itemId, 'review') > 0 ? 'review' : 'open';
  const next = changed(tx, taskItem, { state, decidedBy: null, decidedAt: null });
  noticeStatus(tx, task);
  touch(tx, { task, taskItem: next, work });
}
