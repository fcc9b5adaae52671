/** Merge. */
import { z } from 'zod';
import { ITEM_OUT, type NodeSpec } from '../spec.ts';

export const merge = {
  kind: 'merge',
  type: 'merge',
  functionName: 'merge',
  title: 'Merge',
  summary: 'Waits until each of its inputs has an item and lets the first one go on.',
  configSchema: z.looseObject({}),
  lane: 'inline',
  effect: 'none',
  inputs: [
    { name: 'first', type: 'Item' },
    { name: 'second', type: 'Item' },
  ],
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
