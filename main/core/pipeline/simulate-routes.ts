/** What connections did with what a node let out, counted in items: one value may stand for many. */
import { spreads } from './flow.ts';
import type { PlanConnection } from './plan.ts';
import type { Outcome } from './simulate-walk.ts';
import { runnableOf } from './specs.ts';

type Done = Extract<Outcome, { state: 'done' }>;

export type WeighedRoute = {
  readonly connection: PlanConnection;
  readonly taken: number;
  readonly passed: number;
  /** Why the first was passed by, and which that was. */
  readonly reason: string;
  readonly itemId: string | null;
};

export function weighRoutes(outcome: Done): WeighedRoute[] {
  const { token, weight, outputs, flow } = outcome;
  const { items } = token.cycle;
  const taken = new Map<number, number>();
  for (const { connection, value, element } of flow.deliveries) {
    const own = element === null ? weight : weight * items.copies(value);
    taken.set(connection.index, (taken.get(connection.index) ?? 0) + own);
  }
  const reasons = new Map(flow.routes.map((route) => [route.connection, route.reason]));
  return token.node.outlets.flatMap(({ port, connections }) => {
    if (!Object.hasOwn(outputs, port.name)) return [];
    const value = outputs[port.name];
    return connections.map((connection) => {
      const list = spreads(value, connection);
      const all = list ? list.reduce((sum: number, one) => sum + weight * items.copies(one), 0) : weight;
      const went = taken.get(connection.index) ?? 0;
      const refused = flow.refusals.find((one) => one.connection === connection.index);
      const itemId = typeof refused?.value === 'string' ? refused.value : token.itemId;
      return {
        connection,
        taken: went,
        passed: all - went,
        reason: reasons.get(connection.index) ?? '',
        itemId,
      };
    });
  });
}

/** How many items leave, taken or not. */
export function itemsLeaving({ token, weight, outputs }: Done): number {
  const [first] = token.node.node.outputs;
  const value = first ? outputs[first.name] : undefined;
  if (!first?.type.endsWith('[]') || !Array.isArray(value)) return weight;
  return value.reduce((sum: number, one) => sum + weight * token.cycle.items.copies(one), 0);
}

/** Something that no connection took. */
export type Loss = {
  readonly itemId: string | null;
  readonly weight: number;
  readonly why: string;
  readonly routes: readonly { connection: number; reason: string }[];
};

/**
 * What is stuck at the node: nothing when the node is an end, or when a connection took it. An item that a wait node
 * lets end is at its end.
 */
export function lossesOf(outcome: Done): Loss[] {
  const { token, action, flow, outputs } = outcome;
  const { outlets, node } = token.node;
  if (outlets.every((outlet) => outlet.connections.length === 0)) return [];
  if (action === 'wait' && runnableOf(node) === 'wait') return [];
  const lists = outlets.flatMap(({ port, connections }) => {
    const [first] = connections;
    const list = first ? spreads(outputs[port.name], first) : null;
    return list && list.length > 0 ? [{ list, connections }] : [];
  });
  if (lists.length > 0) return lists.flatMap(({ list, connections }) => leftOf(list, connections, outcome));
  if (flow.deliveries.length > 0) return [];
  const routes = flow.routes.map(({ connection, reason }) => ({ connection, reason }));
  const why =
    routes.length > 0 ? `No connection from "${node.name}" takes it` : `"${node.name}" lets nothing out`;
  return [{ itemId: token.itemId, weight: outcome.weight, why, routes }];
}

/** The elements that none of the connections took. */
function leftOf(list: readonly unknown[], connections: readonly PlanConnection[], outcome: Done): Loss[] {
  const { token, weight, flow } = outcome;
  if (flow.routes.every((route) => route.passed === 0)) return [];
  const own = new Set(connections.map((connection) => connection.index));
  const refusals = new Map(flow.refusals.map((one) => [`${one.connection} ${one.value}`, one.reason]));
  const taken = new Set<number>();
  for (const { connection, element } of flow.deliveries) {
    if (element !== null && own.has(connection.index)) taken.add(element);
  }
  return list.flatMap((value, at) => {
    if (taken.has(at)) return [];
    const routes = flow.routes.filter((route) => own.has(route.connection));
    return [
      {
        itemId: typeof value === 'string' ? value : token.itemId,
        weight: weight * token.cycle.items.copies(value),
        why: `No connection from "${token.node.node.name}" takes it`,
        routes: routes.map(({ connection, reason }) => ({
          connection,
          reason: refusals.get(`${connection} ${value}`) ?? reason,
        })),
      },
    ];
  });
}
