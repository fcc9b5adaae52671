/** Loops that never end, or that end only by a condition. */
import type { Connection, Graph, GraphNode, GraphProblem } from '../../model/graph.ts';
import { holdsBack } from '../conditions.ts';
import { problem } from '../problem.ts';
import { specOf } from '../specs.ts';

type Edges = ReadonlyMap<string, readonly string[]>;

export function loopProblems(graph: Graph): GraphProblem[] {
  const machines = graph.nodes.filter((node) => specOf(node)?.waits !== true);
  const endless = loopsAmong(
    machines,
    edgesOf(graph, (connection) => !holdsBack(connection)),
  );
  const known = new Set(endless.flat().map((node) => node.id));
  const others = loopsAmong(
    machines,
    edgesOf(graph, () => true),
  );
  return [
    ...endless.map((nodes) => {
      const message = `${names(nodes)} lead to each other, and no person, condition or decision lets items out: they would go round for ever.`;
      return problem('loop-endless', 'error', message, { nodeId: nodes[0]?.id ?? '' });
    }),
    ...others
      .filter((nodes) => !nodes.some((node) => known.has(node.id)))
      .map((nodes) => {
        const message = `${names(nodes)} lead to each other: items go round until a condition or a decision lets them out.`;
        return problem('loop-decided', 'warning', message, { nodeId: nodes[0]?.id ?? '' });
      }),
  ];
}

/** Connections of a node with itself have a problem of their own. */
function edgesOf(graph: Graph, wanted: (connection: Connection) => boolean): Edges {
  const edges = new Map<string, string[]>();
  for (const connection of graph.connections) {
    const { src, tgt } = connection;
    if (src.nodeId === tgt.nodeId || !wanted(connection)) continue;
    edges.set(src.nodeId, [...(edges.get(src.nodeId) ?? []), tgt.nodeId]);
  }
  return edges;
}

/** The groups of nodes that all lead to one another by way of the given ones only, each in the graph's order. */
function loopsAmong(nodes: readonly GraphNode[], edges: Edges): GraphNode[][] {
  const allowed = new Set<string>(nodes.map((node) => node.id));
  const reach = new Map(nodes.map((node) => [node.id as string, reachableFrom(node.id, edges, allowed)]));
  const loops: GraphNode[][] = [];
  const placed = new Set<string>();
  for (const node of nodes) {
    if (placed.has(node.id) || !reach.get(node.id)?.has(node.id)) continue;
    const loop = nodes.filter(
      (other) => reach.get(node.id)?.has(other.id) && reach.get(other.id)?.has(node.id),
    );
    for (const { id } of loop) placed.add(id);
    loops.push(loop);
  }
  return loops;
}

function reachableFrom(nodeId: string, edges: Edges, allowed: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(edges.get(nodeId) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!allowed.has(next) || reached.has(next)) continue;
    reached.add(next);
    open.push(...(edges.get(next) ?? []));
  }
  return reached;
}

function names(nodes: readonly GraphNode[]): string {
  const quoted = nodes.map((node) => `"${node.name}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
