/** Where an item goes when a node has let it out. */
import { matchCondition } from '../filters/condition.ts';
import type { Connection, Graph } from '../model/graph.ts';

/** What leaves a node: through which port, with which decision. */
export type Departure = { readonly portId: string; readonly action: string | null };

/** One connection's verdict on a departure; `reason` is what a person reads when asking why. */
export type RouteVerdict = {
  readonly connection: number;
  readonly target: Connection['tgt'];
  readonly taken: boolean;
  readonly reason: string;
};

/**
 * The reference SDK's default ports say "complete" and "approve" where its platform says "completed" and
 * "approved": both spellings mean the same decision.
 */
export function sameAction(a: string, b: string): boolean {
  return canonicalAction(a) === canonicalAction(b);
}

function canonicalAction(action: string): string {
  if (action === 'complete') return 'completed';
  if (action === 'approve') return 'approved';
  if (action === 'discarded') return 'discard';
  return action;
}

/**
 * Every connection from the port, each with its verdict. A connection is taken when it has no action or the
 * departure's, and its condition matches the item.
 */
export function route(
  graph: Graph,
  nodeId: string,
  departure: Departure,
  entity: Readonly<Record<string, unknown>>,
): RouteVerdict[] {
  return graph.connections.flatMap((connection, index) => {
    if (connection.src.nodeId !== nodeId || connection.src.portId !== departure.portId) return [];
    return [{ connection: index, target: connection.tgt, ...verdict(connection, departure, entity) }];
  });
}

function verdict(
  connection: Connection,
  departure: Departure,
  entity: Readonly<Record<string, unknown>>,
): { taken: boolean; reason: string } {
  const wanted = connection.action;
  if (wanted && (departure.action === null || !sameAction(wanted, departure.action))) {
    return { taken: false, reason: `takes "${wanted}", the decision was "${departure.action ?? 'none'}"` };
  }
  const matched = matchCondition(connection.condition ?? '', entity);
  if (!matched.matches) return { taken: false, reason: matched.reason };
  return { taken: true, reason: wanted ? `decision "${wanted}"` : 'always' };
}
