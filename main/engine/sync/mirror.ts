/** Tasks that a remote keeps: what people decide in them here stands at once, and is in force when the remote has taken it. */
import { SluiceError } from '#core/errors.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { TaskThere } from '#core/model/exchange.ts';
import { pipelineIdSchema } from '#core/model/ids.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { Task, TaskItem } from '#core/model/task.ts';
import { sameAction } from '#core/pipeline/routing.ts';
import type { ReadableDb } from '../db/driver.ts';
import { saveAssignment } from '../db/queries/assignments.ts';
import { countIssues } from '../db/queries/issues.ts';
import { listPastStatuses } from '../db/queries/item-places.ts';
import { anchorOf, insertMirror, savePlaceThere, updateMirror } from '../db/queries/mirrors.ts';
import { nodeKey } from '../db/queries/nodes.ts';
import { quietly } from '../db/queries/outbox.ts';
import { insertPipeline } from '../db/queries/pipelines.ts';
import { updateDataset } from '../db/queries/projects.ts';
import { findLink, insertLink } from '../db/queries/remotes.ts';
import { findTask, findTaskItem, type StoredTaskItem } from '../db/queries/tasks.ts';
import {
  changed,
  noticeStatus,
  type Place,
  placeIn,
  requireWaiting,
  restoreStatus,
  touch,
} from '../nodes/tasks/places.ts';
import { actionIn, settleIssues, unsettleIssues } from '../nodes/tasks/rules.ts';
import type { Tx } from '../unit.ts';
import { takeRecipe } from './recipes.ts';
import type { Surroundings } from './remote.ts';

/** The dataset here that is kept in step. */
type Home = { readonly remoteId: RemoteId; readonly dataset: Dataset };

/** Whether decisions in the task are the remote's to carry out. */
export function isMirrored(db: ReadableDb, taskId: string): boolean {
  return findLink(db, 'task', taskId) !== null;
}

/** @throws SluiceError `wrong-state` for what only the remote can do with a task that it keeps. */
export function refuseMirrored(db: ReadableDb, { id, name }: Pick<Task, 'id' | 'name'>): void {
  if (!isMirrored(db, id)) return;
  throw new SluiceError(
    'wrong-state',
    `"${name}" is kept by the hub: what is in it and whose it is, is decided there.`,
    {
      taskId: id,
    },
  );
}

/** Recipes, tasks and assignments as the remote has them. */
export function takeSurroundings(tx: Tx, home: Home, there: Surroundings): void {
  const { projectId } = home.dataset;
  for (const recipe of there.recipes) takeRecipe(tx, { remoteId: home.remoteId, projectId }, recipe);
  const known = there.recipes.some(({ id }) => id === there.dataset.recipeId);
  updateDataset(tx.db, {
    ...home.dataset,
    recipeId: known ? there.dataset.recipeId : null,
    updatedAt: tx.now,
  });
  for (const task of there.tasks) takeTask(tx, home, task);
  tx.changes.project(projectId);
}

function takeTask(tx: Tx, { remoteId, dataset }: Home, task: TaskThere): void {
  const { projectId } = dataset;
  if (!findTask(tx.db, task.id)) {
    const pipelineId = pipelineIdSchema.parse(tx.id());
    insertPipeline(tx.db, {
      ...{ id: pipelineId, projectId, name: task.name, description: null, creator: task.creator },
      ...{ settings: {}, graph: { nodes: [], connections: [], startNodes: [] }, createdAt: tx.now },
    });
    const keys = { cycle: tx.key('cycle'), execution: tx.key('execution') };
    const node = nodeKey(tx.db, pipelineId, 'task');
    insertMirror(tx.db, { task, projectId, pipelineId, ...keys, node, at: tx.now });
    insertLink(tx.db, { kind: 'task', localId: task.id, remoteId, idThere: task.id });
  } else if (!isMirrored(tx.db, task.id)) return;
  updateMirror(tx.db, task, tx.now);
  for (const { id, person, load } of task.assignments)
    saveAssignment(tx.db, { id, taskId: task.id, person, load });
  tx.changes.task(task.id);
}

