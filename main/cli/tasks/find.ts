/** Tasks by the names that people give them. */
import type { TaskView } from '#contract/tasks.ts';
import { SluiceError } from '#core/errors.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { Task } from '#core/model/task.ts';
import type { CliEngine } from '../engine.ts';
import { waitForIdle } from '../idle.ts';

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

/**
 * The dataset with that id or name.
 * @throws SluiceError `not-found`, or `invalid-input` when several datasets have the name.
 */
export async function findDataset(
  engine: CliEngine,
  name: string,
  project: string | undefined,
): Promise<Dataset> {
  const projects = (await engine.call('projects.list', {})).filter(
    (one) => project === undefined || one.name === project || one.id === project,
  );
  const lists = await Promise.all(projects.map(({ id }) => engine.call('datasets.list', { projectId: id })));
  const datasets = lists.flat();
  const [dataset, second] = datasets.filter((one) => one.id === name || one.name === name);
  if (!dataset) {
    throw new SluiceError('not-found', `There is no dataset "${name}". ${known('Datasets', datasets)}`);
  }
  if (second) {
    throw new SluiceError(
      'invalid-input',
      `Several datasets are called "${name}". Give the id, or --project.`,
    );
  }
  return dataset;
}

/** An item as the screens see it, and where its file is; null when another program has the workspace: it gives no paths away. */
export type TakenItem = TaskView & { readonly path: string | null };

/** The next item that waits for a person; null when none does, now or after the work that is under way. */
export async function nextItem(
  engine: CliEngine,
  task: Task,
  signal: AbortSignal,
): Promise<TakenItem | null> {
  let { itemId } = await engine.call('tasks.next', { taskId: task.id });
  if (itemId === null) {
    await waitForIdle(engine, signal);
    itemId = (await engine.call('tasks.next', { taskId: task.id })).itemId;
  }
  if (itemId === null) return null;
  const view = await engine.call('tasks.view', { taskId: task.id, itemId });
  if (engine.elsewhere) return { ...view, path: null };
  const { path } = await engine.call('media.resolve', { itemId, variant: 'original' });
  return { ...view, path };
}

function known(what: string, named: readonly { readonly name: string }[]): string {
  if (named.length === 0) return `${what} in this workspace: none.`;
  return `${what} in this workspace: ${named.map((one) => `"${one.name}"`).join(', ')}.`;
}
