import { z } from 'zod';
import { pipelineHealthSchema } from '#core/model/health.ts';
import { cycleIdSchema, executionIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import { mutation, query } from './define.ts';

export const health = {
  'pipelines.health': query(z.strictObject({ pipelineId: pipelineIdSchema }), pipelineHealthSchema),
  /** The places in the list of connections that something of the cycle went along. */
  'cycles.way': query(z.strictObject({ cycleId: cycleIdSchema }), z.array(z.int().min(0))),
  /** Runs failed or dead executions again, as far as they still count; the others are passed over. */
  'executions.retryMany': mutation(
    z.strictObject({ executionIds: z.array(executionIdSchema).min(1).max(1000) }),
    z.object({ retried: z.int().min(0), passedOver: z.int().min(0) }),
  ),
} as const;
