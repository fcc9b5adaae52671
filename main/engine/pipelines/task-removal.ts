/** Taking away tasks that were made for themselves. */
import { SluiceError } from '#core/errors.ts';
import type { ProjectId } from '#core/model/ids.ts';
import type { Task } from '#core/model/task.ts';
import { abortCommands } from '../db/queries/commands.ts';
import { setDeleted, setPipelineStatus } from '../db/queries/pipelines.ts';
import { homeOfTask, listTasksAlone, setTaskDeleted } from '../db/queries/tasks.ts';
import type { Tx } from '../unit.ts';
import { terminateAll } from './terminate.ts';

/** @throws SluiceError `wrong-state` for the task of a pipeline, which goes with its node. */
export function refuseOfPipeline(task: Task, what: string): void {
  if (task.pipelineId === null) return;
  const message = `"${task.name}" belongs to a pipeline: ${what} there.`;
  throw new SluiceError('wrong-state', message, { taskId: task.id, pipelineId: task.pipelineId });
}

/** Takes a task that was made for itself away; nobody is asked for work on it any more. */
export function deleteTaskAlone(tx: Tx, task: Task): void {
  const home = homeOfTask(tx.db, task.id);
  if (home) {
    abortCommands(tx.db, home.pipelineId, tx.now);
    terminateAll(tx, home.pipelineId, 'Ended with its task, which was deleted.');
    setPipelineStatus(tx.db, home.pipelineId, 'Uninstalled', tx.now);
    setDeleted(tx.db, home.pipelineId, tx.now);
  }
  setTaskDeleted(tx.db, task.id, tx.now);
  tx.raise({ resource: 'Task', action: 'Deleted', id: task.id, gone: { ...task } });
  tx.changes.task(task.id);
  tx.changes.project(task.projectId);
}

/** With their project. */
export function deleteTasksAlone(tx: Tx, projectId: ProjectId): void {
  for (const task of listTasksAlone(tx.db, projectId)) deleteTaskAlone(tx, task);
}
