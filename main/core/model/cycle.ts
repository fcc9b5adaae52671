/** A cycle: one run of a pipeline for one input; an execution: one run of one node within a cycle. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { cycleIdSchema, executionIdSchema, itemIdSchema, nodeIdSchema, pipelineIdSchema } from './ids.ts';

/** `pending`: nothing of it has run yet; `rerun`: a person runs it, or a part of it, again. */
export const cycleStatusSchema = z.enum([
  'pending',
  'in-progress',
  'rerun',
  'success',
  'failed',
  'terminated',
]);
export type CycleStatus = z.infer<typeof cycleStatusSchema>;

/** Values by name of an input or output port: ids of entities as text, everything else as JSON. */
export const portValuesSchema = z.record(z.string(), z.unknown());
export type PortValues = Readonly<Record<string, unknown>>;

/** A cycle's place in the queues: 1 low, 2 medium, 3 high, before what its nodes say; null: as they say. */
export const cyclePrioritySchema = z.literal([1, 2, 3]).nullable();
export type CyclePriority = z.infer<typeof cyclePrioritySchema>;

export const cycleSchema = z.object({
  id: cycleIdSchema,
  pipelineId: pipelineIdSchema,
  version: z.int().min(1),
  status: cycleStatusSchema,
  /** The item it was started for; null when it was started without one (by a time, say). */
  itemId: itemIdSchema.nullable(),
  itemName: z.string().nullable(),
  /** The node it began at. */
  nodeId: nodeIdSchema,
  /** What went into that node, by port. */
  input: portValuesSchema,
  /** A trial run. */
  test: z.boolean(),
  priority: cyclePrioritySchema,
  createdAt: timeSchema,
  endedAt: timeSchema.nullable(),
  /** Executions not ended yet. */
  open: z.int().min(0),
  failed: z.int().min(0),
});
export type Cycle = z.infer<typeof cycleSchema>;

/** How a node stands within one cycle, worked out from its executions there. */
export const cycleNodeSchema = z.object({
  nodeId: nodeIdSchema,
  name: z.string(),
  /** `pending`: the cycle has not come there. */
  status: z.enum(['pending', 'queue', 'in-progress', 'success', 'failed']),
  executions: z.int().min(0),
  /** Of those, how many wait for a person. */
  parked: z.int().min(0),
  attempts: z.int().min(0),
  /** Milliseconds since 1970: when the first came to be, and when the last was heard of; null when there is none. */
  since: timeSchema.nullable(),
  until: timeSchema.nullable(),
});
export type CycleNode = z.infer<typeof cycleNodeSchema>;

/**
 * `queued` → `running` → `success` | `failed`; a task's execution is `parked` while it waits for a person;
 * `dead`: took its process down too often and is set aside; `terminated`: ended by a person or superseded.
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

/** What somebody has told of an execution while it goes on. */
export const executionReportSchema = z.object({
  percent: z.number().min(0).max(100).nullable(),
  message: z.string().max(10_000).nullable(),
});
export type ExecutionReport = z.infer<typeof executionReportSchema>;

/** How far the executions of a node have come of which somebody tells. */
export const nodeProgressSchema = executionReportSchema.extend({
  nodeId: nodeIdSchema,
  /** Of so many that run; the percent is their mean, the message that of the latest. */
  count: z.int().min(1),
});
export type NodeProgress = z.infer<typeof nodeProgressSchema>;

export const executionSchema = z.object({
  id: executionIdSchema,
  cycleId: cycleIdSchema,
  pipelineId: pipelineIdSchema,
  version: z.int().min(1),
  nodeId: nodeIdSchema,
  itemId: itemIdSchema.nullable(),
  itemName: z.string().nullable(),
  state: executionStateSchema,
  attempt: z.int().min(0),
  action: z.string().nullable(),
  /** Why it failed, for a person. */
  error: z.string().nullable(),
  /** Values by port; of a node that takes and gives the item alone, null. */
  input: portValuesSchema.nullable(),
  output: portValuesSchema.nullable(),
  createdAt: timeSchema,
  endedAt: timeSchema.nullable(),
  /** Of this attempt; left out when nothing was told. */
  report: executionReportSchema.optional(),
});
export type Execution = z.infer<typeof executionSchema>;

/** One time that an execution was tried. */
export const attemptSchema = z.object({
  state: executionStateSchema,
  /** How it ended, for a person. */
  message: z.string().nullable(),
  /** When it ended; of the one that goes on, when it began to be there. */
  at: timeSchema,
});
export type Attempt = z.infer<typeof attemptSchema>;
