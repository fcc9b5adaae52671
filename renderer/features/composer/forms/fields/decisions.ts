/** The decisions with which items leave a node. */
import type { GraphNode } from '#core/model/graph.ts';

/** The node with these decisions at its first output, each once and without spaces around it. */
export function withDecisions(node: GraphNode, decisions: readonly string[]): GraphNode {
  const [first, ...others] = node.outputs;
  if (!first) return node;
  const actions = [...new Set(decisions.map((word) => word.trim()).filter((word) => word !== ''))];
  return { ...node, outputs: [{ ...first, actions }, ...others] };
}
