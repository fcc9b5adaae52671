/** What reaches a node: nothing, not all that it needs, or lists that meet other inputs. */
import type { Graph, GraphNode, GraphProblem } from '../../model/graph.ts';
import { problem } from '../problem.ts';

export function inputProblems(graph: Graph): GraphProblem[] {
  return [
    ...unreached(graph),
    ...graph.nodes.flatMap((node) => [...unfed(graph, node), ...listsThatMeet(graph, node)]),
  ];
}

/** One problem for each part of the graph that no start leads to, at the node where that part begins. */
function unreached(graph: Graph): GraphProblem[] {
  const starts = new Set<string>(graph.startNodes.map((start) => start.nodeId));
  const left = new Set<string>(graph.nodes.map((node) => node.id));
  const take = (nodeId: string): void => {
    const open = [nodeId];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!left.delete(next)) continue;
      for (const { src, tgt } of graph.connections) if (src.nodeId === next) open.push(tgt.nodeId);
    }
  };
  for (const nodeId of starts) take(nodeId);
  const found: GraphProblem[] = [];
  while (left.size > 0) {
    const waiting = graph.nodes.filter((node) => left.has(node.id));
    const fed = (node: GraphNode) =>
      graph.connections.some(({ src, tgt }) => tgt.nodeId === node.id && left.has(src.nodeId));
    const head = waiting.find((node) => !fed(node)) ?? waiting[0];
    if (!head) break;
    const message = `Nothing leads to "${head.name}": it will never run.`;
    found.push(problem('unreached', 'warning', message, { nodeId: head.id }));
    take(head.id);
  }
  return found;
}

function unfed(graph: Graph, node: GraphNode): GraphProblem[] {
  const feeds = new Set(
    graph.connections.filter((one) => one.tgt.nodeId === node.id).map((one) => one.tgt.portId),
  );
  // What starts a cycle fills the inputs of a start node.
  if (feeds.size === 0 || graph.startNodes.some((start) => start.nodeId === node.id)) return [];
  return node.inputs.flatMap(({ portId, name, variableName, defaultValue }) => {
    if (feeds.has(portId) || variableName || (defaultValue ?? null) !== null) return [];
    const message = `The input "${name}" of "${node.name}" stays empty: nothing leads to it, and it has no default.`;
    return [problem('input-empty', 'warning', message, { nodeId: node.id, portId })];
  });
}

function listsThatMeet(graph: Graph, node: GraphNode): GraphProblem[] {
  const fed = node.inputs.filter((port) =>
    graph.connections.some(({ tgt }) => tgt.nodeId === node.id && tgt.portId === port.portId),
  );
  if (fed.length < 2) return [];
  return graph.connections.flatMap(({ src, tgt }, connection) => {
    const input = fed.find((port) => tgt.nodeId === node.id && port.portId === tgt.portId);
    const source = graph.nodes.find((one) => one.id === src.nodeId);
    const output = source?.outputs.find((port) => port.portId === src.portId);
    if (!input || !source || output?.type !== `${input.type}[]`) return [];
    const message = `"${node.name}" runs once for each element of the list from "${source.name}", together with its other inputs; two lists must be of the same length.`;
    return [
      problem('list-many-inputs', 'warning', message, { nodeId: node.id, portId: input.portId, connection }),
    ];
  });
}
