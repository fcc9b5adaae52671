/**
 * Which dataset a task is about. Those of pipelines take what comes and have none of their own; clients look for the
 * items of every task in its dataset, so it is the one that the node names, or where the first item is from.
 */
import type { CallOutput } from '#contract/index.ts';
import { type DatasetId, datasetIdSchema } from '#core/model/ids.ts';
import type { RouteContext } from './route.ts';

type Task = CallOutput<'tasks.get'>;
type Call = RouteContext['call'];

export type DatasetOfTask = (task: Task) => Promise<DatasetId | null>;

/** Each pipeline is read once. */
export function taskDatasets(call: Call): DatasetOfTask {
  const known = new Map<string, Promise<ReadonlyMap<string, unknown>>>();
  return async ({ id, datasetId, pipelineId, nodeId }) => {
    if (datasetId !== null || pipelineId === null) return datasetId;
    const nodes = known.get(pipelineId) ?? datasetsOfNodes(pipelineId, call);
    known.set(pipelineId, nodes);
    const named = datasetIdSchema.safeParse((await nodes).get(nodeId ?? ''));
    return named.data ?? (await datasetOfFirst(id, call));
  };
}

/** Of a pipeline that is not there any more: none. */
async function datasetsOfNodes(pipelineId: string, call: Call): Promise<ReadonlyMap<string, unknown>> {
  const pipeline = await call('pipelines.get', { pipelineId }).catch(() => null);
  const nodes = pipeline?.graph.nodes ?? [];
  return new Map(nodes.map(({ id, metadata }) => [id, metadata['datasetId']]));
}

async function datasetOfFirst(taskId: string, call: Call): Promise<DatasetId | null> {
  const [first] = (await call('tasks.items', { taskId, limit: 1 })).items;
  return first ? (await call('items.get', { itemId: first.itemId })).datasetId : null;
}
