/** Function `item.set`. */
import { z } from 'zod';
import { itemStatusSchema } from '../../model/task.ts';
import { customConfig, ITEM_IN, ITEM_OUT, type NodeSpec, setsAny } from '../spec.ts';

const tagSchema = z.string().trim().min(1).max(200);

const itemSetSchema = z
  .looseObject({
    status: itemStatusSchema.nullish(),
    /** Merged into the item's own (`metadata.user`), key by key; null takes a key away. */
    metadata: z.record(z.string(), z.unknown()).nullish(),
    tags: z
      .looseObject({ add: z.array(tagSchema).nullish(), remove: z.array(tagSchema).nullish() })
      .nullish(),
    /** Folder in the item's dataset, with a leading slash. */
    folder: z
      .string()
      .regex(/^\/(?!.*(?:\/|^)\.{1,2}(?:\/|$))[^\p{Cc}\\]*$/u, 'must be a folder such as /day 1')
      .nullish(),
  })
  .refine((config) => setsAny(config, 'status', 'metadata', 'tags', 'folder'), 'choose what to set');

export const itemSet = {
  kind: 'item.set',
  type: 'function',
  functionName: 'item.set',
  title: 'Set item',
  summary: 'Gives each item a status, metadata, tags or another folder.',
  configSchema: customConfig(itemSetSchema),
  lane: 'inline',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
