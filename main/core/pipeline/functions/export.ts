/** Function `export`. */
import { z } from 'zod';
import { customConfig, ITEM_IN, ITEM_OUT, type NodeSpec } from '../spec.ts';

const exportSchema = z.looseObject({
  /** Inside the workspace's folder for exports, with `/` between folders; it never leads out of it. */
  folder: z
    .string()
    .regex(/^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\p{Cc}\\:*?"<>|]+$/u, 'must be a folder such as approved/week 1'),
  format: z.literal('dataloop-json').nullish(),
  /** The pictures too, beside their annotations. */
  pictures: z.boolean().nullish(),
});

export const exportItems = {
  kind: 'export',
  type: 'function',
  functionName: 'export',
  title: 'Export',
  summary: 'Writes each item’s annotations, and its picture if wanted, into a folder of the workspace.',
  configSchema: customConfig(exportSchema),
  lane: 'media',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
