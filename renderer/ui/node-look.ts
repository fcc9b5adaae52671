/** How a pipeline's nodes look and what they are called. */
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconBrain,
  IconChecklist,
  IconCode,
  IconDatabase,
  IconFunction,
  IconMovie,
  IconPencil,
  IconPuzzle,
  type TablerIcon,
} from '@tabler/icons-react';
import type { GraphNode } from '#core/model/graph.ts';
import type { NodeCounts, PipelineCounts } from '#core/model/pipeline.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';

export type NodeKind =
  | 'dataset'
  | 'label'
  | 'qa'
  | 'split'
  | 'video'
  | 'function'
  | 'code'
  | 'model'
  | 'merge'
  | 'other';

/** What a node is for a person; the message `node.<kind>` names it. */
export function nodeKind(node: GraphNode): NodeKind {
  switch (runnableOf(node)) {
    case 'storage':
      return 'dataset';
    case 'split':
      return 'split';
    case 'video.split':
      return 'video';
    case 'task': {
      const config = parseConfig('task', node);
      return config.success && config.data.taskType === 'qa' ? 'qa' : 'label';
    }
    default:
      break;
  }
  if (node.type === 'function' || node.type === 'code' || node.type === 'merge') return node.type;
  return node.type === 'ml' ? 'model' : 'other';
}

export const NODE_ICONS: Readonly<Record<NodeKind, TablerIcon>> = {
  dataset: IconDatabase,
  label: IconPencil,
  qa: IconChecklist,
  split: IconArrowsSplit2,
  video: IconMovie,
  function: IconFunction,
  code: IconCode,
  model: IconBrain,
  merge: IconArrowMerge,
  other: IconPuzzle,
};

/** A node's counts; zeros when nothing reached it yet. */
export function countsOfNode(counts: PipelineCounts, nodeId: string): NodeCounts {
  const known = counts.nodes.find((node) => node.nodeId === nodeId);
  return (
    known ?? {
      nodeId: nodeId as NodeCounts['nodeId'],
      queued: 0,
      running: 0,
      parked: 0,
      success: 0,
      failed: 0,
    }
  );
}
