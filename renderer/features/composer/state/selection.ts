/** What is chosen on the canvas. */
import type { Graph } from '#core/model/graph.ts';

export type Selection = {
  readonly nodes: ReadonlySet<string>;
  /** Places in the graph's list of connections. */
  readonly connections: ReadonlySet<number>;
};

export const NOTHING: Selection = { nodes: new Set(), connections: new Set() };

export function chosen(part: {
  readonly nodes?: Iterable<string>;
  readonly connections?: Iterable<number>;
}): Selection {
  return { nodes: new Set(part.nodes), connections: new Set(part.connections) };
}

export const isEmpty = (selection: Selection) =>
  selection.nodes.size === 0 && selection.connections.size === 0;

/** What of the selection is still there after a change: connections have no id, so it must be the same one. */
export function carriedOver(selection: Selection, before: Graph, after: Graph): Selection {
  if (isEmpty(selection)) return selection;
  const ids = new Set<string>(after.nodes.map((node) => node.id));
  const connections = [...selection.connections].flatMap((index) => {
    const connection = before.connections[index];
    if (!connection) return [];
    const now = after.connections.indexOf(connection);
    if (now >= 0) return [now];
    // Changed in its place.
    const same = after.connections[index];
    return after.connections.length === before.connections.length && same ? [index] : [];
  });
  return chosen({ nodes: [...selection.nodes].filter((id) => ids.has(id)), connections });
}

/**
 * Of the chosen node the first connection, those that leave it before those that come to it; after a chosen connection the
 * next one of the node that it leaves. Null: there is none.
 */
export function nextConnection(graph: Graph, selection: Selection): number | null {
  const [index] = selection.connections;
  const [nodeId = index === undefined ? undefined : graph.connections[index]?.src.nodeId] = selection.nodes;
  const all = graph.connections.map(({ src, tgt }, at) => ({ src: src.nodeId, tgt: tgt.nodeId, at }));
  const ways = [...all.filter((one) => one.src === nodeId), ...all.filter((one) => one.tgt === nodeId)];
  const now = ways.findIndex((one) => one.at === index);
  return ways[(now + 1) % ways.length]?.at ?? null;
}
