/** Model node. */
import { z } from 'zod';
import type { GraphNode } from '../../model/graph.ts';
import { ITEM_IN, type NodeSpec } from '../spec.ts';

/** What else the reference system's models do; all of it needs its machines. */
const REMOTE_ONLY: ReadonlyMap<string, string> = new Map([
  ['train', 'trains a model'],
  ['evaluate', 'evaluates a model'],
  ['embed', 'embeds items with a model'],
]);

function refusal(node: GraphNode): string | null {
  const called = node.namespace?.functionName || 'predict';
  if (called === 'predict') return null;
  const does = REMOTE_ONLY.get(called) ?? `calls "${called}" of a model`;
  return `"${node.name}" ${does}, which does not run on this computer. Run this pipeline on the remote.`;
}

const text = z.string().nullish();

export const ml = {
  kind: 'ml',
  type: 'ml',
  functionName: 'predict',
  namespace: { serviceName: 'model-mgmt-app-predict', packageName: 'model-mgmt-app' },
  title: 'Model',
  summary: 'Labels each item with a model; the labels carry the name of the model and its confidence.',
  configSchema: z
    .looseObject({
      modelId: text,
      modelName: text,
      /** The variable that holds the model, instead of both. */
      variableModel: text,
      modelConfig: z.record(z.string(), z.unknown()).nullish(),
    })
    .refine((config) => config.modelId || config.modelName, { path: ['modelId'], message: 'choose a model' }),
  lane: 'model',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: [
    { name: 'item', type: 'Item' },
    { name: 'annotations', type: 'Annotation[]' },
  ],
  refusal,
} as const satisfies NodeSpec;
