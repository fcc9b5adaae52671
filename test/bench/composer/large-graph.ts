/** A graph as large as anybody draws one. */
import type { Graph, GraphNode } from '#core/model/graph.ts';
import { connect } from '#core/pipeline/build.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import { positionAt } from '#core/pipeline/layout.ts';

const [NODES, CONNECTIONS] = [300, 500];

const COLUMNS = 20;

/** Tasks in rows from left to right, each connected to the next one, and some across. */
export function largeGraph(): Graph {
  const nodes = Array.from({ length: NODES }, (_, at): GraphNode => {
    const [column, row] = [at % COLUMNS, Math.floor(at / COLUMNS)];
    const { x, y } = positionAt([column, row]);
    return starterNode('task', { id: `n${at}`, name: `Task ${at}`, at: { x, y } });
  });
  const pairs = nodes.flatMap((node, at) => {
    const next = at % COLUMNS === COLUMNS - 1 ? undefined : nodes[at + 1];
    return next ? [[node, next] as const] : [];
  });
  const across = nodes.flatMap((node, at) => {
    const below = nodes[at + COLUMNS + 1];
    return below && at % COLUMNS < COLUMNS - 1 ? [[node, below] as const] : [];
  });
  const connections = [
    ...pairs.map(([from, to]) => connect(from, to, { action: 'completed' })),
    ...across.map(([from, to]) => connect(from, to, { action: 'discard' })),
  ].slice(0, CONNECTIONS);
  return { nodes, connections, startNodes: [{ nodeId: nodes[0]?.id ?? ('n0' as never), type: 'root' }] };
}
