/**
 * Tasks that are made for themselves. Each runs in a pipeline of its own with nothing but the task in it, which no list
 * shows: so its items wait, are decided on and come back in the very same way as those of any other task.
 */
import { SluiceError } from '#core/errors.ts';
import type { Metadata } from '#core/model/common.ts';
import type { Graph } from '#core/model/graph.ts';
import type { DatasetId, ProjectId, RecipeId, TaskId } from '#core/model/ids.ts';
import { TASK_ACTIONS, type Task, type TaskSettings, type TaskType } from '#core/model/task.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { canonicalAction } from '#core/pipeline/routing.ts';
import { findPipeline, setHidden } from '../db/queries/pipelines.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findRecipe } from '../db/queries/recipes.ts';
import { findTask, findTaskOfNode, setTaskAlone } from '../db/queries/tasks.ts';
import type { Graphs } from '../jobs/graphs.ts';
import type { PersonShare } from '../nodes/tasks/shares.ts';
import type { Tx } from '../unit.ts';
import { installPipeline } from './lifecycle.ts';
import { createPipeline } from './versions.ts';

export type TaskDraft = {
  readonly projectId: ProjectId;
  readonly datasetId: DatasetId;
  readonly name: string;
  readonly type: TaskType;
  readonly parentTaskId: TaskId | null;
  /** Null: the dataset's. */
  readonly recipeId: RecipeId | null;
  readonly priority: number;
  readonly dueAt: number | null;
  /** Null: the usual ones of the type. */
  readonly actions: readonly string[] | null;
  /** Nobody named: all of it is for whoever makes it. */
  readonly people: readonly PersonShare[];
  readonly settings: TaskSettings;
  readonly extra: Metadata;
};

const NODE = 'task';

/**
 * @throws SluiceError `not-found` for a dataset, recipe or parent task that is not there, `pipeline-invalid` for settings
 * that do not go together.
 */
export function createTaskAlone(tx: Tx, graphs: Graphs, draft: TaskDraft): Task {
  const recipeId = recipeOf(tx, draft);
  if (draft.parentTaskId !== null && !findTask(tx.db, draft.parentTaskId)) {
    throw new SluiceError('not-found', 'The task that it is to review is not there any more.', {
      taskId: draft.parentTaskId,
    });
  }
  const { projectId, name } = draft;
  const pipelineId = createPipeline(tx, { projectId, name, graph: graphOf(draft, recipeId) });
  const pipeline = findPipeline(tx.db, pipelineId);
  if (pipeline) installPipeline(tx, pipeline, { graphs, person: tx.actor });
  const made = findTaskOfNode(tx.db, pipelineId, NODE);
  if (!made) throw new SluiceError('internal', 'The task was not made.');
  setHidden(tx.db, pipelineId);
  const { datasetId, parentTaskId, extra } = draft;
  setTaskAlone(tx.db, made.id, { datasetId, parentTaskId, extra, creator: tx.actor, at: tx.now });
  return findTask(tx.db, made.id) ?? made;
}

function recipeOf(tx: Tx, { datasetId, projectId, recipeId }: TaskDraft): RecipeId | null {
  const dataset = findDataset(tx.db, datasetId);
  if (dataset?.projectId !== projectId) {
    throw new SluiceError('not-found', 'The project has no such dataset.', { projectId, datasetId });
  }
  if (recipeId === null) return dataset.recipeId;
  if (!findRecipe(tx.db, recipeId)) {
    throw new SluiceError('not-found', 'This recipe is not there any more.', { recipeId });
  }
  return recipeId;
}

function graphOf(draft: TaskDraft, recipeId: RecipeId | null): Graph {
  const { name, type, people, priority, dueAt, settings } = draft;
  const { pulling, consensus } = settings;
  const metadata = {
    taskType: type,
    recipeId,
    workload: people.map(({ person, load }) => ({ assigneeId: person, load })),
    repeatable: true,
    priority,
    dueDate: dueAt,
    ...(pulling ? { batchSize: pulling.batchSize, maxBatchWorkload: pulling.maxOpen } : {}),
    ...(consensus
      ? {
          consensusTaskType: 'consensus',
          consensusPercentage: consensus.percentage,
          consensusAssignees: consensus.people,
        }
      : {}),
  };
  const actions = orderedActions(type, draft.actions ?? TASK_ACTIONS[type]);
  const node = makeNode('task', { id: NODE, name, at: [0, 0], metadata, actions });
  return { nodes: [node], connections: [], startNodes: [{ nodeId: node.id, type: 'root' }] };
}

/** Each once, and first the one that means that the work is done. */
export function orderedActions(type: TaskType, actions: readonly string[]): string[] {
  const [positive] = TASK_ACTIONS[type];
  const known = new Map(actions.map((action) => [canonicalAction(action), action]));
  const first = known.get(positive);
  const others = [...known.values()].filter((action) => action !== first);
  return first === undefined ? others : [first, ...others];
}
