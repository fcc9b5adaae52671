/** Tasks and issues: what labelling and QA screens ask for. */
import type { CallArgs, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { type ItemId, issueIdSchema } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listAnnotations, nextRedo, nextUndo } from '../db/queries/annotations.ts';
import { findAssignmentOf, listAssignments } from '../db/queries/assignments.ts';
import { listFromPipe } from '../db/queries/from-pipe.ts';
import { deleteIssue, findIssue, insertIssue, listIssues } from '../db/queries/issues.ts';
import { listPastStatuses, listPlacesOfItem } from '../db/queries/item-places.ts';
import { findItem } from '../db/queries/items.ts';
import { findRecipeOfTask } from '../db/queries/recipes.ts';
import {
  findTask,
  findTaskItem,
  firstEmpty,
  firstWaiting,
  listTaskItems,
  listTasks,
  neighbours,
  PRIORITIES,
  type Range,
  type StoredTaskItem,
} from '../db/queries/tasks.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { decide, undecide } from '../nodes/decisions.ts';
import { pull, pullable, reassign, redistribute } from '../nodes/tasks/assign.ts';
import { type Place, placeIn, requireWaiting } from '../nodes/tasks/places.ts';
import { sendBack } from '../nodes/tasks/send-back.ts';
import {
  decideMirrored,
  isMirrored,
  refuseMirrored,
  sendBackMirrored,
  undecideMirrored,
} from '../sync/mirror.ts';
import type { Tx } from '../unit.ts';

type TaskCalls =
  | `tasks.${'list' | 'get' | 'assignments' | 'items' | 'places' | 'view' | 'next' | 'setStatus' | 'clearStatus'}`
  | `tasks.${'nextEmpty' | 'pull' | 'reassign' | 'redistribute'}`
  | `issues.${'list' | 'open' | 'sendBack' | 'remove'}`;

/** Of items that wait, in the order in which people get them. */
const WAITING_STATES = ['rework', 'review', 'open'] as const;

