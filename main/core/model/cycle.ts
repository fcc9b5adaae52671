/** A cycle: one run of a pipeline for one input; an execution: one run of one node within a cycle. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { cycleIdSchema, executionIdSchema, itemIdSchema, nodeIdSchema, pipelineIdSchema } from './ids.ts';

export const cycleStatusSchema = z.enum(['in-progress', 'success', 'failed', 'terminated']);
export type CycleStatus = z.infer<typeof cycleStatusSchema>;

export const cycleSchema = z.object({
  id: cycleIdSchema,
  pipelineId: pipelineIdSchema,
  version: z.int().min(1),
  status: cycleStatusSchema,
  /** The item it was started for. */
  itemId: itemIdSchema,
  itemName: z.string(),
  createdAt: timeSchema,
  endedAt: timeSchema.nullable(),
  /** Executions not ended yet. */
  open: z.int().min(0),
  failed: z.int().min(0),
});
export type Cycle = z.infer<typeof cycleSchema>;

/**
 * `queued` → `running` → `success` | `failed`; a task's execution is `parked` while it waits for a person;
 * `dead`: took the engine down too often and is set aside; `terminated`: ended by a person or superseded.
 */
export const executionStateSchema = z.enum([
  'queued',
  'running',
  'parked',
  'success',
  'failed',
  'dead',
  'terminated',
]);
export type ExecutionState = z.infer<typeof executionStateSchema>;

export const executionSchema = z.object({
  id: executionIdSchema,
  cycleId: cycleIdSchema,
  pipelineId: pipelineIdSchema,
  nodeId: nodeIdSchema,
  itemId: itemIdSchema,
  itemName: z.string(),
  state: executionStateSchema,
  attempt: z.int().min(0),
  action: z.string().nullable(),
  /** Why it failed, for a person. */
  error: z.string().nullable(),
  createdAt: timeSchema,
  endedAt: timeSchema.nullable(),
});
export type Execution = z.infer<typeof executionSchema>;
