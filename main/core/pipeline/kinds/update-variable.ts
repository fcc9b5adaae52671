/** Update variable. */
import { z } from 'zod';
import type { NodeSpec } from '../spec.ts';

export const updateVariable = {
  kind: 'updateVariable',
  type: 'updateVariable',
  functionName: 'update_variable',
  namespace: { serviceName: 'pipeline-utils', projectName: 'DataloopTasks' },
  title: 'Update variable',
  summary: 'Writes what it is given into the pipeline variable that its ports are named after.',
  configSchema: z.looseObject({}),
  lane: 'inline',
  effect: 'workspace',
  inputs: [{ name: 'variable', type: 'Json' }],
  outputs: [{ name: 'variable', type: 'Json' }],
} as const satisfies NodeSpec;
