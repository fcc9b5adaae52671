/** Functions that a person puts into the workspace's `functions` folder, as `user.NAME`. */
import { z } from 'zod';
import { sandboxSchema } from '../sandbox.ts';
import { customConfig, ITEM_IN, ITEM_OUT, type NodeSpec } from '../spec.ts';

const USER_FUNCTION = /^user\.([\w-]+)$/;

/** The name of the file, without its ending, that holds the function; null when it names none. */
export function userFunction(functionName: string): string | null {
  return USER_FUNCTION.exec(functionName)?.[1] ?? null;
}

export const user = {
  kind: 'user',
  type: 'function',
  functionName: 'user.NAME',
  title: 'Own function',
  summary: 'Calls a function of your own from the workspace’s functions folder.',
  /** Handed to the function as it is, but for what it may use. */
  configSchema: customConfig(z.record(z.string(), z.unknown())).extend({ sluice: sandboxSchema }),
  lane: 'code',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
