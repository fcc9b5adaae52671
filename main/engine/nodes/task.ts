/** Task node: parks the item until a person has decided on it. */
import { SluiceError } from '#core/errors.ts';
import type { Task } from '#core/model/task.ts';
import { countIssues } from '../db/queries/issues.ts';
import {
  type AssignmentLoad,
  findTaskItem,
  findTaskOfNode,
  insertTaskItem,
  listAssignments,
  updateTaskItem,
} from '../db/queries/tasks.ts';
import type { InlineNode } from './node.ts';

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
    const state = arrivalState(target, countIssues(tx.db, item.id, 'review'));
    const why = state === 'review' ? `is back in "${target.name}" after a fix` : `waits in "${target.name}"`;
    const present = findTaskItem(tx.db, target.id, item.id);
    if (present) {
      updateTaskItem(tx.db, present.seq, { ...present, state, status: null, execution: work.key });
      return { kind: 'parked', why };
    }
    const assignment = nextAssignment(listAssignments(tx.db, target.id));
    if (!assignment)
      throw new SluiceError('wrong-state', `The task "${target.name}" has nobody to work on it.`);
    insertTaskItem(tx.db, {
      taskId: target.id,
      itemId: item.id,
      assignmentId: assignment.id,
      execution: work.key,
      state,
      status: null,
      decidedBy: null,
      decidedAt: null,
      arrivedAt: tx.now,
    });
    return { kind: 'parked', why: `${why}, for ${assignment.person}` };
  },
};

function arrivalState(target: Task, fixedIssues: number): 'open' | 'review' {
  return target.type === 'qa' && fixedIssues > 0 ? 'review' : 'open';
}

/** The assignment furthest behind its share of the items handed out so far. */
function nextAssignment(assignments: readonly AssignmentLoad[]): AssignmentLoad | undefined {
  const total = assignments.reduce((sum, one) => sum + one.items, 0) + 1;
  const shares = assignments.reduce((sum, one) => sum + one.load, 0) || 1;
  return assignments
    .map((one) => ({ one, behind: (total * one.load) / shares - one.items }))
    .toSorted((a, b) => b.behind - a.behind)[0]?.one;
}
