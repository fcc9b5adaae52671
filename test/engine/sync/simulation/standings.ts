/** Tasks of the hub, and what people decide in them, there and on their workstations. */
import { isSluiceError } from '#core/errors.ts';
import { type DatasetId, type ItemId, issueIdSchema, type TaskId } from '#core/model/ids.ts';
import { insertIssue, listIssues } from '#engine/db/queries/issues.ts';
import { findDataset } from '#engine/db/queries/projects.ts';
import { findTaskItem } from '#engine/db/queries/tasks.ts';
import { giveStatus, undecide } from '#engine/nodes/decisions.ts';
import { placeIn, requireWaiting } from '#engine/nodes/tasks/places.ts';
import { sendBack } from '#engine/nodes/tasks/send-back.ts';
import { fillPart } from '#engine/pipelines/task-items.ts';
import { createTaskAlone } from '#engine/pipelines/tasks-alone.ts';
import { giveMirrored, isMirrored, sendBackMirrored } from '#engine/sync/mirror.ts';
import type { Tx } from '#engine/unit.ts';
import type { Node } from './nodes.ts';

export const DECISIONS = ['complete', 'discard', 'clear', 'approve', 'reject', 'clear-review'] as const;
export type Decision = (typeof DECISIONS)[number];

export type Tasks = { readonly labelling: TaskId; readonly review: TaskId };

export function addTasks({ ctx, graphs, db }: Node, datasetId: DatasetId): Tasks {
  const projectId = findDataset(db, datasetId)?.projectId ?? ('' as never);
  const draft = {
    ...{
      projectId,
      datasetId,
      recipeId: null,
      priority: 2,
      dueAt: null,
      actions: null,
      people: [],
      extra: {},
    },
    settings: { pulling: null, consensus: null },
  };
  return ctx.unit('lead', (tx) => {
    const labelling = createTaskAlone(tx, graphs, {
      ...draft,
      ...{ name: 'Label', type: 'annotation', parentTaskId: null },
    }).id;
    const review = createTaskAlone(tx, graphs, {
      ...draft,
      ...{ name: 'Review', type: 'qa', parentTaskId: labelling },
    }).id;
    for (const taskId of [labelling, review]) {
      const spec = { taskId, datasetIds: [datasetId], filter: {}, limit: null, people: null };
      fillPart(tx, graphs, spec, { cursor: '', done: 0 });
    }
    return { labelling, review };
  });
}

/** Does it where it can be done: what does not fit how the item stands is not done. */
export function decideOn(node: Node, tasks: Tasks, itemId: ItemId, decision: Decision): void {
  const isReview = decision === 'approve' || decision === 'reject' || decision === 'clear-review';
  const taskId = isReview ? tasks.review : tasks.labelling;
  // Reviewers send back what somebody has labelled.
  const labelled = findTaskItem(node.db, tasks.labelling, itemId)?.state === 'done';
  if (decision === 'reject' && !labelled) return;
  try {
    node.ctx.unit(node.name, (tx) => act(tx, node, { taskId, itemId, decision }));
  } catch (error) {
    if (!isSluiceError(error, 'wrong-state', 'not-found')) throw error;
  }
}

const STATUSES = { complete: 'completed', discard: 'discard', approve: 'approved' } as const;

type Act = { readonly taskId: TaskId; readonly itemId: ItemId; readonly decision: Decision };

function act(tx: Tx, { graphs }: Node, { taskId, itemId, decision }: Act): void {
  const place = placeIn(tx, taskId, itemId);
  const mirrored = isMirrored(tx.db, taskId);
  if (decision === 'reject') {
    requireWaiting(place);
    const id = issueIdSchema.parse(tx.id());
    const stamps = { creator: tx.actor, createdAt: tx.now, updatedAt: tx.now };
    insertIssue(tx.db, {
      id,
      itemId,
      taskId,
      annotationId: null,
      point: null,
      text: id,
      status: 'issue',
      ...stamps,
    });
    if (mirrored) sendBackMirrored(tx, place);
    else sendBack(tx, place);
  } else if (decision === 'clear' || decision === 'clear-review') {
    if (mirrored) giveMirrored(tx, place, null);
    else if (place.taskItem.status !== null || place.taskItem.state === 'away') undecide(tx, graphs, place);
  } else if (mirrored) giveMirrored(tx, place, STATUSES[decision]);
  else giveStatus(tx, graphs, place, STATUSES[decision]);
}

/** How the item stands in both tasks, and what is objected to. */
export function standingsOf({ db }: Node, itemId: ItemId): unknown {
  const places = db.all(
    'SELECT task_id, state, status FROM task_item WHERE item_id = ? AND copy_of IS NULL ORDER BY task_id',
    [itemId],
  );
  return { places, issues: listIssues(db, itemId).map(({ id, status, text }) => ({ id, status, text })) };
}
