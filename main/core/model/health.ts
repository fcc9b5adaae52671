/** How a pipeline is doing: what waits since when, how much gets done, and what goes wrong. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { executionIdSchema, nodeIdSchema } from './ids.ts';

export const nodeHealthSchema = z.object({
  nodeId: nodeIdSchema,
  /** When the oldest of what waits for its turn, is worked on, or waits for a person came here; null: nothing does. */
  queuedSince: timeSchema.nullable(),
  runningSince: timeSchema.nullable(),
  parkedSince: timeSchema.nullable(),
  /** Executions that ended in each of the last minutes, the present one last; shorter when the engine is younger. */
  perMinute: z.array(z.int().min(0)),
});
export type NodeHealth = z.infer<typeof nodeHealthSchema>;

/** Failures of one node with one cause. */
export const failureGroupSchema = z.object({
  nodeId: nodeIdSchema,
  nodeName: z.string(),
  /** What the latest of them says. */
  message: z.string(),
  count: z.int().min(1),
  latestAt: timeSchema,
  /** Of the latest. */
  itemName: z.string().nullable(),
  /** The latest first. */
  executionIds: z.array(executionIdSchema),
});
export type FailureGroup = z.infer<typeof failureGroupSchema>;

export const pipelineHealthSchema = z.object({
  nodes: z.array(nodeHealthSchema),
  /** The largest group first. */
  failures: z.array(failureGroupSchema),
  /** True: there are more failures than were looked at. */
  cut: z.boolean(),
});
export type PipelineHealth = z.infer<typeof pipelineHealthSchema>;
