/** What a node can be connected to, for those who choose by name. */
import type { Graph, GraphNode } from '#core/model/graph.ts';
import { connectionRefusal, type Ends } from '#core/pipeline/edit/connections.ts';
import { fittingEnds } from './add-node.ts';

export type Target = {
  readonly node: GraphNode;
  /** Null: it does not fit, for the reason given. */
  readonly ends: Ends | null;
  readonly refusal: string | null;
};

/** Every other node, those that fit first, in the order of the graph. */
export function targetsOf(graph: Graph, from: GraphNode): readonly Target[] {
  const all = graph.nodes
    .filter((node) => node.id !== from.id)
    .map((node): Target => {
      const ends = fittingEnds(graph, from, node);
      return { node, ends, refusal: ends ? null : refusalOf(graph, from, node) };
    });
  return [...all.filter((target) => target.ends), ...all.filter((target) => !target.ends)];
}

function refusalOf(graph: Graph, from: GraphNode, to: GraphNode): string | null {
  const [output, input] = [from.outputs[0]?.portId ?? '', to.inputs[0]?.portId ?? ''];
  return connectionRefusal(graph, {
    src: { nodeId: from.id, portId: output },
    tgt: { nodeId: to.id, portId: input },
  });
}
