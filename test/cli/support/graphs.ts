/** Pipelines as files from elsewhere: datasets left out, by name, or by an id that means nothing here. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Rest = { readonly functionName: string; readonly metadata: Record<string, unknown> };

function node(id: string, name: string, type: string, rest: Rest, actions?: readonly string[]) {
  const port = (suffix: string, portType: string) => ({
    portId: `${id}-${suffix}`,
    type: portType,
    name: 'item',
  });
  const out = rest.functionName === 'video.split' ? 'Item[]' : 'Item';
  return {
    id,
    name,
    type,
    inputs: [port('in', 'Item')],
    outputs: [{ ...port('out', out), ...(actions ? { actions } : {}) }],
    namespace: { functionName: rest.functionName },
    metadata: rest.metadata,
  };
}

function connect(from: string, to: string, action?: string) {
  return {
    src: { nodeId: from, portId: `${from}-out` },
    tgt: { nodeId: to, portId: `${to}-in` },
    ...(action ? { action } : {}),
  };
}

const label = node(
  'label',
  'Label',
  'task',
  {
    functionName: 'move_to_task',
    metadata: { taskType: 'annotation', recipeId: '5f4e0000000000000000abcd' },
  },
  ['completed', 'discard'],
);
const done = node('done', 'Done', 'storage', { functionName: 'clone_item', metadata: {} });

/** Pictures are labelled and cloned. Its first dataset is left out and nothing but a call starts it. */
export const PICTURES = {
  name: 'Pictures',
  nodes: [node('in', 'Incoming', 'storage', { functionName: 'dataset_handler', metadata: {} }), label, done],
  connections: [connect('in', 'label'), connect('label', 'done', 'completed')],
  startNodes: [{ nodeId: 'in', type: 'root' }],
};

/** Videos are split by their arrival; the frames go to a dataset that is named, and wait for a person. */
export const VIDEOS = {
  name: 'Videos',
  // What an export of the reference system also holds.
  projectId: 'a1b2c3d4-0000-4000-8000-000000000000',
  variables: [],
  nodes: [
    node('in', 'Footage', 'storage', {
      functionName: 'dataset_handler',
      metadata: { datasetId: '5f4e00000000000000001234', triggerToPipeline: { active: true } },
    }),
    node('split', 'Split', 'function', {
      functionName: 'video.split',
      metadata: { customNodeConfig: { every: 5, datasetId: 'Frames' } },
    }),
    label,
    done,
  ],
  connections: [connect('in', 'split'), connect('split', 'label'), connect('label', 'done', 'completed')],
  startNodes: [{ nodeId: 'in', type: 'root' }],
};

/** No people: pictures are cloned. What is started at "Parent" fails there, as pictures come from no other item. */
export const MACHINES = {
  name: 'Machines',
  nodes: [
    node('in', 'Incoming', 'storage', { functionName: 'dataset_handler', metadata: {} }),
    done,
    node('parent', 'Parent', 'custom', {
      functionName: 'wait_for_cycle',
      metadata: { customNodeConfig: { returnParent: true } },
    }),
  ],
  connections: [connect('in', 'done')],
  startNodes: [{ nodeId: 'in', type: 'root' }],
};

/** Writes the graph to a file and gives its path. */
export async function graphFile(folder: string, graph: { readonly name: string }): Promise<string> {
  const path = join(folder, `${graph.name}.json`);
  await writeFile(path, JSON.stringify(graph));
  return path;
}
