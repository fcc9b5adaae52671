/** Nodes on the wire (reference section 1.10). */
import type { GraphNode, Port } from '../../model/graph.ts';
import { isRecord, type Json, without } from './json.ts';

/** Lists of a task node's metadata: the reference's client cannot read a null in their place. */
const LISTS = ['workload', 'groups', 'consensusAssignees'];

/** A node that has its place already. What we do not know of it goes out as it came in. */
export function writeNode(node: GraphNode, projectId: string) {
  const { metadata, namespace } = node;
  const absent = LISTS.filter((key) => metadata[key] === null);
  return {
    projectId: projectId as unknown,
    ...node,
    inputs: node.inputs.map(writePort),
    outputs: node.outputs.map(writePort),
    namespace: namespace ?? {},
    metadata: { ...without(metadata, absent), position: placeOf(metadata) },
  };
}

function placeOf({ position }: GraphNode['metadata']): { x: number; y: number; [key: string]: unknown } {
  const place = isRecord(position) ? position : {};
  return { ...place, x: Number(place['x'] ?? 0), y: Number(place['y'] ?? 0) };
}

function writePort(port: Port): Json {
  return port.actions === null ? without(port, ['actions']) : port;
}

/**
 * A node as it was sent. Clients drop the keys of a node that they do not know when they send it back, so what they
 * leave out stays as it was.
 */
export function readNode(stored: ReadonlyMap<string, GraphNode>, sent: unknown, projectId: string): unknown {
  if (!isRecord(sent)) return sent;
  const old = typeof sent['id'] === 'string' ? stored.get(sent['id']) : undefined;
  const isOurs = sent['projectId'] === projectId && old?.['projectId'] === undefined;
  return { ...old, ...(isOurs ? without(sent, ['projectId']) : sent) };
}
