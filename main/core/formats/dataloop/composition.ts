/** Compositions on the wire (reference section 1.14): what an install has made of a pipeline. */
import type { GraphProblem } from '../../model/graph.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { Task } from '../../model/task.ts';
import { firstDataloopMessage, TASK_FAILED } from '../../pipeline/dataloop-message.ts';
import { isoTime, urlOf } from './json.ts';

export type CompositionParts = {
  /** Of the pipeline. */
  readonly tasks: readonly Task[];
  readonly problems: readonly GraphProblem[];
};

/** A pipeline and its composition have one id here. */
export function writeComposition(pipeline: Pipeline, { tasks, problems }: CompositionParts, base: string) {
  const failed = pipeline.status === 'Failure' ? failureOf(problems) : null;
  return {
    id: pipeline.id,
    url: urlOf(base, 'compositions', pipeline.id),
    name: pipeline.name,
    creator: pipeline.creator,
    createdAt: isoTime(pipeline.createdAt),
    updatedAt: isoTime(pipeline.updatedAt),
    projectId: pipeline.projectId,
    orgId: 'local',
    spec: [],
    status: pipeline.status,
    terminated: false,
    ...(failed === null ? {} : { errorText: { code: 400, message: failed, displayMessage: failed } }),
    triggers: [],
    packages: [],
    tasks: tasks.map((task) => writeMember(task, pipeline)),
    models: [],
    channels: [],
    secrets: [],
  };
}

/** Tasks are made by another service of the reference system: what that answers is quoted. */
function failureOf(problems: CompositionParts['problems']): string | null {
  const message = firstDataloopMessage(problems, 'install');
  return message === TASK_FAILED ? `Request failed with status code 400, ${message}` : message;
}

function writeMember(task: Task, { graph, creator }: Pipeline) {
  const metadata = graph.nodes.find(({ id }) => id === task.nodeId)?.metadata ?? {};
  return {
    datasetId: metadata['datasetId'] ?? null,
    taskOwner: metadata['taskOwner'] ?? creator,
    recipeId: task.recipeId,
    name: task.name,
    dueDate: task.dueAt,
    state: { taskId: task.id, status: 'created' },
    metadata: { system: { nodeId: task.nodeId, pipelineId: task.pipelineId } },
    workload: metadata['workload'] ?? [],
    availableActions: task.actions,
    nodeId: task.nodeId,
    taskType: task.type,
    priority: task.priority,
  };
}
