/** Pipelines and their runs. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import {
  assignmentIdSchema,
  type PipelineId,
  type ProjectId,
  pipelineIdSchema,
  taskIdSchema,
} from '#core/model/ids.ts';
import type { Pipeline, PipelineStatus } from '#core/model/pipeline.ts';
import { TASK_ACTIONS } from '#core/model/task.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import type { EngineContext } from '../context.ts';
import { findCycle, listCycles, setCycleStatus } from '../db/queries/cycles.ts';
import {
  endExecution,
  findExecution,
  findWork,
  listExecutions,
  listOpenOfCycle,
  requeue,
} from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import {
  findPipeline,
  insertPipeline,
  listPipelines,
  readCounts,
  setPipelineStatus,
} from '../db/queries/pipelines.ts';
import { findProject } from '../db/queries/projects.ts';
import {
  findTaskItemOfExecution,
  findTaskOfNode,
  saveAssignment,
  saveTask,
  updateTaskItem,
} from '../db/queries/tasks.ts';
import { placeOf, startCycle } from '../jobs/steps.ts';
import { catchUp } from '../jobs/triggers.ts';
import type { Tx } from '../unit.ts';

type PipelineCalls =
  | `pipelines.${'list' | 'get' | 'create' | 'validate' | 'install' | 'pause' | 'counts' | 'execute'}`
  | `cycles.${'list' | 'get' | 'terminate'}`
  | `executions.${'list' | 'retry'}`;

export function pipelineHandlers(ctx: EngineContext): Handlers<PipelineCalls> {
  const { db } = ctx;

  function pipeline(pipelineId: string): Pipeline {
    const found = findPipeline(db, pipelineId);
    if (!found) throw new SluiceError('not-found', 'This pipeline is not there any more.', { pipelineId });
    return found;
  }

  function cycle(cycleId: string) {
    const found = findCycle(db, cycleId);
    if (!found) throw new SluiceError('not-found', 'This cycle is not there any more.', { cycleId });
    return found;
  }

  return {
    'pipelines.list': ({ projectId }) => listPipelines(db, projectId),
    'pipelines.get': ({ pipelineId }) => pipeline(pipelineId),
    'pipelines.validate': ({ graph }) => validateGraph(graph),
    'pipelines.counts': ({ pipelineId }) => readCounts(db, pipelineId),
    'pipelines.create': ({ projectId, name, graph }) => {
      const id = ctx.unit(ctx.settings().person, (tx) => createPipeline(tx, { projectId, name, graph }));
      return pipeline(id);
    },
    'pipelines.install': ({ pipelineId }) => {
      ctx.unit(ctx.settings().person, (tx) => {
        installPipeline(tx, pipeline(pipelineId), ctx.settings().person);
      });
      return pipeline(pipelineId);
    },
    'pipelines.pause': ({ pipelineId }) => {
      ctx.unit(ctx.settings().person, (tx) => setStatus(tx, pipeline(pipelineId), 'Uninstalled', 'Paused'));
      return pipeline(pipelineId);
    },
    'pipelines.execute': ({ pipelineId, itemIds }) => {
      const { graph, version, status } = pipeline(pipelineId);
      const nodeId = rootNode(graph);
      if (status !== 'Installed' || nodeId === null) {
        throw new SluiceError('wrong-state', 'Install the pipeline before running items through it.', {
          status,
        });
      }
      const cycleIds = ctx.unit(ctx.settings().person, (tx) => {
        return itemIds.map((itemId) => {
          if (!findItem(tx.db, itemId)) {
            throw new SluiceError('not-found', 'One of the items is not there any more.', { itemId });
          }
          return startCycle(tx, { pipelineId, version, graph, nodeId, itemId });
        });
      });
      return { cycleIds: cycleIds.map((id) => cycle(id).id) };
    },
    'cycles.list': ({ pipelineId, after, limit }) => {
      const items = listCycles(db, pipelineId, { after, limit });
      return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },
    'cycles.get': ({ cycleId }) => cycle(cycleId),
    'cycles.terminate': ({ cycleId }) => {
      const before = cycle(cycleId);
      if (before.status === 'in-progress') {
        ctx.unit(ctx.settings().person, (tx) => terminateCycle(tx, before.pipelineId, cycleId));
        for (const job of ctx.jobs.list()) {
          if (job.cancellable && findWork(db, job.id)?.cycleId === cycleId) ctx.jobs.cancel(job.id);
        }
      }
      return cycle(cycleId);
    },
    'executions.list': ({ limit, ...filter }) => {
      const items = listExecutions(db, { ...filter, limit });
      return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },
    'executions.retry': ({ executionId }) => {
      ctx.unit(ctx.settings().person, (tx) => {
        const work = findWork(tx.db, executionId);
        if (!work)
          throw new SluiceError('not-found', 'This execution is not there any more.', { executionId });
        if (work.state !== 'failed' && work.state !== 'dead' && work.state !== 'terminated') {
          throw new SluiceError('wrong-state', `Only failed work can be run again; this is ${work.state}.`);
        }
        requeue(tx.db, executionId, { notBefore: 0, error: null, resetAttempts: true });
        setCycleStatus(tx.db, work.cycleId, 'in-progress', null);
        tx.explain({ ...placeOf(work), kind: 'retried', text: 'Run again' });
        tx.changes.pipeline(work.pipelineId);
      });
      const found = findExecution(db, executionId);
      if (!found)
        throw new SluiceError('not-found', 'This execution is not there any more.', { executionId });
      return found;
    },
  };
}

/** Stores a new pipeline. @throws SluiceError `not-found` when the project is not there. */
export function createPipeline(
  tx: Tx,
  made: { projectId: ProjectId; name: string; graph: Graph },
): PipelineId {
  if (!findProject(tx.db, made.projectId)) {
    throw new SluiceError('not-found', 'This project is not there any more.', { projectId: made.projectId });
  }
  const id = pipelineIdSchema.parse(tx.id());
  insertPipeline(tx.db, { ...made, id, status: 'Created', version: 1, createdAt: tx.now, updatedAt: tx.now });
  tx.explain({ kind: 'pipeline-created', pipelineId: id, text: `Pipeline "${made.name}" created` });
  tx.changes.project(made.projectId);
  return id;
}

