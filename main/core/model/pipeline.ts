/**
 * A pipeline's graph in the JSON of the reference system (Dataloop's, as its Python SDK reads and writes it).
 * Objects are loose: keys we do not know are kept, so that a graph can go out as it came in.
 */
import { z } from 'zod';
import { metadataSchema, nameSchema, timeSchema } from './common.ts';
import { nodeIdSchema, pipelineIdSchema, projectIdSchema } from './ids.ts';

export const NODE_TYPES = [
  'storage',
  'task',
  'code',
  'function',
  'ml',
  'split',
  'merge',
  'custom',
  'api',
  'updateVariable',
] as const;
export const nodeTypeSchema = z.enum(NODE_TYPES);
export type NodeType = z.infer<typeof nodeTypeSchema>;

export const portSchema = z.looseObject({
  portId: z.string().min(1),
  /** Type of what passes: Item, Item[], Annotation, Json, … */
  type: z.string().min(1),
  name: z.string(),
  displayName: z.string().nullish(),
  /** The decisions an output can leave with; absent or empty: it has none. */
  actions: z.array(z.string()).nullish(),
});
export type Port = z.infer<typeof portSchema>;

export const graphNodeSchema = z.looseObject({
  id: nodeIdSchema,
  name: z.string().min(1).max(200),
  /** Kept as text: a graph may hold node types that this computer cannot run. */
  type: z.string().min(1),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
  namespace: z.looseObject({ functionName: z.string().nullish() }).nullish(),
  metadata: metadataSchema,
  config: metadataSchema.nullish(),
});
export type GraphNode = z.infer<typeof graphNodeSchema>;

const connectionEndSchema = z.looseObject({ nodeId: nodeIdSchema, portId: z.string().min(1) });

export const connectionSchema = z.looseObject({
  src: connectionEndSchema,
  tgt: connectionEndSchema,
  /** A DQL filter as a JSON string. */
  condition: z.string().nullish(),
  action: z.string().nullish(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const startNodeSchema = z.looseObject({
  nodeId: nodeIdSchema,
  type: z.enum(['root', 'trigger']),
});

export const graphSchema = z.looseObject({
  nodes: z.array(graphNodeSchema),
  connections: z.array(connectionSchema),
  startNodes: z.array(startNodeSchema),
});
export type Graph = z.infer<typeof graphSchema>;

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

/** One thing wrong with a graph, with its place. */
export const graphProblemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  nodeId: z.string().nullable(),
  portId: z.string().nullable(),
  /** Index in the graph's list of connections. */
  connection: z.int().nullable(),
});
export type GraphProblem = z.infer<typeof graphProblemSchema>;
