/**
 * A graph made ready to run: ends of connections looked up, conditions parsed, actions brought to one spelling, so that a
 * step costs little. A version's graph never changes, so its plan is made once.
 */
import { isEmpty } from '../filters/ast.ts';
import { compileMatcher, type Matcher } from '../filters/match.ts';
import { parseFilter } from '../filters/parse.ts';
import type { Connection, Graph, GraphNode, Port } from '../model/graph.ts';
import { depths } from './graph.ts';
import { canonicalAction } from './routing.ts';

export type PlanConnection = {
  /** Its place in the graph's list of connections. */
  readonly index: number;
  readonly target: PlanNode;
  readonly port: Port;
  /** In canonical spelling; null: takes every decision. */
  readonly action: string | null;
  /** Null: no condition. */
  readonly match: Matcher | null;
  /** True: the condition also asks about the annotations of an item, or the item of an annotation. */
  readonly looksAround: boolean;
};

export type Outlet = { readonly port: Port; readonly connections: readonly PlanConnection[] };

export type PlanNode = {
  readonly id: string;
  readonly node: GraphNode;
  /** Steps from a start over the shortest way. */
  readonly depth: number;
  /** The first input that takes one item; null when there is none. */
  readonly itemPort: string | null;
  /** Names of the inputs that connections feed. */
  readonly fed: readonly string[];
  /** True: several different inputs are fed, so it waits until each has a value. */
  readonly joins: boolean;
  readonly outlets: readonly Outlet[];
  /** Where its outputs may lead, however far. */
  readonly downstream: ReadonlySet<string>;
};

export type Plan = {
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, PlanNode>;
};

/**
 * Ends that are not there are left out: an installed graph has none.
 * @throws SluiceError `pipeline-invalid` when a condition cannot be read.
 */
export function compilePlan(graph: Graph): Plan {
  const depth = depths(graph);
  const reach = downstreamOf(graph);
  const nodes = new Map<string, PlanNode & { outlets: Outlet[] }>();
  for (const node of graph.nodes) {
    const fedPorts = new Set(
      graph.connections.filter((one) => one.tgt.nodeId === node.id).map((one) => one.tgt.portId),
    );
    const fed = node.inputs.filter((port) => fedPorts.has(port.portId)).map((port) => port.name);
    nodes.set(node.id, {
      id: node.id,
      node,
      depth: depth.get(node.id) ?? 0,
      itemPort: node.inputs.find((port) => port.type === 'Item')?.name ?? null,
      fed,
      joins: fed.length > 1,
      outlets: [],
      downstream: reach.get(node.id) ?? new Set(),
    });
  }
  for (const source of nodes.values()) {
    for (const port of source.node.outputs) {
      const connections = graph.connections.flatMap((connection, index) => {
        const target = nodes.get(connection.tgt.nodeId);
        const input = target?.node.inputs.find((one) => one.portId === connection.tgt.portId);
        const from = connection.src;
        if (!target || !input || from.nodeId !== source.id || from.portId !== port.portId) return [];
        return [planConnection(connection, index, target, input)];
      });
      source.outlets.push({ port, connections });
    }
  }
  return { graph, nodes };
}

function planConnection(connection: Connection, index: number, target: PlanNode, port: Port): PlanConnection {
  const filter = parseFilter(connection.condition ?? '');
  return {
    index,
    target,
    port,
    action: connection.action ? canonicalAction(connection.action) : null,
    match: isEmpty(filter) ? null : compileMatcher(filter),
    looksAround: filter.join !== null,
  };
}

/** For each node all nodes that can be reached from it; itself only through a loop. */
function downstreamOf(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map<string, string[]>();
  for (const { src, tgt } of graph.connections) {
    next.set(src.nodeId, [...(next.get(src.nodeId) ?? []), tgt.nodeId]);
  }
  return new Map(
    graph.nodes.map((node) => {
      const reached = new Set<string>();
      const open = [...(next.get(node.id) ?? [])];
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        if (reached.has(id)) continue;
        reached.add(id);
        open.push(...(next.get(id) ?? []));
      }
      return [node.id, reached];
    }),
  );
}
