/** Which node types run here. */
import type { GraphNode } from '#core/model/graph.ts';
import { type Runnable, runnableOf, laneOf as specLaneOf } from '#core/pipeline/specs.ts';
import { code } from './code.ts';
import { annotationsRule } from './functions/annotations-rule.ts';
import { exportItems } from './functions/export.ts';
import { imageTransform } from './functions/image-transform.ts';
import { itemDelete } from './functions/item-delete.ts';
import { itemSet } from './functions/item-set.ts';
import { qualityCheck } from './functions/quality-check.ts';
import { webhook } from './functions/webhook.ts';
import { merge } from './merge.ts';
import { ml } from './ml.ts';
import type { NodeRunner } from './node.ts';
import { python } from './python.ts';
import { split } from './split.ts';
import { storage } from './storage.ts';
import { task } from './task.ts';
import { updateVariable } from './update-variable.ts';
import { user } from './user.ts';
import { videoSplit } from './video-split.ts';
import { wait } from './wait.ts';

const RUNNERS: Readonly<Record<Runnable, NodeRunner>> = {
  storage,
  split,
  task,
  merge,
  wait,
  updateVariable,
  code,
  user,
  ml,
  'video.split': videoSplit,
  'image.transform': imageTransform,
  'item.set': itemSet,
  'item.delete': itemDelete,
  'annotations.rule': annotationsRule,
  'quality.check': qualityCheck,
  export: exportItems,
  webhook,
};

/** Null for a node that does not run on this computer: it stays in the graph, and fails when something comes to it. */
export function runnerOf(node: GraphNode): NodeRunner | null {
  const kind = runnableOf(node);
  if (kind === 'code' && specLaneOf(node) === 'python') return python;
  return kind && RUNNERS[kind];
}
