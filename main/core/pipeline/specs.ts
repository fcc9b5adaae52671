/** All kinds of nodes that are known here, and which of them a node is. */
import type { z } from 'zod';
import type { GraphNode } from '../model/graph.ts';
import { annotationsRule } from './functions/annotations-rule.ts';
import { exportItems } from './functions/export.ts';
import { imageTransform } from './functions/image-transform.ts';
import { itemDelete } from './functions/item-delete.ts';
import { itemSet } from './functions/item-set.ts';
import { qualityCheck } from './functions/quality-check.ts';
import { videoSplit } from './functions/video-split.ts';
import { webhook } from './functions/webhook.ts';
import { code } from './kinds/code.ts';
import { merge } from './kinds/merge.ts';
import { ml } from './kinds/ml.ts';
import { split } from './kinds/split.ts';
import { storage } from './kinds/storage.ts';
import { task } from './kinds/task.ts';
import { updateVariable } from './kinds/update-variable.ts';
import { user, userFunction } from './kinds/user.ts';
import { wait } from './kinds/wait.ts';
import type { Effect, Lane, NodeSpec } from './spec.ts';

/** In the order in which the composer offers them. */
export const SPECS = {
  storage,
  task,
  split,
  'video.split': videoSplit,
  'image.transform': imageTransform,
  'item.set': itemSet,
  'item.delete': itemDelete,
  'quality.check': qualityCheck,
  'annotations.rule': annotationsRule,
  ml,
  code,
  user,
  merge,
  wait,
  updateVariable,
  export: exportItems,
  webhook,
} as const satisfies Record<string, NodeSpec>;

/** A kind of node that runs on this computer. */
export type Runnable = keyof typeof SPECS;

/** A node's configuration as its kind reads it, with defaults. */
export type ConfigOf<K extends Runnable> = z.output<(typeof SPECS)[K]['configSchema']>;

function keyOf(type: string, functionName: string): string {
  return type === 'function' || type === 'custom' ? `${type} ${functionName}` : type;
}

const KIND_BY_KEY = new Map<string, Runnable>(
  (Object.keys(SPECS) as Runnable[]).flatMap((kind) => {
    const spec: NodeSpec = SPECS[kind];
    return [spec, ...(spec.also ?? [])].map((one) => [keyOf(one.type, one.functionName), kind] as const);
  }),
);

/**
 * What kind of node it is; null when it is of none that is known here. A known one may still be refused: see
 * `refusalOf`.
 */
export function runnableOf(node: GraphNode): Runnable | null {
  const called = node.namespace?.functionName ?? '';
  const known = KIND_BY_KEY.get(keyOf(node.type, called));
  if (known) return known;
  return node.type === 'function' && userFunction(called) !== null ? 'user' : null;
}

/** The node's spec; null when it is of no kind that is known here. */
export function specOf(node: GraphNode): NodeSpec | null {
  const kind = runnableOf(node);
  return kind && SPECS[kind];
}

/** The node's configuration as its kind reads it, or what is wrong with it. */
export function parseConfig<K extends Runnable>(kind: K, node: GraphNode): z.ZodSafeParseResult<ConfigOf<K>> {
  const spec: NodeSpec = SPECS[kind];
  const parsed = spec.configSchema.safeParse(spec.read ? spec.read(node) : node.metadata);
  return parsed as z.ZodSafeParseResult<ConfigOf<K>>;
}

/** Why the node does not run on this computer, for a person; null when it does. */
export function refusalOf(node: GraphNode): string | null {
  const spec = specOf(node);
  if (spec) return spec.refusal?.(node) ?? null;
  const called = node.namespace?.functionName;
  const type = called ? `${node.type} (${called})` : node.type;
  return `"${node.name}" is of type ${type}, which does not run on this computer.`;
}

/** Python snippets need another worker than the others. */
export function laneOf(node: GraphNode): Lane | null {
  return isPython(node) ? 'python' : (specOf(node)?.lane ?? null);
}

/** What running the node may change: a snippet reaches as far as it is let. */
export function effectOf(node: GraphNode): Effect | null {
  const kind = runnableOf(node);
  if (kind !== 'code' && kind !== 'user') return specOf(node)?.effect ?? null;
  const grants = parseConfig(kind, node).data?.sluice?.grants;
  return isPython(node) || grants?.includes('network') ? 'outside' : SPECS[kind].effect;
}

function isPython(node: GraphNode): boolean {
  if (runnableOf(node) !== 'code') return false;
  return parseConfig('code', node).data?.package.language === 'python';
}
