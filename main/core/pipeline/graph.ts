/** Questions one asks of a graph. */
import { SluiceError } from '../errors.ts';
import type { Graph, GraphNode } from '../model/graph.ts';

/** @throws SluiceError `not-found` when the graph has no such node. */
export function nodeById(graph: Graph, nodeId: string): GraphNode {
  const node = graph.nodes.find((candidate) => candidate.id === nodeId);
  if (!node) throw new SluiceError('not-found', `The pipeline has no node ${nodeId}.`, { nodeId });
  return node;
}

/** The port items leave by: the first output, as in the reference system. Null when the node is an end. */
export function itemOutput(node: GraphNode): string | null {
  return node.outputs[0]?.portId ?? null;
}

/** The start node of cycles that name none: the root, or the first start node. Null for an empty graph. */
export function rootNode(graph: Graph): string | null {
  const root = graph.startNodes.find((start) => start.type === 'root') ?? graph.startNodes[0];
  return root?.nodeId ?? graph.nodes[0]?.id ?? null;
}

/**
 * How many steps each node is from a start, over the shortest way; nodes that cannot be reached count as 0.
 * Work far downstream is claimed first: finishing bounds what is in progress.
 */
export function depths(graph: Graph): ReadonlyMap<string, number> {
  const root = rootNode(graph);
  const result = new Map<string, number>(graph.nodes.map((node) => [node.id, 0]));
  const seen = new Set<string>(graph.startNodes.map((start) => start.nodeId));
  if (root) seen.add(root);
  let edge = [...seen];
  for (let depth = 1; edge.length > 0; depth += 1) {
    const next: string[] = [];
    for (const connection of graph.connections) {
      const target = connection.tgt.nodeId;
      if (!edge.includes(connection.src.nodeId) || seen.has(target)) continue;
      seen.add(target);
      result.set(target, depth);
      next.push(target);
    }
    edge = next;
  }
  return result;
}
