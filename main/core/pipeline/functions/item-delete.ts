/** Function `item.delete`. */
import { z } from 'zod';
import { customConfig, ITEM_IN, type NodeSpec } from '../spec.ts';

export const itemDelete = {
  kind: 'item.delete',
  type: 'function',
  functionName: 'item.delete',
  title: 'Move to trash',
  summary: 'Puts each item into the trash of its dataset, from where it can be brought back.',
  configSchema: customConfig(z.looseObject({})),
  lane: 'inline',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: [],
} as const satisfies NodeSpec;