/** Puts the item where it stands in a task of the remote; a task that is not known here yet comes with the next look. */
export function takePlace(tx: Tx, place: TaskItem): void {
  const execution = isMirrored(tx.db, place.taskId) ? anchorOf(tx.db, place.taskId) : null;
  if (execution === null || place.copyOf !== null) return;
  savePlaceThere(tx.db, place, execution);
  restoreStatus(tx, place.itemId);
  tx.changes.task(place.taskId);
}

/** A person's decision. @throws SluiceError as `decide`. */
export function decideMirrored(tx: Tx, place: Place, status: string): void {
  const { task, taskItem } = place;
  requireWaiting(place);
  const action = actionIn(task, status);
  settleIssues(tx, place, action, true);
  changed(tx, taskItem, { state: 'done', status: action, decidedBy: tx.actor, decidedAt: tx.now });
  after(tx, place, 'decided', `"${action}" in "${task.name}"`);
}

/** The item has this status from now on; null: none. */
export function giveMirrored(tx: Tx, place: Place, status: string | null): void {
  const { task, taskItem } = place;
  const isDecided = taskItem.state === 'done';
  if (status === null) {
    if (isDecided || taskItem.state === 'away') undecideMirrored(tx, place);
    return;
  }
  if (isDecided && taskItem.status !== null && sameAction(taskItem.status, status)) return;
  if (isDecided) undecideMirrored(tx, place);
  decideMirrored(tx, isDecided ? placeIn(tx, task.id, taskItem.itemId) : place, status);
}

/** Takes it back. @throws SluiceError `wrong-state` when there is nothing to take back. */
export function undecideMirrored(tx: Tx, place: Place): void {
  const { task, taskItem } = place;
  if (taskItem.state !== 'done' && taskItem.state !== 'away') {
    throw new SluiceError('wrong-state', `The item has no status in "${task.name}" to take back.`);
  }
  if (taskItem.state === 'away') unrework(tx, place);
  const state = unsettleIssues(tx, place);
  changed(tx, taskItem, { state, status: null });
  after(tx, place, 'undecided', `Took back "${taskItem.status ?? 'sent back'}" in "${task.name}"`);
}

/** Where the item is in the task that this one reviews; null when that is not known here. */
function labellingOf(tx: Tx, { task, taskItem }: Place): StoredTaskItem | null {
  return task.parentTaskId === null ? null : findTaskItem(tx.db, task.parentTaskId, taskItem.itemId);
}

/** Its decision stands again as it was before it was sent back. @throws SluiceError `wrong-state` once it was decided anew. */
function unrework(tx: Tx, place: Place): void {
  const labelled = labellingOf(tx, place);
  if (!labelled) return;
  const past = listPastStatuses(tx.db, labelled.itemId).findLast(({ taskId }) => taskId === labelled.taskId);
  if (labelled.state !== 'rework' || !past) {
    throw new SluiceError('wrong-state', 'The labelling task has gone on with the item since.');
  }
  quietly(tx.db, () => changed(tx, labelled, { state: 'done', status: past.status }));
}

/** Sends an item with open issues back. @throws SluiceError `wrong-state` without an issue. */
export function sendBackMirrored(tx: Tx, place: Place): void {
  const { task, taskItem } = place;
  requireWaiting(place);
  if (countIssues(tx.db, taskItem.itemId, 'issue') === 0) {
    throw new SluiceError('wrong-state', 'Open an issue first: it says what is to be fixed.');
  }
  changed(tx, taskItem, { state: 'away', decidedBy: tx.actor, decidedAt: tx.now });
  const labelled = labellingOf(tx, place);
  // That it waits to be fixed follows from this: the remote sees to it itself.
  if (labelled?.state === 'done') {
    quietly(tx.db, () => changed(tx, labelled, { state: 'rework', status: null }));
  }
  after(tx, place, 'sent-back', `"${task.name}" sent it back`);
}

function after(tx: Tx, place: Place, kind: string, text: string): void {
  const { task, taskItem } = place;
  restoreStatus(tx, taskItem.itemId);
  tx.explain({ itemId: taskItem.itemId, kind, text });
  noticeStatus(tx, task);
  touch(tx, place);
}
