/**
 * What a status of an annotation means (reference section 3.6): on an item that is in review it opens an issue, and the
 * item goes back to whoever labelled it; elsewhere it is a word on the annotation.
 */
import { SluiceError } from '#core/errors.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { issueIdSchema } from '#core/model/ids.ts';
import type { IssueStatus } from '#core/model/issue.ts';
import { deleteIssue, insertIssue, listIssuesOfAnnotation, setIssueStatus } from '../../db/queries/issues.ts';
import { findTask, listTaskItemsOfItem } from '../../db/queries/tasks.ts';
import type { Tx } from '../../unit.ts';
import { isWaiting, type Place, placeIn } from './places.ts';
import { sendBack } from './send-back.ts';

/**
 * Gives the status to the annotation's issues. Answers the word that the annotation itself is to bear; null: none, its
 * issues tell it.
 */
export function giveStatus(tx: Tx, annotation: Annotation, status: IssueStatus | null): IssueStatus | null {
  const { id, itemId } = annotation;
  const issues = listIssuesOfAnnotation(tx.db, id);
  if (status === null) {
    for (const issue of issues) deleteIssue(tx.db, issue.id);
    if (issues.length > 0) tx.explain({ itemId, kind: 'issue-removed', text: 'Issue removed' });
    return null;
  }
  const latest = issues.at(-1);
  const place = status === 'issue' ? reviewPlace(tx, itemId) : null;
  if (latest) setIssueStatus(tx.db, latest.id, status, tx.now);
  else if (place) openIssue(tx, annotation, place);
  if (place && isWaiting(place.taskItem)) trySendBack(tx, place);
  for (const taskId of new Set([...issues.map((issue) => issue.taskId), ...(place ? [place.task.id] : [])])) {
    tx.changes.task(taskId);
  }
  return latest || place ? null : status;
}

/** Where the item is, or has been sent back from, in a QA task; null when it is in none. */
function reviewPlace(tx: Tx, itemId: string): Place | null {
  const places = listTaskItemsOfItem(tx.db, itemId).filter(
    (one) =>
      one.copyOf === null &&
      (isWaiting(one) || one.state === 'away') &&
      findTask(tx.db, one.taskId)?.type === 'qa',
  );
  const here = places.findLast(isWaiting) ?? places.at(-1);
  return here ? placeIn(tx, here.taskId, itemId) : null;
}

function openIssue(tx: Tx, { id, itemId, geometry }: Annotation, { task, work }: Place): void {
  const messages = geometry.type === 'note' ? geometry.coordinates.note.messages : [];
  const text = messages
    .map(({ body }) => body)
    .join('\n')
    .slice(0, LONGEST_TEXT);
  insertIssue(tx.db, {
    id: issueIdSchema.parse(tx.id()),
    itemId,
    taskId: task.id,
    annotationId: id,
    point: null,
    status: 'issue',
    text,
    creator: tx.actor,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  const kind = 'issue-opened';
  tx.explain({ execution: work.key, kind, text: text ? `Issue: ${text}` : 'Issue opened' });
}

const LONGEST_TEXT = 4000;

/** Where nobody has labelled the item, the issue is only pinned. */
function trySendBack(tx: Tx, place: Place): void {
  try {
    tx.savepoint(() => sendBack(tx, place));
  } catch (error) {
    if (!(error instanceof SluiceError && error.code === 'wrong-state')) throw error;
  }
}