export function taskHandlers(ctx: EngineContext, graphs: Graphs): Handlers<TaskCalls> {
  const { db } = ctx;

  const task = (taskId: string) => requireTask(db, taskId);
  const ownTask = (taskId: string) => {
    const found = task(taskId);
    refuseMirrored(db, found);
    return found;
  };
  const taskItem = (taskId: string, itemId: string) => requireTaskItem(db, taskId, itemId);

  return {
    'tasks.list': ({ projectId }) => listTasks(db, projectId),
    'tasks.get': ({ taskId }) => task(taskId),
    'tasks.assignments': ({ taskId }) => listAssignments(db, taskId),
    'tasks.items': ({ taskId, state, after, limit }) => {
      const items = listTaskItems(db, taskId, { state, after: Number(after ?? 0), limit });
      const last = items.at(-1);
      return { items, next: last && items.length === limit ? String(last.seq) : null };
    },
    'tasks.places': ({ itemIds }) =>
      db.read(() => {
        const fromPipe = new Set(listFromPipe(db, itemIds));
        return itemIds.map((itemId) => ({
          itemId,
          places: listPlacesOfItem(db, itemId),
          past: listPastStatuses(db, itemId),
          fromPipe: fromPipe.has(itemId),
        }));
      }),
    'tasks.view': (place) => ({ ...taskView(db, place), annotations: listAnnotations(db, place.itemId) }),
    'tasks.next': ({ taskId, person, afterItemId }) => {
      const found = task(taskId);
      const after = afterItemId ? (findTaskItem(db, taskId, afterItemId)?.seq ?? 0) : 0;
      if (person === undefined)
        return { itemId: nextWaiting({ taskId }, after, afterItemId), canPull: false };
      const assignment = findAssignmentOf(db, taskId, person);
      const itemId = assignment && nextWaiting({ assignmentId: assignment.id }, after, afterItemId);
      return {
        itemId,
        canPull: itemId === null && pullable(db, found, assignment, ctx.ports.clock.now()).any,
      };
    },
    'tasks.nextEmpty': ({ taskId, afterItemId }) => {
      task(taskId);
      const after = afterItemId ? (findTaskItem(db, taskId, afterItemId)?.seq ?? 0) : 0;
      const itemId = firstEmpty(db, taskId, after) ?? (after > 0 ? firstEmpty(db, taskId, 0) : null);
      return { itemId };
    },
    'tasks.pull': ({ taskId, person = ctx.settings().person }) => ({
      pulled: ctx.unit(ctx.settings().person, (tx) => pull(tx, ownTask(taskId), person)),
    }),
    'tasks.reassign': ({ taskId, itemIds, from, to }) => ({
      moved: ctx.unit(ctx.settings().person, (tx) => reassign(tx, ownTask(taskId), { itemIds, from, to })),
    }),
    'tasks.redistribute': ({ taskId }) => ({
      moved: ctx.unit(ctx.settings().person, (tx) => redistribute(tx, ownTask(taskId))),
    }),
    'tasks.setStatus': ({ taskId, itemId, status }) => {
      ctx.unit(ctx.settings().person, (tx) => {
        const place = placeIn(tx, taskId, itemId);
        if (isMirrored(tx.db, taskId)) decideMirrored(tx, place, status);
        else decide(tx, graphs, place, status);
      });
      return taskItem(taskId, itemId);
    },
    'tasks.clearStatus': ({ taskId, itemId }) => {
      ctx.unit(ctx.settings().person, (tx) => {
        const place = placeIn(tx, taskId, itemId);
        if (isMirrored(tx.db, taskId)) undecideMirrored(tx, place);
        else undecide(tx, graphs, place);
      });
      return taskItem(taskId, itemId);
    },
    'issues.list': ({ itemId }) => listIssues(db, itemId),
    'issues.open': ({ taskId, itemId, annotationId, point, text, hold }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const place = placeIn(tx, taskId, itemId);
        requireWaiting(place);
        requireIssues(place);
        const issue = {
          id: issueIdSchema.parse(tx.id()),
          itemId,
          taskId,
          annotationId,
          point,
          status: 'issue' as const,
          text,
          creator: tx.actor,
          createdAt: tx.now,
          updatedAt: tx.now,
        };
        insertIssue(tx.db, issue);
        tx.explain({
          execution: place.work.key,
          kind: 'issue-opened',
          text: text ? `Issue: ${text}` : 'Issue opened',
        });
        tx.changes.task(taskId);
        if (!hold) sendItBack(tx, place);
        return issue;
      }),
    'issues.sendBack': ({ taskId, itemId }) => {
      ctx.unit(ctx.settings().person, (tx) => sendItBack(tx, placeIn(tx, taskId, itemId)));
      return taskItem(taskId, itemId);
    },
    'issues.remove': ({ issueId }) => {
      ctx.unit(ctx.settings().person, (tx) => {
        const issue = findIssue(tx.db, issueId);
        if (!issue) throw new SluiceError('not-found', 'This issue is not there any more.', { issueId });
        requireWaiting(placeIn(tx, issue.taskId, issue.itemId));
        deleteIssue(tx.db, issueId);
        tx.explain({ itemId: issue.itemId, kind: 'issue-removed', text: 'Issue removed' });
        tx.changes.task(issue.taskId);
      });
      return null;
    },
  };

  /** What came back first; then on from where the person is, and round to the start. */
  function nextWaiting(range: Range, after: number, except: string | null): ItemId | null {
    const tries = PRIORITIES.flatMap((priority) =>
      WAITING_STATES.flatMap((state) => [after, 0].map((afterSeq) => ({ priority, state, afterSeq }))),
    );
    let same: ReturnType<typeof firstWaiting> = null;
    for (const one of tries) {
      const found = firstWaiting(db, range, one);
      if (found && found.itemId !== except) return found.itemId;
      // The item one is on may be the only one that waits; anything else goes before it.
      same ??= found;
      if (found) {
        const beyond = firstWaiting(db, range, { ...one, afterSeq: found.seq });
        if (beyond) return beyond.itemId;
      }
    }
    return same?.itemId ?? null;
  }
}

function sendItBack(tx: Tx, place: Place): void {
  if (isMirrored(tx.db, place.task.id)) sendBackMirrored(tx, place);
  else sendBack(tx, place);
}

/** What belongs to an item of a task, but for its annotations. @throws SluiceError `not-found` */
export function taskView(db: ReadableDb, { taskId, itemId }: CallArgs<'tasks.view'>) {
  const place = requireTaskItem(db, taskId, itemId);
  const item = findItem(db, itemId);
  if (!item) throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
  const found = requireTask(db, taskId);
  return {
    task: found,
    item,
    taskItem: place,
    issues: listIssues(db, itemId),
    recipe: found.recipeId ? findRecipeOfTask(db, found.recipeId) : null,
    ...neighbours(db, taskId, place.seq),
    canUndo: nextUndo(db, itemId) !== null,
    canRedo: nextRedo(db, itemId) !== null,
  };
}

function requireTask(db: ReadableDb, taskId: string) {
  const found = findTask(db, taskId);
  if (!found) throw new SluiceError('not-found', 'This task is not there any more.', { taskId });
  return found;
}

function requireTaskItem(db: ReadableDb, taskId: string, itemId: string): StoredTaskItem {
  const found = findTaskItem(db, taskId, itemId);
  if (found) return found;
  const { name } = requireTask(db, taskId);
  throw new SluiceError('not-found', `The item is not in "${name}".`, { taskId, itemId });
}

/** @throws SluiceError `wrong-state` where no issues are opened. */
function requireIssues({ task, taskItem }: Place): void {
  if (task.type !== 'qa') {
    throw new SluiceError('wrong-state', `"${task.name}" is not a QA task: issues are opened in review.`);
  }
  if (taskItem.copyOf !== null) {
    throw new SluiceError(
      'wrong-state',
      'Several people review copies of this item: issues are not opened on a copy.',
    );
  }
}
