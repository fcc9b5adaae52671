/**
 * Items that several people work on, each on a copy of their own. When all copies have a status, their labels go into
 * the item, the copies into the trash, and the item goes on.
 */
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { Task, TaskSettings } from '#core/model/task.ts';
import { draw } from '#core/pipeline/split.ts';
import { findAssignment, type StoredAssignment } from '../../db/queries/assignments.ts';
import { hideItem, trashHidden } from '../../db/queries/copies.ts';
import { setItemStatus } from '../../db/queries/items.ts';
import { findTaskItem, insertTaskItem, type StoredTaskItem, updateTaskItem } from '../../db/queries/tasks.ts';
import { type Graphs, runNodeByKey } from '../../jobs/graphs.ts';
import type { Tx } from '../../unit.ts';
import { handOut, keeper } from './assign.ts';
import { actionOf, conclude } from './conclude.ts';
import { begunCopies, copiesOf, makeCopy, returnLabels, takeLabels } from './copies.ts';
import { changed, noticeStatus, type Place, touch } from './places.ts';

/** Whether several people are to work on the item: the same for the same item in the same task, whenever it comes. */
export function isDrawn(
  task: Task,
  itemId: string,
  consensus: NonNullable<TaskSettings['consensus']>,
): boolean {
  return draw('consensus', task.id, itemId) * 100 < consensus.percentage;
}

export type ConsensusStart = {
  readonly task: Task;
  readonly item: Item;
  /** Key of the execution that brought it. */
  readonly execution: number;
  readonly priority: number;
  readonly people: number;
};

/** Gives each of so many people a copy; those who had begun go on with theirs. Answers who, for a person. */
export function giveCopies(tx: Tx, { task, item, execution, priority, people }: ConsensusStart): string {
  const chosen = new Map<string, StoredAssignment>();
  for (const copy of begunCopies(tx, task.id, item.id)) {
    const assignment = keeper(tx, copy.assignmentId);
    if (!assignment || chosen.has(assignment.id) || chosen.size === people) continue;
    chosen.set(assignment.id, assignment);
    hideItem(tx.db, copy.itemId, tx.now);
    const fresh = { state: 'open', status: null, decidedBy: null, decidedAt: null } as const;
    updateTaskItem(tx.db, copy.seq, { ...copy, ...fresh, execution, priority });
  }
  while (chosen.size < people) {
    const assignment = handOut(tx, task, new Set(chosen.keys()));
    chosen.set(assignment.id, assignment);
    insertTaskItem(tx.db, {
      taskId: task.id,
      itemId: makeCopy(tx, item, execution),
      assignmentId: assignment.id,
      copyOf: item.id,
      execution,
      state: 'open',
      status: null,
      decidedBy: null,
      decidedAt: null,
      arrivedAt: tx.now,
      priority,
    });
  }
  const names = [...chosen.values()].map((one) => one.person).join(', ');
  return `${names} each work on a copy of it in "${task.name}"`;
}

/** A person's decision on their copy. The last one brings them together. */
export function decideCopy(tx: Tx, graphs: Graphs, place: Place, status: string): void {
  const { task, taskItem, work } = place;
  changed(tx, taskItem, { state: 'done', status, decidedBy: tx.actor, decidedAt: tx.now });
  setItemStatus(tx.db, taskItem.itemId, status, tx.now);
  const original = originalOf(tx, taskItem);
  const copies = copiesOf(tx, original);
  const done = copies.filter((copy) => copy.state === 'done');
  const text = `"${status}" in "${task.name}" on ${personOf(tx, taskItem)}'s copy, ${done.length} of ${copies.length}`;
  tx.explain({ execution: work.key, itemId: taskItem.itemId, kind: 'copy-decided', text });
  if (done.length === copies.length) merge(tx, graphs, { task, taskItem: original, work }, copies);
  touch(tx, place);
}

function merge(tx: Tx, graphs: Graphs, place: Place, copies: readonly StoredTaskItem[]): void {
  const { task, taskItem, work } = place;
  takeLabels(tx, taskItem, copies);
  for (const copy of copies) {
    changed(tx, copy, { state: 'merged' });
    trashHidden(tx.db, copy.itemId, tx.now);
  }
  const majority = majorityOf(
    copies.map((copy) => copy.status ?? ''),
    task.actions[0] ?? '',
  );
  const node = runNodeByKey(graphs(work.pipelineId, work.version), work.node);
  conclude(tx, graphs, place, {
    status: actionOf(node, { status: majority, consensus: true }),
    by: null,
    consensus: true,
    assignmentIds: copies.flatMap((copy) => copy.assignmentId ?? []),
  });
}

/** The status that most have; of several, the task's first action. */
export function majorityOf(statuses: readonly string[], first: string): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const leading = [...counts].flatMap(([status, count]) => (count === most ? [status] : []));
  return leading.length === 1 ? (leading[0] ?? first) : first;
}

/** Takes the status of a copy back. @throws SluiceError `wrong-state` once the copies were brought together. */
export function undecideCopy(tx: Tx, place: Place): void {
  const { task, taskItem, work } = place;
  if (taskItem.state === 'merged') {
    const original = originalOf(tx, taskItem);
    throw new SluiceError(
      'wrong-state',
      `All copies are done and their work is in the item itself. Take "${original.status}" of the item in "${task.name}" back first.`,
      { taskId: task.id, itemId: original.itemId },
    );
  }
  if (taskItem.state !== 'done') {
    throw new SluiceError('wrong-state', `The item has no status in "${task.name}" to take back.`);
  }
  changed(tx, taskItem, { state: 'open', status: null });
  setItemStatus(tx.db, taskItem.itemId, null, tx.now);
  const text = `Took back "${taskItem.status}" in "${task.name}" on ${personOf(tx, taskItem)}'s copy`;
  tx.explain({ execution: work.key, itemId: taskItem.itemId, kind: 'undecided', text });
  noticeStatus(tx, task);
  touch(tx, place);
}

/** True when the item's status came from its copies. */
export function isMerged(taskItem: StoredTaskItem): boolean {
  return taskItem.state === 'done' && taskItem.decidedBy === null;
}

/**
 * The copies come back, and their labels leave the item. The one whose status brought them together waits again, so that
 * somebody can go on.
 */
export function unmerge(tx: Tx, taskItem: StoredTaskItem): void {
  const copies = copiesOf(tx, taskItem);
  const last = copies.toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0) || b.seq - a.seq)[0];
  returnLabels(tx, taskItem, copies);
  for (const copy of copies) {
    hideItem(tx.db, copy.itemId, tx.now);
    changed(tx, copy, copy === last ? { state: 'open', status: null } : { state: 'done' });
    if (copy === last) setItemStatus(tx.db, copy.itemId, null, tx.now);
  }
}

/** Who fixes an item that came from copies: whoever decided last. */
export function fixerOf(tx: Tx, taskItem: StoredTaskItem): StoredTaskItem['assignmentId'] {
  const copies = copiesOf(tx, taskItem).toSorted(
    (a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0) || b.seq - a.seq,
  );
  return copies[0]?.assignmentId ?? null;
}

function originalOf(tx: Tx, copy: StoredTaskItem): StoredTaskItem {
  const original = copy.copyOf === null ? null : findTaskItem(tx.db, copy.taskId, copy.copyOf);
  if (original) return original;
  throw new SluiceError('not-found', 'The item that this is a copy of is not in the task any more.');
}

function personOf(tx: Tx, { assignmentId }: StoredTaskItem): string {
  return (assignmentId && findAssignment(tx.db, assignmentId)?.person) || 'somebody';
}
