/** The tasks of a pipeline's task nodes. */
import type { GraphNode } from '#core/model/graph.ts';
import { assignmentIdSchema, taskIdSchema } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { TASK_ACTIONS } from '#core/model/task.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import { findTaskOfNode, saveAssignment, saveTask } from '../db/queries/tasks.ts';
import { configOf } from '../nodes/config.ts';
import type { Tx } from '../unit.ts';

/** Makes them, or brings those of the same nodes up to date. Tasks of nodes that are gone stay. */
export function saveTasks(tx: Tx, pipeline: Pipeline, person: string): void {
  for (const node of pipeline.graph.nodes) {
    if (runnableOf(node) === 'task') saveTaskOfNode(tx, pipeline, node, person);
  }
}

function saveTaskOfNode(tx: Tx, pipeline: Pipeline, node: GraphNode, person: string): void {
  const { taskType, recipeId, workload, priority, dueDate } = configOf('task', node);
  const actions = node.outputs.filter((port) => port.type === 'Item').flatMap((port) => port.actions ?? []);
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
    const id = assignmentIdSchema.parse(tx.id());
    saveAssignment(tx.db, { id, taskId: task.id, person: assigneeId, load });
  }
  tx.changes.task(task.id);
}
