/**
 * A pipeline's graph in the JSON of the reference system (Dataloop's, as its Python SDK reads and writes it).
 * Objects are loose: keys we do not know are kept, so that a graph can go out as it came in.
 */
import { z } from 'zod';
import { metadataSchema } from './common.ts';
import { nodeIdSchema } from './ids.ts';

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
