/** Task node: parks the item until a person has decided on it. */
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { Task } from '#core/model/task.ts';
import type { Work } from '../db/queries/executions.ts';
import { countIssues } from '../db/queries/issues.ts';
import { findTaskItem, findTaskOfNode, insertTaskItem, type StoredTaskItem } from '../db/queries/tasks.ts';
import type { Tx } from '../unit.ts';
import { configOf } from './config.ts';
import type { InlineNode } from './node.ts';
import { handOut, keeper, raiseAssigned } from './tasks/assign.ts';
import { giveCopies, isDrawn } from './tasks/consensus.ts';
import { forgetMerged } from './tasks/copies.ts';
import {
  changed,
  isWaiting,
  join,
  noticeStatus,
  priorityOf,
  restoreStatus,
  worksOf,
} from './tasks/places.ts';
import { settingsOf } from './tasks/settings.ts';

export const task: InlineNode = {
  lane: 'inline',
  writes: true,
  run(tx, run) {
    const { work, node } = run;
    const item = run.item();
    const target = findTaskOfNode(tx.db, work.pipelineId, node.id);
    if (!target)
      throw new SluiceError('wrong-state', `"${node.name}" has no task yet. Install the pipeline again.`);
    tx.changes.task(target.id);
    // As the version that it runs on has it, which need not be the latest.
    const arrival = { task: { ...target, settings: settingsOf(configOf('task', node)) }, item, work };
    const present = findTaskItem(tx.db, target.id, item.id);
    const why = present ? comeAgain(tx, arrival, present) : come(tx, arrival);
    noticeStatus(tx, target, causeOf(work));
    return { kind: 'parked', why };
  },
};

type Arrival = { readonly task: Task; readonly item: Item; readonly work: Work };

const causeOf = ({ pipelineId, cycle }: Work) => ({ pipelineId, cycle });

function come(tx: Tx, { task, item, work }: Arrival): string {
  const { consensus, pulling } = task.settings;
  const shared = consensus && isDrawn(task, item.id, consensus) ? consensus : null;
  const assignment = shared || pulling ? null : handOut(tx, task);
  const state = stateOf(tx, task, item);
  const priority = priorityOf(tx, [work]);
  insertTaskItem(tx.db, {
    taskId: task.id,
    itemId: item.id,
    assignmentId: assignment?.id ?? null,
    copyOf: null,
    execution: work.key,
    state: shared ? 'consensus' : state,
    status: null,
    decidedBy: null,
    decidedAt: null,
    arrivedAt: tx.now,
    priority,
  });
  if (shared) return giveCopies(tx, { task, item, execution: work.key, priority, people: shared.people });
  if (assignment) raiseAssigned(tx, item.id, causeOf(work));
  return `${waits(task, state)}, for ${assignment?.person ?? 'whoever takes it'}`;
}

/** It has been here before: it waits with what waits, or its status is removed. */
function comeAgain(tx: Tx, arrival: Arrival, present: StoredTaskItem): string {
  const { task, item, work } = arrival;
  const waiting = isWaiting(present) && worksOf(tx, present).some((one) => one.state === 'parked');
  if (waiting || present.state === 'consensus') {
    const state = waiting && stateOf(tx, task, item) === 'review' ? 'review' : present.state;
    changed(tx, join(tx, present, work), { state });
    return `waits in "${task.name}" already: one decision will be for both`;
  }
  forgetMerged(tx, present);
  const place = join(tx, present, work);
  if (present.state === 'done') {
    const text = `Its status "${present.status}" in "${task.name}" is removed: it has come again`;
    tx.explain({ execution: work.key, kind: 'status-removed', text });
  }
  const why = waitAgain(tx, arrival, place);
  if (present.state === 'done') restoreStatus(tx, item.id);
  return why;
}

function waitAgain(tx: Tx, { task, item, work }: Arrival, place: StoredTaskItem): string {
  const { consensus, pulling } = task.settings;
  if (consensus && isDrawn(task, item.id, consensus)) {
    changed(tx, place, { state: 'consensus', status: null, assignmentId: null });
    const { priority } = place;
    return giveCopies(tx, { task, item, execution: work.key, priority, people: consensus.people });
  }
  // Whoever had it has it again.
  const before = keeper(tx, place.assignmentId);
  const assignment = before ?? (pulling ? null : handOut(tx, task));
  const state = stateOf(tx, task, item);
  changed(tx, place, { state, status: null, assignmentId: assignment?.id ?? null });
  if (assignment) raiseAssigned(tx, item.id, causeOf(work));
  return `${waits(task, state)}, for ${assignment?.person ?? 'whoever takes it'}`;
}

function stateOf(tx: Tx, task: Task, item: Item): 'open' | 'review' {
  return task.type === 'qa' && countIssues(tx.db, item.id, 'review') > 0 ? 'review' : 'open';
}

function waits(task: Task, state: 'open' | 'review'): string {
  return state === 'review' ? `is back in "${task.name}" after a fix` : `waits in "${task.name}"`;
}
