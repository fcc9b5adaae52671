/** Which node types run here. */
import type { GraphNode } from '#core/model/graph.ts';
import { type Runnable, runnableOf } from '#core/pipeline/specs.ts';
import type { Lane } from '../db/queries/executions.ts';
import { merge } from './merge.ts';
import type { NodeRunner } from './node.ts';
import { split } from './split.ts';
import { storage } from './storage.ts';
import { task } from './task.ts';
import { updateVariable } from './update-variable.ts';
import { videoSplit } from './video-split.ts';
import { wait } from './wait.ts';

const RUNNERS: Partial<Record<Runnable, NodeRunner>> = {
  storage,
  split,
  task,
  merge,
  wait,
  updateVariable,
  'video.split': videoSplit,
};

/** Null for a node that does not run on this computer: it stays in the graph, and fails when something comes to it. */
export function runnerOf(node: GraphNode): NodeRunner | null {
  const kind = runnableOf(node);
  return (kind && RUNNERS[kind]) ?? null;
}

/** The kind of worker that runs the node. */
export function laneOf(node: GraphNode): Lane {
  return runnerOf(node)?.lane ?? 'inline';
}
