/** Tasks that people and programs make for themselves, and what goes into tasks and out of them. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { RecipeId } from '#core/model/ids.ts';
import type { Task } from '#core/model/task.ts';
import type { EngineContext } from '../context.ts';
import { findCommand } from '../db/queries/commands.ts';
import { boundItems } from '../db/queries/item-windows.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import { findDataset, listDatasets } from '../db/queries/projects.ts';
import { findRecipe } from '../db/queries/recipes.ts';
import { findTask, findTaskItem, homeOfTask, setTaskFacts } from '../db/queries/tasks.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { giveStatus, undecide } from '../nodes/decisions.ts';
import { joinTask } from '../nodes/tasks/assign.ts';
import { placeIn } from '../nodes/tasks/places.ts';
import { addCommand } from '../pipelines/commands.ts';
import { refuseOfPipeline } from '../pipelines/task-removal.ts';
import { createTaskAlone, orderedActions } from '../pipelines/tasks-alone.ts';
import { giveMirrored, isMirrored, refuseMirrored } from '../sync/mirror.ts';
import type { Tx } from '../unit.ts';

type PlanCalls = `tasks.${'create' | 'update' | 'delete' | 'addItems' | 'removeItems' | 'setStatuses'}`;

export function taskPlanHandlers(ctx: EngineContext, graphs: Graphs): Handlers<PlanCalls> {
  const { db } = ctx;

  function task(taskId: string): Task {
    const found = findTask(db, taskId);
    if (!found) throw new SluiceError('not-found', 'This task is not there any more.', { taskId });
    return found;
  }

  function command(commandId: string) {
    const found = findCommand(db, commandId);
    if (!found) throw new SluiceError('not-found', 'This command is not there.', { commandId });
    return found;
  }

  const act = <T>(work: (tx: Tx) => T): T => ctx.unit(ctx.settings().person, work);

  /** What a filter looks through for a task, and how many items that are at most. @throws SluiceError `pipeline-invalid` for one that cannot be read. */
  function searchFor({ datasetId, projectId }: Pick<Task, 'datasetId' | 'projectId'>, filter: Task['extra']) {
    const datasets = datasetId ? [findDataset(db, datasetId)] : listDatasets(db, projectId);
    const query = { datasetIds: datasets.flatMap((one) => one?.id ?? []), filter };
    const items = datasets.reduce((sum, one) => sum + (one?.itemCount ?? 0), 0);
    return { query, total: boundItems(db, { ...query, filter: parseFilter(filter) }, items) };
  }

  /** @throws SluiceError `wrong-state` while the task's pipeline is not installed: nothing can come to it. */
  function requireHome({ id, name }: Task, isToRun: boolean) {
    const home = homeOfTask(db, id);
    const head = home && findPipelineHead(db, home.pipelineId);
    if (!home || !head)
      throw new SluiceError('wrong-state', `The pipeline of "${name}" is not there any more.`);
    if (isToRun && head.status !== 'Installed') {
      throw new SluiceError(
        'wrong-state',
        `Install "${head.name}" before putting items into its task "${name}".`,
      );
    }
    return home.pipelineId;
  }

  return {
    'tasks.create': ({ filter, limit, reply, settings, ...draft }) => {
      const { datasetId, projectId } = draft;
      if (!findDataset(db, datasetId)) {
        throw new SluiceError('not-found', 'This dataset is not there any more.', { datasetId });
      }
      const { query, total } = searchFor({ datasetId, projectId }, filter);
      const made = act((tx) => {
        const whole = {
          ...draft,
          settings: { pulling: settings.pulling ?? null, consensus: settings.consensus ?? null },
        };
        const { id: taskId } = createTaskAlone(tx, graphs, whole);
        const home = homeOfTask(tx.db, taskId);
        if (!home) throw new SluiceError('internal', 'The task has no place to run.');
        const spec = { taskId, ...query, limit, people: null };
        const wanted = Math.min(limit ?? total, total);
        const filled = { type: 'fill-task' as const, spec, reply: { ...reply, createdTaskId: taskId } };
        return { taskId, commandId: addCommand(tx, home.pipelineId, filled, wanted) };
      });
      return { task: task(made.taskId), command: command(made.commandId) };
    },
    'tasks.update': ({ taskId, actions, ...change }) => {
      act((tx) => {
        const before = task(taskId);
        refuseMirrored(db, before);
        requireRecipe(change.recipeId);
        const { name, priority, dueAt, recipeId, extra } = { ...before, ...defined(change) };
        const ordered = actions ? orderedActions(before.type, actions) : before.actions;
        setTaskFacts(tx.db, taskId, { name, priority, dueAt, recipeId, extra, actions: ordered }, tx.now);
        tx.raise({ resource: 'Task', action: 'Updated', id: taskId });
        tx.changes.task(taskId);
        tx.changes.project(before.projectId);
      });
      return task(taskId);
    },
    'tasks.delete': ({ taskId, reply }) => {
      const found = task(taskId);
      refuseMirrored(db, found);
      refuseOfPipeline(found, 'delete its node and the pipeline');
      const pipelineId = requireHome(found, false);
      const spec = { taskId, query: null, isDeleted: true };
      return command(
        act((tx) => addCommand(tx, pipelineId, { type: 'empty-task', spec, reply }, found.counts.total)),
      );
    },
    'tasks.addItems': ({ taskId, filter, limit, people, reply }) => {
      const found = task(taskId);
      refuseMirrored(db, found);
      const pipelineId = requireHome(found, true);
      const { query, total } = searchFor(found, filter);
      const spec = { taskId, ...query, limit, people };
      const id = act((tx) => {
        if (people) joinTask(tx, found, people);
        return addCommand(
          tx,
          pipelineId,
          { type: 'fill-task', spec, reply },
          Math.min(limit ?? total, total),
        );
      });
      return command(id);
    },
    'tasks.removeItems': ({ taskId, filter, reply }) => {
      const found = task(taskId);
      refuseMirrored(db, found);
      const pipelineId = requireHome(found, false);
      const { query, total } = searchFor(found, filter);
      const spec = { taskId, query, isDeleted: false };
      return command(act((tx) => addCommand(tx, pipelineId, { type: 'empty-task', spec, reply }, total)));
    },
    'tasks.setStatuses': ({ taskId, itemIds, status }) => {
      act((tx) => {
        for (const itemId of new Set(itemIds)) {
          const place = placeIn(tx, taskId, itemId);
          if (isMirrored(tx.db, taskId)) giveMirrored(tx, place, status);
          else if (status !== null) giveStatus(tx, graphs, place, status);
          else if (place.taskItem.status !== null || place.taskItem.state === 'away')
            undecide(tx, graphs, place);
        }
      });
      return itemIds.flatMap((itemId) => findTaskItem(db, taskId, itemId) ?? []);
    },
  };

  function requireRecipe(recipeId: RecipeId | null | undefined): void {
    if (!recipeId || findRecipe(db, recipeId)) return;
    throw new SluiceError('not-found', 'This recipe is not there any more.', { recipeId });
  }
}

/** Without what is not said: that stays as it was. */
function defined<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
