/** Two graphs laid over each other, as the canvas draws what differs. No React in here. */
import type { Connection, Graph, GraphNode } from '#core/model/graph.ts';
import { type Change, compareGraphs, type GraphDifference } from '#core/pipeline/compare.ts';
import { type Place, placedNodes, placeOf } from '#core/pipeline/layout.ts';

export type Mark = Change | 'same';

export type DiffNode = { readonly node: GraphNode; readonly place: Place; readonly mark: Mark };
export type DiffLine = { readonly id: string; readonly connection: Connection; readonly mark: Mark };

export type DiffView = {
  readonly difference: GraphDifference;
  /** All nodes after, at their places then, and those that were removed at theirs before. */
  readonly nodes: readonly DiffNode[];
  readonly lines: readonly DiffLine[];
};

export function diffView(before: Graph, after: Graph): DiffView {
  const difference = compareGraphs(before, after);
  const marks = new Map(difference.nodes.map(({ nodeId, change }) => [nodeId, change]));
  const gone = placedNodes(before).filter((node) => marks.get(node.id) === 'removed');
  const there = new Set<string>(after.nodes.map((node) => node.id));
  const drawn = (node: GraphNode, mark: Mark): DiffNode => ({
    node,
    place: placeOf(node) ?? { x: 0, y: 0 },
    mark,
  });
  const lineMarks = new Map(difference.connections.map(({ after: at, change }) => [at, change]));
  const removed = difference.connections.flatMap(({ before: at, change }) => {
    const connection = at === null ? undefined : before.connections[at];
    return connection && change === 'removed'
      ? [{ id: `before${at}`, connection, mark: 'removed' as const }]
      : [];
  });
  return {
    difference,
    nodes: [
      ...placedNodes(after).map((node) => drawn(node, marks.get(node.id) ?? 'same')),
      // A node that has an id of its own again is drawn once, as it is now.
      ...gone.filter((node) => !there.has(node.id)).map((node) => drawn(node, 'removed')),
    ],
    lines: [
      ...after.connections.map((connection, index) => ({
        id: `after${index}`,
        connection,
        mark: lineMarks.get(index) ?? ('same' as const),
      })),
      ...removed,
    ],
  };
}

/** Signs of what differs: colour alone would not do. */
export const SIGNS = {
  added: '+',
  removed: '−',
  changed: '≠',
  moved: '↔',
  same: '',
} as const satisfies Record<Mark, string>;
