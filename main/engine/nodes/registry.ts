/** Which node types run here. */

import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { type Runnable, runnableOf } from '#core/pipeline/specs.ts';
import type { NodeRunner } from './node.ts';
import { split } from './split.ts';
import { storage } from './storage.ts';
import { task } from './task.ts';
import { videoSplit } from './video-split.ts';

const RUNNERS = {
  storage,
  split,
  task,
  'video.split': videoSplit,
} as const satisfies Record<Runnable, NodeRunner>;

/** @throws SluiceError `unsupported` for a node that does not run on this computer. */
export function runnerOf(node: GraphNode): NodeRunner {
  const runnable = runnableOf(node);
  if (runnable) return RUNNERS[runnable];
  throw new SluiceError(
    'unsupported',
    `"${node.name}" is of type ${node.type}, which does not run on this computer.`,
    {
      nodeId: node.id,
      type: node.type,
    },
  );
}
