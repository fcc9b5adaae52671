/** Pipelines as the Python SDK writes them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApi } from './api.ts';

const NAMESPACE = { packageName: null, moduleName: null, projectName: 'DataloopTasks' };

function port(nodeId: string, way: 'in' | 'out', actions?: readonly string[]) {
  return {
    portId: `${nodeId}-${way}`,
    type: 'Item',
    name: 'item',
    displayName: actions?.[0] ?? 'item',
    color: null,
    portPercentage: null,
    variableName: null,
    ...(actions ? { actions } : {}),
  };
}

const position = (x: number) => ({ x: x * 340 + 100, y: 87, z: 0 });

export function datasetNode(id: string, at: number, datasetId: string | null, metadata: object = {}) {
  return {
    id,
    name: id,
    type: 'storage',
    inputs: [port(id, 'in')],
    outputs: [port(id, 'out')],
    namespace: { ...NAMESPACE, functionName: 'dataset_handler', serviceName: 'pipeline-utils' },
    metadata: {
      position: position(at),
      datasetId,
      dir: '/',
      triggerToPipeline: { filter: null },
      ...metadata,
    },
    appName: null,
    dpkName: null,
  };
}

export function taskNode(id: string, at: number, recipe: { id: string; datasetId: string }) {
  return {
    id,
    name: id,
    type: 'task',
    inputs: [port(id, 'in')],
    outputs: [port(id, 'out', ['complete', 'discard'])],
    namespace: { ...NAMESPACE, functionName: 'move_to_task', serviceName: 'pipeline-utils' },
    metadata: {
      position: position(at),
      datasetId: recipe.datasetId,
      recipeTitle: 'r',
      recipeId: recipe.id,
      taskOwner: 'ada@example.com',
      taskType: 'annotation',
      workload: [{ assigneeId: 'ada@example.com', load: 100 }],
      repeatable: true,
      priority: 2,
      dueDate: 1795948595496.74,
    },
    appName: null,
    dpkName: null,
  };
}

export function connection(from: string, to: string, more: object = {}) {
  return { src: { nodeId: from, portId: `${from}-out` }, tgt: { nodeId: to, portId: `${to}-in` }, ...more };
}

export const root = (nodeId: string) => ({ nodeId, type: 'root' });

/** Dataset, labelling, dataset: the same pipeline that the SDK's own documents begin with. */
export function labelling(recipe: { id: string; datasetId: string }, doneId: string) {
  return {
    nodes: [
      datasetNode('begin', 0, recipe.datasetId),
      taskNode('label', 1, recipe),
      datasetNode('end', 2, doneId),
    ],
    connections: [connection('begin', 'label'), connection('label', 'end', { action: 'complete' })],
    startNodes: [root('begin')],
  };
}

/** Asks until the answer is as wanted, as clients do. */
export async function waitFor<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(answer).slice(0, 500)}`);
    await sleep(10);
  }
}

/** Waits for a command as the SDK does: by the part of its address behind `api/v1`. */
export async function commandOver(api: TestApi, { url }: { readonly url: string }) {
  const path = url.split('api/v1')[1] ?? '';
  return await waitFor(
    async () => (await api.sdk('GET', path)).body,
    ({ status }) => status !== 'in-progress',
  );
}
