/**
 * What entities look like on the wire, as schemas (reference sections 1.1 to 1.6 and 1.16): the routes answer by them, and
 * the SDK takes its types from them. They are open: another server of the same API says more.
 */
import { z } from 'zod';

export const json = z.record(z.string(), z.unknown());
export const time = z.iso.datetime();

export const projectReply = z.looseObject({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  createdAt: time,
  updatedAt: time,
  creator: z.string(),
  org: json,
  account: z.null(),
  contributors: z.array(json),
  groups: z.array(json),
  guests: z.array(json),
  role: z.string(),
  featureConstraints: z.unknown(),
  archived: z.boolean(),
  isBlocked: z.boolean(),
  metadata: z.unknown(),
});

export const datasetReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  name: z.string(),
  annotated: z.number(),
  itemsCount: z.number(),
  annotationsCount: z.number(),
  items: z.string(),
  directoryTree: z.string(),
  creator: z.string(),
  projects: z.array(z.string()).min(1),
  metadata: z.looseObject({ system: z.looseObject({ recipes: z.array(z.string()) }) }),
  createdAt: time,
  updatedAt: time,
  readableType: z.string(),
  readonly: z.boolean(),
});

export const recipeReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  projectIds: z.array(z.string()),
  ontologyIds: z.array(z.string()),
  creator: z.string(),
  createdAt: time,
  updatedAt: time,
});

export const ontologyReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  roots: z.array(z.object({ value: z.looseObject({ tag: z.string() }), children: z.array(json) })),
  metadata: z.looseObject({
    system: z.looseObject({ projectIds: z.array(z.string()) }),
    attributes: z.array(json),
  }),
  creator: z.string(),
  createdAt: time,
  updatedAt: time,
});

export const itemReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  datasetId: z.string(),
  dataset: z.string(),
  dir: z.string(),
  filename: z.string(),
  name: z.string(),
  type: z.enum(['file', 'dir']),
  hidden: z.boolean(),
  annotated: z.union([z.boolean(), z.literal('discarded')]),
  annotationsCount: z.number(),
  metadata: z.looseObject({
    system: z.looseObject({
      size: z.number(),
      refs: z.array(z.unknown()),
      taskStatusLog: z.array(z.unknown()),
    }),
  }),
  createdAt: time,
  updatedAt: time,
  creator: z.string(),
  stream: z.string(),
  thumbnail: z.string(),
  annotations: z.string(),
  srcItem: z.string().nullable(),
});

export const annotationReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  type: z.string(),
  label: z.string(),
  attributes: z.array(z.unknown()).nullable(),
  metadata: z.looseObject({ system: json, user: z.unknown() }),
  creator: z.string(),
  createdAt: time,
  updatedAt: time,
  updatedBy: z.string(),
  itemId: z.string(),
  item: z.string(),
  datasetId: z.string(),
  dataset: z.string(),
  hash: z.unknown(),
  source: z.unknown(),
});

/** What a client of the reference cannot do without. */
const position = z.looseObject({ x: z.number(), y: z.number() });

export const nodeReply = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  inputs: z.array(json),
  outputs: z.array(json),
  namespace: json,
  metadata: z.looseObject({ position }),
  projectId: z.unknown(),
});

export const pipelineReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  name: z.string(),
  creator: z.string(),
  createdAt: time,
  updatedAt: time,
  projectId: z.string(),
  orgId: z.string(),
  compositionId: z.string(),
  nodes: z.array(nodeReply),
  connections: z.array(z.looseObject({ src: json, tgt: json, condition: z.string().optional() })),
  startNodes: z.array(json),
  description: z.string().nullable(),
  status: z.enum(['Created', 'Installed', 'Uninstalled', 'Failure']),
  settings: json,
  variables: z.array(z.looseObject({ id: z.string(), name: z.string(), value: z.unknown() })),
  versionNumber: z.int(),
});

export const compositionReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  errorText: z.looseObject({ message: z.string() }).optional(),
  tasks: z.array(z.looseObject({ name: z.string(), nodeId: z.string().nullable() })),
});

export const cycleReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  pipelineId: z.string(),
  pipelineVersion: z.int(),
  projectId: z.string(),
  creator: z.string(),
  createdAt: time,
  updatedAt: time,
  status: z.enum(['pending', 'in-progress', 'rerun', 'success', 'failed', 'terminated']),
  maxAttempts: z.int(),
  nodes: z.array(z.looseObject({ id: z.string(), name: z.string(), type: z.string(), status: z.string() })),
  /** By node; of a cycle with very many the first and the last. */
  executions: z.record(z.string(), z.array(z.looseObject({ _id: z.string() }))),
  executionsCount: z.int().optional(),
  testMode: z.boolean(),
});

export const taskReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  name: z.string(),
  status: z.enum(['open', 'in progress', 'completed']),
  projectId: z.string(),
  datasetId: z.string().nullable(),
  recipeId: z.string().nullable(),
  dueDate: z.number().nullable(),
  creator: z.string(),
  spec: z.object({ type: z.enum(['annotation', 'qa']), parentTaskId: z.string().optional() }),
  hasParent: z.boolean(),
  assignmentIds: z.array(z.string()),
  metadata: z.looseObject({ system: json }),
  totalItems: z.int(),
  itemStatus: z.object({ completed: z.int(), remaining: z.int(), actions: z.record(z.string(), z.int()) }),
  progress: z.int(),
  forReview: z.int(),
  issues: z.int(),
  availableActions: z.array(z.looseObject({ action: z.string() })),
  priority: z.int(),
  createdAt: time,
  updatedAt: time,
});

export const assignmentReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  annotator: z.string(),
  status: z.enum(['todo', 'in progress', 'done']),
  projectId: z.string(),
  metadata: z.looseObject({ system: z.looseObject({ taskId: z.string(), active: z.boolean() }) }),
  totalItems: z.int(),
  itemStatus: z.object({ completed: z.int(), remaining: z.int(), actions: json }),
  taskType: z.enum(['annotation', 'qa']),
  progress: z.int(),
  forReview: z.int(),
  issues: z.int(),
  createdAt: time,
  updatedAt: time,
});

export const commandReply = z.object({
  id: z.string(),
  url: z.string().regex(/api\/v1\/commands\//),
  status: z.enum(['in-progress', 'success', 'failed', 'aborted']),
  createdAt: time,
  updatedAt: time,
  type: z.string(),
  progress: z.number(),
  creator: z.string(),
  spec: json,
  error: json.nullable(),
});
