/** New nodes and connections, with the ports that their kind has by default. */
import type { Connection, GraphNode, Port } from '../model/graph.ts';
import { nodeIdSchema } from '../model/ids.ts';
import { TASK_ACTIONS, taskTypeSchema } from '../model/task.ts';
import { type Cell, positionAt } from './layout.ts';
import type { NodeSpec, PortSpec } from './spec.ts';
import { parseConfig, type Runnable, runnableOf, SPECS } from './specs.ts';

export type NodeDraft = {
  readonly id: string;
  readonly name: string;
  readonly at: Cell;
  /** Instead of the one the kind is known by; needed for `user`. */
  readonly functionName?: string;
  /** Instead of the kind's own, on its first output. */
  readonly actions?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
};

/** A node of a kind. Ports are called `ID-in` and `ID-out`; further ones have their name behind that. */
export function makeNode(kind: Runnable, draft: NodeDraft): GraphNode {
  const spec: NodeSpec = SPECS[kind];
  const { id, name, at, metadata } = draft;
  const node: GraphNode = {
    id: nodeIdSchema.parse(id),
    name,
    type: spec.type,
    inputs: spec.inputs.map((port, index) => makePort(`${id}-in`, port, index)),
    outputs: spec.outputs.map((port, index) => makePort(`${id}-out`, port, index)),
    namespace: { functionName: draft.functionName ?? spec.functionName, ...spec.namespace },
    metadata: { position: positionAt(at), ...metadata },
  };
  const actions = draft.actions ?? decisionsOf(node);
  const [first, ...others] = node.outputs;
  if (!first || !actions) return node;
  return { ...node, outputs: [{ ...first, actions: [...actions] }, ...others] };
}

export type ConnectionDraft = {
  readonly action?: string;
  readonly condition?: Readonly<Record<string, unknown>>;
};

/** From the first output of one node to the first input of the other. */
export function connect(from: GraphNode, to: GraphNode, draft: ConnectionDraft = {}): Connection {
  return {
    src: { nodeId: from.id, portId: from.outputs[0]?.portId ?? '' },
    tgt: { nodeId: to.id, portId: to.inputs[0]?.portId ?? '' },
    ...(draft.condition ? { condition: JSON.stringify(draft.condition) } : {}),
    ...(draft.action ? { action: draft.action } : {}),
  };
}

function makePort(prefix: string, spec: PortSpec, index: number): Port {
  return {
    portId: index === 0 ? prefix : `${prefix}-${spec.name}`,
    type: spec.type,
    name: spec.name,
    displayName: spec.name,
    ...(spec.actions ? { actions: [...spec.actions] } : {}),
  };
}

/** The decisions that follow from how the node is set up; null for the kind's own. */
export function decisionsOf(node: GraphNode): readonly string[] | null {
  const kind = runnableOf(node);
  if (kind === 'task') {
    const type = taskTypeSchema.safeParse(node.metadata['taskType']);
    return type.success ? TASK_ACTIONS[type.data] : null;
  }
  if (kind !== 'split') return null;
  const config = parseConfig('split', node);
  return config.success ? config.data.customNodeConfig.groups.map((group) => group.name) : null;
}
