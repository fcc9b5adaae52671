/** Data split. */
import { z } from 'zod';
import { customConfig, decidedItem, ITEM_IN, type NodeSpec } from '../spec.ts';

const splitSchema = z
  .looseObject({
    groups: z.array(z.looseObject({ name: z.string().min(1), distribution: z.number().min(0) })).min(1),
    distributeEqually: z.boolean().nullish(),
    /** Write the group into the item as a tag. */
    itemMetadata: z.boolean().nullish(),
    /** Keep every prefix within one item of the quota instead of drawing each item by itself. */
    exact: z.boolean().nullish(),
    seed: z.string().nullish(),
  })
  .transform((config) => {
    if (config.distributeEqually !== true) return config;
    const distribution = 100 / config.groups.length;
    return { ...config, groups: config.groups.map((group) => ({ ...group, distribution })) };
  })
  .refine((config) => config.groups.some((group) => group.distribution > 0), {
    path: ['groups'],
    message: 'give at least one group a share',
  });

export const split = {
  kind: 'split',
  type: 'custom',
  functionName: 'data_split',
  namespace: { moduleName: 'data_split', packageName: 'data-split' },
  also: [{ type: 'split', functionName: 'data_split' }],
  title: 'Data split',
  summary:
    'Sends each item to one of several groups by their shares: by a draw that can be repeated, or exactly.',
  configSchema: customConfig(splitSchema),
  lane: 'inline',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: decidedItem(),
} as const satisfies NodeSpec;
