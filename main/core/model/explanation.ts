/** Why something is where it is: decisions of the log, with the connections that were looked at. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { executionStateSchema } from './cycle.ts';
import { cycleIdSchema, executionIdSchema, itemIdSchema, pipelineIdSchema } from './ids.ts';

/** What one connection did with what a node let out. */
export const explainedRouteSchema = z.object({
  /** Its place in the graph's list of connections. */
  connection: z.int().min(0),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  /** What the connection asks for. */
  action: z.string().nullable(),
  condition: z.string().nullable(),
  /** Values that went down it, and that it did not take. */
  taken: z.int().min(0),
  passed: z.int().min(0),
  /** Why the first was not taken. */
  reason: z.string(),
});
export type ExplainedRoute = z.infer<typeof explainedRouteSchema>;

export const explainedEventSchema = z.object({
  seq: z.int(),
  at: timeSchema,
  /** A person, or "sluice". */
  actor: z.string(),
  kind: z.string(),
  /** The whole of it as a sentence. */
  text: z.string(),
  itemId: itemIdSchema.nullable(),
  pipelineId: pipelineIdSchema.nullable(),
  pipelineName: z.string().nullable(),
  /** Version of the graph that decided. */
  version: z.int().nullable(),
  nodeId: z.string().nullable(),
  nodeName: z.string().nullable(),
  cycleId: cycleIdSchema.nullable(),
  executionId: executionIdSchema.nullable(),
  routes: z.array(explainedRouteSchema),
});
export type ExplainedEvent = z.infer<typeof explainedEventSchema>;

/** A place where an item is now. */
export const itemPlaceSchema = z.object({
  pipelineId: pipelineIdSchema,
  pipelineName: z.string(),
  version: z.int(),
  nodeId: z.string(),
  nodeName: z.string(),
  cycleId: cycleIdSchema,
  executionId: executionIdSchema,
  state: executionStateSchema,
  since: timeSchema,
  /** What it waits for, as a sentence. */
  why: z.string(),
});
export type ItemPlace = z.infer<typeof itemPlaceSchema>;
