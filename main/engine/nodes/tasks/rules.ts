/** What a task allows people to decide, and what a decision does to the issues of the item; wherever the task is kept. */
import { SluiceError } from '#core/errors.ts';
import type { Task } from '#core/model/task.ts';
import { canonicalAction, sameAction } from '#core/pipeline/routing.ts';
import { countIssues, moveIssues } from '../../db/queries/issues.ts';
import type { Tx } from '../../unit.ts';
import type { Place } from './places.ts';

/** The task's own word for it. @throws SluiceError `invalid-input` for what nobody can decide in it */
export function actionIn({ name, actions }: Pick<Task, 'name' | 'actions'>, status: string): string {
  const action = actions.find((known) => sameAction(known, status));
  if (action !== undefined) return action;
  throw new SluiceError('invalid-input', `"${name}" takes ${actions.join(', ')}, not "${status}".`);
}

/**
 * Labelling hands fixed issues back for review, where the decision goes on; QA closes them.
 * @throws SluiceError `wrong-state` for the approval of an item with open issues
 */
export function settleIssues(tx: Tx, { task, taskItem }: Place, status: string, goesOn: boolean): void {
  if (task.type === 'annotation') {
    if (goesOn) moveIssues(tx.db, taskItem.itemId, 'issue', 'review', tx.now);
    return;
  }
  const positive = canonicalAction(task.actions[0] ?? '');
  if (canonicalAction(status) !== positive) return;
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

/** A decision is taken back: what it had fixed is open again, what it had closed waits for the reviewer again. */
export function unsettleIssues(tx: Tx, { task, taskItem }: Place): 'open' | 'rework' | 'review' {
  const isLabelling = task.type === 'annotation';
  const moved = isLabelling
    ? moveIssues(tx.db, taskItem.itemId, 'review', 'issue', tx.now)
    : moveIssues(tx.db, taskItem.itemId, 'approved', 'review', tx.now);
  if (moved === 0) return 'open';
  return isLabelling ? 'rework' : 'review';
}
