/** A hub takes what people decided and objected to on their workstations: by the rules of its tasks, in their names. */
import { isSluiceError } from '#core/errors.ts';
import type { Change, IssueContent, Outcome, StandingContent } from '#core/model/exchange.ts';
import { isSame } from '#core/sync/canonical.ts';
import { issueContent, readStanding, standingContent } from '#core/sync/content.ts';
import { mergeThree, WHOLE_THING } from '#core/sync/merge.ts';
import { feedAgain } from '../db/queries/feed.ts';
import { deleteIssue, findIssue, insertIssue } from '../db/queries/issues.ts';
import { findTaskItem } from '../db/queries/tasks.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { giveStatus, undecide } from '../nodes/decisions.ts';
import { isWaiting, type Place, placeIn } from '../nodes/tasks/places.ts';
import { sendBack } from '../nodes/tasks/send-back.ts';
import type { Tx } from '../unit.ts';

type StandingChange = Extract<Change, { kind: 'standing' }>;
type IssueChange = Extract<Change, { kind: 'issue' }>;

/** How it stands here is in force; what the sender wanted and could not have is handed back to be shown. */
export function receiveStanding(tx: Tx, graphs: Graphs, change: StandingChange): Outcome {
  const { taskId, itemId, base, mine } = change;
  const before = findTaskItem(tx.db, taskId, itemId);
  const theirs: StandingContent = before ? standingContent(before) : { standing: 'gone' };
  // Whatever comes of it, the sender looks again: what it made of the decision by itself may not be so.
  feedAgain(tx.db, itemId);
  const { value, clashes } = mergeThree<StandingContent>(base, mine, theirs);
  const refusal = { now: theirs, by: before?.decidedBy ?? null, refused: null };
  if (clashes.length > 0) return { ...refusal, clashes: [...clashes] };
  if (isSame(value, theirs)) return { ...refusal, clashes: [], by: null };
  try {
    tx.savepoint(() => bringTo(tx, graphs, placeIn(tx, taskId, itemId), mine));
  } catch (error) {
    if (!isSluiceError(error, 'wrong-state', 'invalid-input', 'not-found')) throw error;
    const clash = { field: '/standing', base: base.standing, mine: mine.standing, theirs: theirs.standing };
    return { ...refusal, clashes: [clash] };
  }
  const after = findTaskItem(tx.db, taskId, itemId);
  return { ...refusal, now: after ? standingContent(after) : theirs, clashes: [], by: null };
}

/** What the person did, done here. */
function bringTo(tx: Tx, graphs: Graphs, place: Place, wanted: StandingContent): void {
  const { state, status } = readStanding(wanted);
  if (status !== null) giveStatus(tx, graphs, place, status);
  else if (state === 'away') sendBack(tx, place);
  else undecide(tx, graphs, place);
}

export function receiveIssue(tx: Tx, { id, itemId, base, mine }: IssueChange): Outcome {
  const before = findIssue(tx.db, id);
  const theirs = before && issueContent(before);
  const { value, clashes } = mergeThree<IssueContent>(base, mine, theirs);
  const done = { by: null, refused: null };
  if (isSame(value, theirs)) return { ...done, now: theirs, clashes: [...clashes] };
  const taskId = mine?.taskId ?? before?.taskId ?? '';
  if ((before && before.itemId !== itemId) || !isInReview(tx, taskId, itemId)) {
    feedAgain(tx.db, itemId);
    const clash = { field: WHOLE_THING, ...(mine ? { mine } : {}), ...(theirs ? { theirs } : {}) };
    return { ...done, now: theirs, clashes: [clash] };
  }
  if (before) deleteIssue(tx.db, id);
  if (value) {
    const stamps = { creator: tx.actor, createdAt: tx.now, updatedAt: tx.now };
    insertIssue(tx.db, { ...value, ...stamps, id, itemId, status: 'issue' });
  }
  const text = value === null ? 'Issue removed' : value.text ? `Issue: ${value.text}` : 'Issue opened';
  tx.explain({ itemId, kind: value ? 'issue-opened' : 'issue-removed', text });
  tx.changes.task(taskId);
  return { ...done, now: value, clashes: [] };
}

/** Issues are opened while the item is with the reviewers, or waits to be fixed for them. */
function isInReview(tx: Tx, taskId: string, itemId: string): boolean {
  const place = findTaskItem(tx.db, taskId, itemId);
  return place !== null && (isWaiting(place) || place.state === 'away');
}
