/** Nodes that do the same side by side. */
import type { Connection, Graph, GraphNode } from '../../model/graph.ts';
import type { Place } from '../layout.ts';
import { clipOf, type Pasted, pasteClip } from './clipboard.ts';
import { isActionTaken, type PortEnd } from './connections.ts';

/**
 * The graph with another node like this one: what feeds the node feeds both, and both go on to the same places. Of what is
 * decided before them, the copy takes the first decision that leads nowhere yet, else the same as the node.
 * @param at where the copy stands, in pixels
 */
export function addInParallel(graph: Graph, nodeId: string, newId: () => string, at: Place): Pasted {
  const pasted = pasteClip(graph, clipOf(graph, new Set([nodeId])), newId, at);
  const node = graph.nodes.find((one) => one.id === nodeId);
  const copy = pasted.graph.nodes.find((one) => one.id === pasted.nodeIds[0]);
  if (!node || !copy) return pasted;
  const [into, outOf] = [portOf(node.inputs, copy.inputs), portOf(node.outputs, copy.outputs)];
  const connections = graph.connections.flatMap((one): Connection[] => {
    // A connection from the node to itself was copied with it.
    if (one.src.nodeId === one.tgt.nodeId) return [];
    if (one.src.nodeId === nodeId) {
      return [{ ...one, src: { ...one.src, nodeId: copy.id, portId: outOf(one.src.portId) } }];
    }
    if (one.tgt.nodeId !== nodeId) return [];
    const action = one.action ? unusedAction(graph, one.src) : undefined;
    const tgt = { ...one.tgt, nodeId: copy.id, portId: into(one.tgt.portId) };
    return [{ ...one, tgt, ...(action ? { action } : {}) }];
  });
  const all = [...pasted.graph.connections, ...connections];
  return { ...pasted, graph: { ...pasted.graph, connections: all } };
}

type Ports = GraphNode['inputs'];

/** The copy's port in the place of one of the node. */
function portOf(ports: Ports, copies: Ports): (portId: string) => string {
  return (portId) => copies[ports.findIndex((port) => port.portId === portId)]?.portId ?? portId;
}

function unusedAction(graph: Graph, src: PortEnd): string | undefined {
  const source = graph.nodes.find((node) => node.id === src.nodeId);
  const actions = source?.outputs.find((port) => port.portId === src.portId)?.actions ?? [];
  return actions.find((action) => !isActionTaken(graph, src, action));
}
