/**
 * The graph of a pipeline as a script builds it: nodes, connections and where cycles start. Nothing is sent before
 * `pipeline.update()`.
 */
import type { Filters } from '../filters.ts';
import type { ConnectionJson, NodeJson, PortJson, StartNodeJson } from './json.ts';
import { type NewTrigger, triggerJson } from './trigger.ts';

export type ConnectionOptions = {
  /** By name; default: the first. */
  readonly sourcePort?: string;
  readonly targetPort?: string;
  /** Only what comes out with this action; default: the first action of the port, if it has any. */
  readonly action?: string;
  /** Only what this matches. */
  readonly filters?: Filters;
};

/** The distance of two places of a graph, in pixels of the composer. */
const PLACE = { width: 340, left: 100, height: 130.5, top: 87 } as const;

export class PipelineNode {
  #json: NodeJson;
  #graph: Graph | null = null;

  constructor(json: NodeJson) {
    this.#json = json;
  }

  get json(): NodeJson {
    return this.#json;
  }

  get id(): string {
    return this.#json.id;
  }

  get name(): string {
    return this.#json.name;
  }

  get type(): string {
    return this.#json.type;
  }

  get inputs(): readonly PortJson[] {
    return this.#json.inputs;
  }

  get outputs(): readonly PortJson[] {
    return this.#json.outputs;
  }

  /** Says more about it, or something else. */
  change(change: Partial<Omit<NodeJson, 'id'>>): this {
    this.#json = { ...this.#json, ...change, id: this.id };
    return this;
  }

  /**
   * Leads what comes out of this node into another one, which is added when it is not there yet; a start moves back here.
   * @returns the other node, so that it can go on from there.
   * @throws TypeError when one of the two has no such port, or the port no such action.
   */
  connect(target: PipelineNode, options: ConnectionOptions = {}): PipelineNode {
    return this.#in('connect it').connect(this, target, options);
  }

  /** Cycles start here when something happens, or by the clock. */
  addTrigger(trigger: NewTrigger = {}): this {
    this.#in('give it a trigger').addTrigger(this, trigger);
    return this;
  }

  /** Called by the graph that it is added to. */
  join(graph: Graph): void {
    this.#graph = graph;
    const { position } = this.#json.metadata as { position?: unknown };
    if (position === undefined) this.#json = placed(this.#json, graph.nodes.length, 0);
  }

  #in(what: string): Graph {
    if (this.#graph) return this.#graph;
    throw new TypeError(
      `The node "${this.name}" is in no pipeline: pipeline.nodes.add(node) first, then ${what}.`,
    );
  }

  toString(): string {
    return `PipelineNode(id='${this.id}', name='${this.name}', type='${this.type}')`;
  }
}

export class Graph {
  #nodes: PipelineNode[] = [];
  connections: readonly ConnectionJson[];
  startNodes: readonly StartNodeJson[];

  constructor(
    nodes: readonly NodeJson[],
    connections: readonly ConnectionJson[],
    startNodes: readonly StartNodeJson[],
  ) {
    this.connections = connections;
    this.startNodes = startNodes;
    for (const json of nodes) this.#put(new PipelineNode(json));
  }

  get nodes(): readonly PipelineNode[] {
    return this.#nodes;
  }

  /** The first node that is added is where cycles start. One that is there already stays as it is. */
  add(node: PipelineNode): void {
    if (this.#nodes.includes(node)) return;
    this.#put(node);
    if (this.startNodes.length === 0) this.startNodes = [{ nodeId: node.id, type: 'root' }];
  }

  /** Takes nodes of that name or id away, with their connections. */
  remove(nameOrId: string): boolean {
    const gone = new Set(
      this.#nodes.filter(({ id, name }) => id === nameOrId || name === nameOrId).map(({ id }) => id),
    );
    if (gone.size === 0) return false;
    this.#nodes = this.#nodes.filter(({ id }) => !gone.has(id));
    this.connections = this.connections.filter(
      ({ src, tgt }) => !gone.has(src.nodeId) && !gone.has(tgt.nodeId),
    );
    this.startNodes = this.startNodes.filter(({ nodeId }) => !gone.has(nodeId));
    const [first] = this.#nodes;
    const hasRoot = this.startNodes.some(({ type }) => type === 'root');
    if (!hasRoot && first) this.startNodes = [{ nodeId: first.id, type: 'root' }, ...this.startNodes];
    return true;
  }

  connect(source: PipelineNode, target: PipelineNode, options: ConnectionOptions): PipelineNode {
    const from = portOf(source, source.outputs, options.sourcePort, 'output');
    const to = portOf(target, target.inputs, options.targetPort, 'input');
    const action = options.action ?? from.actions?.[0];
    if (action !== undefined && !from.actions?.includes(action)) {
      const words = from.actions?.join(', ') || 'none';
      throw new TypeError(
        `"${source.name}" has no action "${action}" at its output "${from.name}"; it has: ${words}.`,
      );
    }
    this.add(target);
    const condition =
      options.filters === undefined ? {} : { condition: JSON.stringify(options.filters.conditions()) };
    const connection = {
      src: { nodeId: source.id, portId: from.portId },
      tgt: { nodeId: target.id, portId: to.portId },
      ...(action === undefined ? {} : { action }),
      ...condition,
    };
    this.connections = [...this.connections, connection];
    this.startNodes = this.startNodes.map((start) =>
      start.type === 'root' && start.nodeId === target.id ? { ...start, nodeId: source.id } : start,
    );
    return target;
  }

  /** @throws TypeError when something leads into the node. */
  setStartNode(node: PipelineNode): void {
    if (this.connections.some(({ tgt }) => tgt.nodeId === node.id)) {
      throw new TypeError(`"${node.name}" cannot be where cycles start: a connection leads into it.`);
    }
    this.add(node);
    const others = this.startNodes.filter(({ type, nodeId }) => type !== 'root' && nodeId !== node.id);
    const own = this.startNodes.find(({ nodeId }) => nodeId === node.id);
    this.startNodes = [{ ...own, nodeId: node.id, type: 'root' }, ...others];
  }

  addTrigger(node: PipelineNode, trigger: NewTrigger): void {
    const made = triggerJson(trigger);
    const isStart = this.startNodes.some(({ nodeId }) => nodeId === node.id);
    this.startNodes = isStart
      ? this.startNodes.map((start) => (start.nodeId === node.id ? { ...start, trigger: made } : start))
      : [...this.startNodes, { nodeId: node.id, type: 'trigger', trigger: made }];
  }

  #put(node: PipelineNode): void {
    node.join(this);
    this.#nodes = [...this.#nodes, node];
  }
}

function portOf(
  node: PipelineNode,
  ports: readonly PortJson[],
  name: string | undefined,
  kind: string,
): PortJson {
  const port =
    name === undefined ? ports[0] : ports.find((each) => each.name === name || each.portId === name);
  if (port) return port;
  const there = ports.map((each) => each.name).join(', ') || 'none';
  throw new TypeError(
    `"${node.name}" has no ${kind}${name === undefined ? '' : ` "${name}"`}; it has: ${there}.`,
  );
}

/** At a column and a row of the composer. */
export function placed(json: NodeJson, column: number, row: number): NodeJson {
  const position = { x: column * PLACE.width + PLACE.left, y: row * PLACE.height + PLACE.top, z: 0 };
  return { ...json, metadata: { ...json.metadata, position } };
}
