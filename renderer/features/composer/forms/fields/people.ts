/** The people that a pipeline knows. */
import type { Graph } from '#core/model/graph.ts';
import { rowsOf } from './values.ts';

/** The workspace's person first, then who works in any task of the graph. */
export function peopleOf(graph: Graph, own: string | null): readonly string[] {
  const named = graph.nodes.flatMap((node) =>
    rowsOf(node.metadata['workload']).flatMap((row) => {
      const person = row['assigneeId'];
      return typeof person === 'string' && person.trim() !== '' ? [person] : [];
    }),
  );
  return [...new Set([...(own ? [own] : []), ...named])];
}
