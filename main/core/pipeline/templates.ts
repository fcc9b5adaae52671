/** Graphs to start from. */

import type { Connection, Graph, GraphNode } from '../model/graph.ts';
import type { DatasetId, RecipeId } from '../model/ids.ts';
import { nodeIdSchema } from '../model/ids.ts';
import { TASK_ACTIONS } from '../model/task.ts';

export type VideoToQaParts = {
  /** Where videos arrive. */
  readonly inbox: DatasetId;
  /** Where their frames go. */
  readonly frames: DatasetId;
  readonly approved: DatasetId;
  readonly discarded: DatasetId;
  readonly recipe: RecipeId;
  /** Every n-th frame. */
  readonly every: number;
};

const COLUMN = 340;
const ROW = 130;

function node(
  id: string,
  name: string,
  type: string,
  at: readonly [column: number, row: number],
  ports: { input?: boolean; output?: string | null; actions?: readonly string[] },
  rest: { functionName: string; metadata?: Record<string, unknown> },
): GraphNode {
  const port = (suffix: string, portType: string, actions?: readonly string[]) => ({
    portId: `${id}-${suffix}`,
    type: portType,
    name: 'item',
    displayName: 'item',
    ...(actions ? { actions: [...actions] } : {}),
  });
  return {
    id: nodeIdSchema.parse(id),
    name,
    type,
    inputs: ports.input === false ? [] : [port('in', 'Item')],
    outputs: ports.output === null ? [] : [port('out', ports.output ?? 'Item', ports.actions)],
    namespace: { functionName: rest.functionName },
    metadata: { position: { x: at[0] * COLUMN + 100, y: at[1] * ROW + 87, z: 0 }, ...rest.metadata },
  };
}

function connect(from: GraphNode, to: GraphNode, action: string | null = null): Connection {
  return {
    src: { nodeId: from.id, portId: `${from.id}-out` },
    tgt: { nodeId: to.id, portId: `${to.id}-in` },
    ...(action ? { action } : {}),
  };
}

/**
 * Video to QA: a video is split into frames, the frames go half and half to two labelling tasks, completed ones to
 * QA, approved ones to one dataset, discarded ones to another.
 */
export function videoToQa(parts: VideoToQaParts): Graph {
  const inbox = node(
    'inbox',
    'Videos',
    'storage',
    [0, 1],
    {},
    {
      functionName: 'dataset_handler',
      metadata: {
        datasetId: parts.inbox,
        triggerToPipeline: {
          active: true,
          filter: JSON.stringify({ 'metadata.system.mimetype': 'video/*' }),
        },
      },
    },
  );
  const frames = node(
    'frames',
    'Split into frames',
    'function',
    [1, 1],
    { output: 'Item[]' },
    {
      functionName: 'video.split',
      metadata: { customNodeConfig: { every: parts.every, quality: 2, datasetId: parts.frames } },
    },
  );
  const halves = node(
    'halves',
    'Half and half',
    'split',
    [2, 1],
    { actions: ['A', 'B'] },
    {
      functionName: 'data_split',
      metadata: {
        customNodeConfig: {
          groups: [
            { name: 'A', distribution: 50 },
            { name: 'B', distribution: 50 },
          ],
          exact: true,
          seed: 'halves',
        },
      },
    },
  );
  const task = (id: string, name: string, at: readonly [number, number], taskType: 'annotation' | 'qa') =>
    node(
      id,
      name,
      'task',
      at,
      { actions: TASK_ACTIONS[taskType] },
      {
        functionName: 'move_to_task',
        metadata: { taskType, recipeId: parts.recipe, workload: [], repeatable: true, priority: 2 },
      },
    );
  const labelA = task('label-a', 'Label A', [3, 0], 'annotation');
  const labelB = task('label-b', 'Label B', [3, 2], 'annotation');
  const qa = task('qa', 'QA', [4, 1], 'qa');
  const end = (id: string, name: string, row: number, datasetId: DatasetId) =>
    node(id, name, 'storage', [5, row], {}, { functionName: 'clone_item', metadata: { datasetId } });
  const approved = end('approved', 'approved', 0.4, parts.approved);
  const discarded = end('discarded', 'discarded', 2, parts.discarded);
  return {
    nodes: [inbox, frames, halves, labelA, labelB, qa, approved, discarded],
    connections: [
      connect(inbox, frames),
      connect(frames, halves),
      connect(halves, labelA, 'A'),
      connect(halves, labelB, 'B'),
      connect(labelA, qa, 'completed'),
      connect(labelB, qa, 'completed'),
      connect(labelA, discarded, 'discard'),
      connect(labelB, discarded, 'discard'),
      connect(qa, approved, 'approved'),
      connect(qa, discarded, 'discard'),
    ],
    startNodes: [{ nodeId: inbox.id, type: 'root' }],
  };
}
