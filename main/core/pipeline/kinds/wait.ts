/** Wait node. */
import { z } from 'zod';
import { customConfig, decidedItem, ITEM_IN, type NodeSpec } from '../spec.ts';

const waitSchema = z.looseObject({
  /** What goes on is the item that this one was made from. */
  returnParent: z.boolean().nullish(),
});

export const wait = {
  kind: 'wait',
  type: 'custom',
  functionName: 'wait_for_cycle',
  title: 'Wait',
  summary: 'Lets one item go on when everything before it in the cycle is done; the others end as "wait".',
  configSchema: customConfig(waitSchema),
  lane: 'inline',
  effect: 'none',
  inputs: ITEM_IN,
  outputs: decidedItem('continue', 'wait'),
  waits: true,
} as const satisfies NodeSpec;
