/** Tasks by the names that people give them. */
import { SluiceError } from '#core/errors.ts';
import type { Task } from '#core/model/task.ts';
import type { CliEngine } from '../engine.ts';

/**
 * All tasks of the workspace, or of one project by name or id.
 * @throws SluiceError `not-found` when there is no such project.
 */
export async function allTasks(engine: CliEngine, project: string | undefined): Promise<Task[]> {
  const projects = await engine.call('projects.list', {});
  const wanted = projects.filter(
    (one) => project === undefined || one.name === project || one.id === project,
  );
  if (project !== undefined && wanted.length === 0) {
    throw new SluiceError('not-found', `There is no project "${project}". ${known('Projects', projects)}`);
  }
  const lists = await Promise.all(wanted.map((one) => engine.call('tasks.list', { projectId: one.id })));
  return lists.flat();
}

/**
 * The task with that id or name.
 * @throws SluiceError `not-found`, or `invalid-input` when several tasks have the name.
 */
export async function findTask(engine: CliEngine, name: string, project: string | undefined): Promise<Task> {
  const tasks = await allTasks(engine, project);
  const [task, second] = tasks.filter((one) => one.id === name || one.name === name);
  if (!task) throw new SluiceError('not-found', `There is no task "${name}". ${known('Tasks', tasks)}`);
  if (second) {
    throw new SluiceError('invalid-input', `Several tasks are called "${name}". Give the id, or --project.`);
  }
  return task;
}

function known(what: string, named: readonly { readonly name: string }[]): string {
  if (named.length === 0) return `${what} in this workspace: none.`;
  return `${what} in this workspace: ${named.map((one) => `"${one.name}"`).join(', ')}.`;
}
