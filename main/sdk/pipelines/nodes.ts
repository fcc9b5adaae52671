/** New nodes of each type (reference section 1.10). */
import { randomUUID } from 'node:crypto';
import type { Filters } from '../filters.ts';
import type { Json } from '../transport.ts';
import { PipelineNode, placed } from './graph.ts';
import type { PortJson } from './json.ts';

export type NewPort = {
  readonly name: string;
  readonly type?: string;
  readonly actions?: readonly string[];
  readonly defaultValue?: unknown;
  readonly variableName?: string;
};

type Common = {
  readonly name: string;
  /** Column and row in the composer; default: beside the node that was added before. */
  readonly position?: readonly [column: number, row: number];
};

export type GenericNode = Common & {
  readonly type: string;
  readonly namespace?: Json;
  readonly metadata?: Json;
  readonly config?: Json;
  readonly inputs?: readonly NewPort[];
  readonly outputs?: readonly NewPort[];
};

export type TaskNode = Common & {
  readonly datasetId: string;
  readonly taskOwner: string;
  /** People and their shares, in percent. */
  readonly workload: readonly { readonly assigneeId: string; readonly load: number }[];
  readonly taskType?: 'annotation' | 'qa';
  readonly recipeId?: string;
  readonly recipeTitle?: string;
  /** Statuses that people may give. */
  readonly actions?: readonly string[];
  readonly priority?: 1 | 2 | 3;
  /** Milliseconds since 1970. */
  readonly dueDate?: number;
  /** Whether a status that is given anew goes on anew. */
  readonly repeatable?: boolean;
  readonly batchSize?: number;
  readonly maxBatchWorkload?: number;
};

export type CodeNode = Common & {
  /** Python with a class `ServiceRunner`, or what the server runs. */
  readonly code: string;
  /** The function in it. */
  readonly method: string;
  readonly projectName?: string;
  readonly inputs?: readonly NewPort[];
  readonly outputs?: readonly NewPort[];
};

export type FunctionNode = Omit<GenericNode, 'type' | 'namespace'> & {
  readonly functionName: string;
  readonly serviceName: string;
  readonly moduleName?: string;
  readonly packageName?: string;
  readonly projectName?: string;
};

export type DatasetNode = Common & {
  readonly datasetId: string;
  /** Where items are put, when the node is not the first. */
  readonly folder?: string;
  /** When it is installed, also what is in the dataset already goes through. */
  readonly loadExistingData?: boolean;
  readonly dataFilters?: Filters;
};

const ITEM = [{ name: 'item', type: 'Item' }] as const;
const PIPELINE_UTILS = { serviceName: 'pipeline-utils', projectName: 'DataloopTasks' } as const;
const ACTIONS = { annotation: ['completed', 'discard'], qa: ['approved', 'discard'] } as const;

export const nodes = {
  /** A node of any type. */
  generic: ({
    name,
    type,
    position,
    namespace = {},
    metadata = {},
    config,
    inputs = ITEM,
    outputs = ITEM,
  }: GenericNode) => {
    const json = {
      id: randomUUID(),
      name,
      type,
      inputs: inputs.map(portJson),
      outputs: outputs.map(portJson),
      namespace,
      metadata,
      ...(config === undefined ? {} : { config }),
    };
    return new PipelineNode(position === undefined ? json : placed(json, ...position));
  },

  /** People label or review what comes in. */
  task: ({ name, position, taskType = 'annotation', actions = ACTIONS[taskType], ...settings }: TaskNode) =>
    nodes.generic({
      name,
      type: 'task',
      ...(position === undefined ? {} : { position }),
      namespace: { functionName: 'move_to_task', ...PIPELINE_UTILS },
      metadata: { taskType, repeatable: true, priority: 2, ...settings },
      outputs: [{ ...ITEM[0], actions }],
    }),

  /** A function that comes with the pipeline. */
  code: ({ code, method, projectName, ...rest }: CodeNode) =>
    nodes.generic({
      ...rest,
      type: 'code',
      namespace: { functionName: method, ...(projectName === undefined ? {} : { projectName }) },
      config: { package: { code, name: rest.name, type: 'code' } },
    }),

  /** A function that is there already. */
  function: ({ functionName, serviceName, moduleName, packageName, projectName, ...rest }: FunctionNode) => {
    const namespace = Object.entries({ functionName, serviceName, moduleName, packageName, projectName });
    return nodes.generic({
      ...rest,
      type: 'function',
      namespace: Object.fromEntries(namespace.filter(([, value]) => value !== undefined)),
    });
  },

  /** First: what comes into the dataset goes through. Later: what comes out ends there. */
  dataset: ({
    name,
    position,
    datasetId,
    folder = '/',
    loadExistingData = false,
    dataFilters,
  }: DatasetNode) => {
    const filter = dataFilters === undefined ? null : JSON.stringify(dataFilters.conditions());
    return nodes.generic({
      name,
      type: 'storage',
      ...(position === undefined ? {} : { position }),
      namespace: { functionName: 'dataset_handler', ...PIPELINE_UTILS },
      metadata: {
        datasetId,
        dir: folder,
        triggerToPipeline: { ...(loadExistingData ? { active: true } : {}), filter },
      },
    });
  },
};

function portJson({ name, type = 'Item', actions, ...rest }: NewPort): PortJson {
  return {
    portId: randomUUID(),
    type,
    name,
    displayName: actions?.[0] ?? name,
    color: null,
    portPercentage: null,
    variableName: null,
    ...rest,
    ...(actions === undefined || actions.length === 0 ? {} : { actions }),
  };
}
