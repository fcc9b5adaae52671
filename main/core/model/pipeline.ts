/** A pipeline as it is listed and shown: its status, its counts and its graph. */
import { z } from 'zod';
import { nameSchema, timeSchema } from './common.ts';
import { graphSchema } from './graph.ts';
import { nodeIdSchema, pipelineIdSchema, projectIdSchema } from './ids.ts';

export const pipelineStatusSchema = z.enum(['Created', 'Installed', 'Uninstalled', 'Failure']);
export type PipelineStatus = z.infer<typeof pipelineStatusSchema>;

/** Executions of one node by state, kept up to date in the transaction that changes them. */
export const nodeCountsSchema = z.object({
  nodeId: nodeIdSchema,
  queued: z.int().min(0),
  running: z.int().min(0),
  /** Waiting for a person. */
  parked: z.int().min(0),
  success: z.int().min(0),
  failed: z.int().min(0),
});
export type NodeCounts = z.infer<typeof nodeCountsSchema>;

/** How many items went along a connection, by its place in the graph's list of connections. */
export const connectionCountSchema = z.object({ connection: z.int().min(0), items: z.int().min(0) });
export type ConnectionCount = z.infer<typeof connectionCountSchema>;

export const pipelineCountsSchema = z.object({
  nodes: z.array(nodeCountsSchema),
  connections: z.array(connectionCountSchema),
  cycles: z.object({
    inProgress: z.int().min(0),
    success: z.int().min(0),
    failed: z.int().min(0),
    terminated: z.int().min(0),
  }),
});
export type PipelineCounts = z.infer<typeof pipelineCountsSchema>;

export const pipelineSummarySchema = z.object({
  id: pipelineIdSchema,
  projectId: projectIdSchema,
  name: nameSchema,
  status: pipelineStatusSchema,
  version: z.int().min(1),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  counts: pipelineCountsSchema,
});
export type PipelineSummary = z.infer<typeof pipelineSummarySchema>;

export const pipelineSchema = pipelineSummarySchema.extend({ graph: graphSchema });
export type Pipeline = z.infer<typeof pipelineSchema>;
