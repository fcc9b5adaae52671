/**
 * A pipeline's graph in the JSON of the reference system (Dataloop's, as its Python SDK reads and writes it).
 * Objects are loose: what we do not know is kept, in its order, so that a graph goes out as it came in. Nothing is
 * normalised here; the accessors of `core/pipeline` read what is stored.
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
export type NodeType = (typeof NODE_TYPES)[number];

const text = z.string().nullish();
const anything = z.unknown().optional();

const portSchema = z.looseObject({
  portId: z.string().min(1),
  /** Type of what passes: Item, Item[], Annotation, Json, … */
  type: z.string().min(1),
  name: z.string(),
  displayName: text,
  color: text,
  /** The decisions an output can leave with; absent or empty: it has none. */
  actions: z.array(z.string()).nullish(),
  portPercentage: z.number().nullish(),
  /** The pipeline variable that fills an input no connection leads to. */
  variableName: text,
  /** Fills an input no connection leads to. */
  defaultValue: anything,
});
export type Port = z.infer<typeof portSchema>;

const namespaceSchema = z.looseObject({
  functionName: text,
  serviceName: text,
  moduleName: text,
  packageName: text,
  projectName: text,
});

const graphNodeSchema = z.looseObject({
  id: nodeIdSchema,
  name: z.string().min(1).max(200),
  /** Kept as text: a graph may hold node types that this computer cannot run. */
  type: z.string().min(1),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
  namespace: namespaceSchema.nullish(),
  metadata: metadataSchema,
  config: metadataSchema.nullish(),
});
export type GraphNode = z.infer<typeof graphNodeSchema>;

const connectionEndSchema = z.looseObject({ nodeId: nodeIdSchema, portId: z.string().min(1) });

const connectionSchema = z.looseObject({
  src: connectionEndSchema,
  tgt: connectionEndSchema,
  /** A DQL filter as a JSON string. */
  condition: text,
  action: text,
});
export type Connection = z.infer<typeof connectionSchema>;

const startNodeSchema = z.looseObject({
  id: text,
  nodeId: nodeIdSchema,
  type: z.enum(['root', 'trigger']),
  /** What starts cycles here by itself; read it with `triggersOf`. */
  trigger: z
    .looseObject({ type: text, name: text, spec: z.looseObject({ cron: text, resource: text }).nullish() })
    .nullish(),
});
export type StartNode = z.infer<typeof startNodeSchema>;

const variableSchema = z.looseObject({
  id: text,
  name: z.string().min(1),
  /** A port type. */
  type: text,
  value: anything,
  description: text,
});

const looseGraphSchema = z.looseObject({
  nodes: z.array(graphNodeSchema),
  connections: z.array(connectionSchema),
  startNodes: z.array(startNodeSchema),
  variables: z.array(variableSchema).nullish(),
  /** Anything, because the reference SDK writes wrong types into it; read it with `settingsOf`. */
  settings: anything,
  description: text,
  preview: anything,
});
export type Graph = z.infer<typeof looseGraphSchema>;

/** What does not fit in a graph, each with its path in the JSON; empty: it is one. */
export function graphMisfits(json: unknown): readonly { path: PropertyKey[]; message: string }[] {
  return looseGraphSchema.safeParse(json).error?.issues ?? [];
}

/**
 * A graph that answers what it was given: parsing by the object's schema would put the keys we know before those that
 * we do not. Described to others as any JSON object.
 */
export const graphSchema = z.record(z.string(), z.unknown()).check(({ value, issues }) => {
  for (const { path, message } of graphMisfits(value)) {
    issues.push({ code: 'custom', path, message, input: value });
  }
}) as unknown as z.ZodType<Graph, z.input<typeof looseGraphSchema>>;

/** What a problem of a graph is about; the texts for people and for the reference system derive from it. */
export const GRAPH_PROBLEMS = [
  'action-unknown',
  'action-without-actions',
  'condition',
  'config',
  'connection-twice',
  'cron',
  'cron-inputs',
  'dead-end',
  'end-missing',
  'existing-items-fed',
  'fan-out-limit',
  'group-unknown',
  'input-empty',
  'list-many-inputs',
  'loop-decided',
  'loop-endless',
  'many-roots',
  'no-dataset',
  'no-nodes',
  'no-position',
  'no-start',
  'node-twice',
  'not-runnable',
  'port-twice',
  'pulling',
  'remote-only',
  'remote-unknown',
  'self-loop',
  'settings',
  'start-missing',
  'templates',
  'trigger',
  'trigger-filter',
  'trigger-resource',
  'types-differ',
  'unreached',
  'variable-unknown',
] as const;
export type GraphProblemCode = (typeof GRAPH_PROBLEMS)[number];

/** One thing wrong with a graph, with its place. */
export const graphProblemSchema = z.object({
  code: z.enum(GRAPH_PROBLEMS),
  /** `error`: cannot be installed; `lint`: runs here, but the reference system would refuse it or limits it. */
  severity: z.enum(['error', 'warning', 'lint']),
  message: z.string(),
  nodeId: z.string().nullable(),
  portId: z.string().nullable(),
  /** Index in the graph's list of connections. */
  connection: z.int().nullable(),
});
export type GraphProblem = z.infer<typeof graphProblemSchema>;
