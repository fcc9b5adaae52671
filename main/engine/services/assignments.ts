/** Assignments: what is one person's in a task. */
import type { AssignmentView } from '#contract/assignments.ts';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Task } from '#core/model/task.ts';
import type { EngineContext } from '../context.ts';
import {
  countOfPerson,
  findAssignment,
  listAssignments,
  type StoredAssignment,
  setAssignmentExtra,
} from '../db/queries/assignments.ts';
import { findCommand } from '../db/queries/commands.ts';
import { findTask, listTasks } from '../db/queries/tasks.ts';
import { passOn, pull, release, shareOut } from '../nodes/tasks/assign.ts';
import { noteDone } from '../pipelines/commands.ts';
import type { Tx } from '../unit.ts';

type AssignmentCalls =
  `assignments.${'list' | 'get' | 'update' | 'reassign' | 'redistribute' | 'pull' | 'release'}`;

type Owned = { readonly assignment: StoredAssignment; readonly task: Task };

export function assignmentHandlers(ctx: EngineContext): Handlers<AssignmentCalls> {
  const { db } = ctx;

  function owned(assignmentId: string): Owned {
    const assignment = findAssignment(db, assignmentId);
    const task = assignment && findTask(db, assignment.taskId);
    if (assignment && task) return { assignment, task };
    throw new SluiceError('not-found', 'This assignment is not there any more.', { assignmentId });
  }

  function view({ assignment, task }: Owned): AssignmentView {
    const counts = countOfPerson(db, assignment.id);
    const byStatus: Record<string, number> = {};
    for (const { state, status, count } of counts) {
      if (status !== null && (state === 'done' || state === 'merged')) {
        byStatus[status] = (byStatus[status] ?? 0) + count;
      }
    }
    const back = counts.filter(({ state }) => state === 'rework' || state === 'review');
    return { assignment, task, byStatus, rework: back.reduce((sum, { count }) => sum + count, 0) };
  }

  /** Does something to an assignment as the person who asks. */
  const act = <T>(assignmentId: string, work: (tx: Tx, found: Owned) => T): T =>
    ctx.unit(ctx.settings().person, (tx) => work(tx, owned(assignmentId)));

  function command(commandId: string) {
    const found = findCommand(db, commandId);
    if (!found) throw new SluiceError('not-found', 'This command is not there.', { commandId });
    return found;
  }

  return {
    'assignments.list': ({ projectId }) =>
      db.read(() =>
        listTasks(db, projectId).flatMap((task) =>
          listAssignments(db, task.id).map((assignment) => view({ assignment, task })),
        ),
      ),
    'assignments.get': ({ assignmentId }) => view(owned(assignmentId)),
    'assignments.update': ({ assignmentId, extra }) => {
      act(assignmentId, (tx, { task }) => {
        setAssignmentExtra(tx.db, assignmentId, extra);
        tx.raise({ resource: 'Assignment', action: 'Updated', id: assignmentId });
        tx.changes.task(task.id);
      });
      return view(owned(assignmentId));
    },
    'assignments.reassign': ({ assignmentId, to }) =>
      command(
        act(assignmentId, (tx, { assignment, task }) => {
          const target = passOn(tx, task, assignment, to);
          tx.changes.task(task.id);
          return noteDone(tx, 'hand-over', { taskId: task.id, assignmentId, toAssignment: target.id });
        }),
      ),
    'assignments.redistribute': ({ assignmentId, people }) =>
      command(
        act(assignmentId, (tx, { assignment, task }) => {
          const parts = shareOut(tx, task, assignment, people);
          tx.changes.task(task.id);
          const workload = people.map(({ person, load }, at) => ({
            assigneeId: person,
            load,
            assignmentId: parts[at]?.id ?? null,
          }));
          return noteDone(tx, 'hand-over', { taskId: task.id, assignmentId, workload });
        }),
      ),
    'assignments.pull': ({ assignmentId }) => {
      act(assignmentId, (tx, { assignment, task }) => pull(tx, task, assignment.person));
      return view(owned(assignmentId));
    },
    'assignments.release': ({ assignmentId }) => {
      act(assignmentId, (tx, { assignment, task }) => release(tx, task, assignment));
      return view(owned(assignmentId));
    },
  };
}
