/** Nodes on the wire (reference section 1.10). */
import type { GraphNode, Port } from '../../model/graph.ts';
import { isRecord, type Json, without } from './json.ts';

/** Lists of a task node's metadata: the reference's client cannot read a null in their place. */
const LISTS = ['workload', 'groups', 'consensusAssignees'];

/** A dataset node that ran what was in its dataset at the first install, and the command that did, if anything was. */
export type LoadedNode = { readonly nodeId: string; readonly commandId: string | null };

/** What the server says of that, and clients send back. */
const SAID = ['triggered', 'commandId'];

/**
 * A node that has its place already. What we do not know of it goes out as it came in.
 * @param command that ran what was in its dataset; undefined: nothing did so.
 */
export function writeNode(node: GraphNode, projectId: string, command?: string | null) {
  const { metadata, namespace } = node;
  const absent = LISTS.filter((key) => metadata[key] === null);
  return {
    projectId: projectId as unknown,
    ...node,
    inputs: node.inputs.map(writePort),
    outputs: node.outputs.map(writePort),
    namespace: namespace ?? {},
    metadata: { ...without(metadata, absent), ...loading(metadata, command), position: placeOf(metadata) },
  };
}

function loading({ triggerToPipeline }: GraphNode['metadata'], command: string | null | undefined): Json {
  if (command === undefined || !isRecord(triggerToPipeline)) return {};
  return { triggerToPipeline: { ...triggerToPipeline, triggered: true, commandId: command } };
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
  const { metadata } = sent;
  const own = isRecord(metadata) ? { metadata: withoutSaid(metadata) } : {};
  const isOurs = sent['projectId'] === projectId && old?.['projectId'] === undefined;
  return { ...old, ...(isOurs ? without(sent, ['projectId']) : sent), ...own };
}

function withoutSaid(metadata: Json): Json {
  const { triggerToPipeline } = metadata;
  return isRecord(triggerToPipeline)
    ? { ...metadata, triggerToPipeline: without(triggerToPipeline, SAID) }
    : metadata;
}