/**
 * Makes the tasks of its task nodes and lets work start; items that came while it was not installed start now.
 * @throws SluiceError `pipeline-invalid` with every problem of the graph in its details.
 */
export function installPipeline(tx: Tx, pipeline: Omit<Pipeline, 'counts'>, person: string): void {
  const problems = validateGraph(pipeline.graph);
  const [first] = problems.filter((problem) => problem.severity === 'error');
  if (first) throw new SluiceError('pipeline-invalid', first.message, { problems });
  for (const node of pipeline.graph.nodes.filter((candidate) => runnableOf(candidate) === 'task')) {
    saveTaskOfNode(tx, pipeline, node, person);
  }
  setStatus(tx, pipeline, 'Installed', 'Installed');
  catchUp(tx, pipeline, pipeline.graph);
}

function saveTaskOfNode(tx: Tx, pipeline: Omit<Pipeline, 'counts'>, node: GraphNode, person: string): void {
  const config = parseConfig('task', node);
  if (!config.success) return;
  const { taskType, recipeId, workload, priority, dueDate } = config.data;
  const actions = node.outputs.flatMap((port) => port.actions ?? []);
  saveTask(tx.db, {
    id: taskIdSchema.parse(tx.id()),
    projectId: pipeline.projectId,
    name: node.name,
    type: taskType,
    recipeId: recipeId ?? null,
    pipelineId: pipeline.id,
    nodeId: node.id,
    priority: priority ?? 2,
    dueAt: dueDate ?? null,
    actions: actions.length > 0 ? actions : [...TASK_ACTIONS[taskType]],
    createdAt: tx.now,
  });
  const task = findTaskOfNode(tx.db, pipeline.id, node.id);
  if (!task) return;
  const shares = workload && workload.length > 0 ? workload : [{ assigneeId: person, load: 100 }];
  for (const { assigneeId, load } of shares) {
    saveAssignment(tx.db, {
      id: assignmentIdSchema.parse(tx.id()),
      taskId: task.id,
      person: assigneeId,
      load,
    });
  }
  tx.changes.task(task.id);
}

function setStatus(tx: Tx, pipeline: Omit<Pipeline, 'counts'>, status: PipelineStatus, text: string): void {
  setPipelineStatus(tx.db, pipeline.id, status, tx.now);
  tx.explain({ kind: 'pipeline-status', pipelineId: pipeline.id, text });
  tx.changes.pipeline(pipeline.id);
  tx.changes.project(pipeline.projectId);
}

function terminateCycle(tx: Tx, pipelineId: string, cycleId: string): void {
  setCycleStatus(tx.db, cycleId, 'terminated', tx.now);
  for (const work of listOpenOfCycle(tx.db, cycleId)) {
    const place = findTaskItemOfExecution(tx.db, work.id);
    if (place) {
      updateTaskItem(tx.db, place.seq, { ...place, state: 'withdrawn' });
      tx.changes.task(place.taskId);
    }
    endExecution(tx.db, work.id, { state: 'terminated', error: 'The cycle was terminated.' }, tx.now);
  }
  tx.explain({ kind: 'cycle-terminated', cycleId, pipelineId, text: 'Cycle terminated' });
  tx.changes.pipeline(pipelineId);
}
