/** A pipeline as it is listed and shown: its status, its counts and its graph. */
import { z } from 'zod';
import { metadataSchema, nameSchema, timeSchema } from './common.ts';
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
  /** The latest version of its graph. */
  version: z.int().min(1),
  /** The version that new cycles start on; 0 before the first install. */
  installedVersion: z.int().min(0),
  description: z.string().nullable(),
  creator: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  counts: pipelineCountsSchema,
});
export type PipelineSummary = z.infer<typeof pipelineSummarySchema>;

export const pipelineSchema = pipelineSummarySchema.extend({
  graph: graphSchema,
  /** As the reference system keeps them: `defaultResumeOption`, `keepTriggersActive`, … */
  settings: metadataSchema,
  /** Present values of the graph's variables, by name. */
  variables: metadataSchema,
});
export type Pipeline = z.infer<typeof pipelineSchema>;

/** One version of a pipeline's graph. */
export const pipelineVersionSchema = z.object({
  version: z.int().min(1),
  author: z.string(),
  createdAt: timeSchema,
  /** Cycles that run on it and have not ended. */
  openCycles: z.int().min(0),
});
export type PipelineVersion = z.infer<typeof pipelineVersionSchema>;

/** What becomes of cycles that had not ended at a pause, when the pipeline is installed again. */
export const resumeOptionSchema = z.enum(['resumeExistingCycles', 'terminateExistingCycles']);
export type ResumeOption = z.infer<typeof resumeOptionSchema>;

const counterSchema = z.object({ status: z.string(), count: z.int().min(0) });
const timesSchema = z.object({
  /** Seconds; null when nothing has ended yet. */
  avgTimePerExecution: z.number().nullable(),
  avgExecutionsPerDay: z.number().nullable(),
});

/** Statistics in exactly the reference system's shape. */
export const pipelineStatisticsSchema = z.object({
  pipelineExecutionCounters: z.array(counterSchema),
  nodeExecutionsCounters: z.array(z.object({ nodeId: z.string(), statusCount: z.array(counterSchema) })),
  pipelineExecutionStatistics: timesSchema,
  nodeExecutionStatistics: z.array(z.object({ nodeId: z.string(), executionStatistics: timesSchema })),
});
export type PipelineStatistics = z.infer<typeof pipelineStatisticsSchema>;
