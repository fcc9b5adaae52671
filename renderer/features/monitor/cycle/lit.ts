/** The way of one cycle through the graph. */
import type { CycleNode } from '#core/model/cycle.ts';

export type Lit = {
  /** How each node that the cycle has come to stands. */
  readonly nodes: ReadonlyMap<string, CycleNode['status']>;
  /** Places in the list of connections that something of it went along. */
  readonly connections: ReadonlySet<number>;
};

export function litBy(nodes: readonly CycleNode[], way: readonly number[]): Lit {
  return {
    nodes: new Map(
      nodes.flatMap(({ nodeId, status }) => (status === 'pending' ? [] : [[nodeId, status] as const])),
    ),
    connections: new Set(way),
  };
}
