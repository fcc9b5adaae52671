/**
 * Where the outputs of a node go: which connections take them, a list element by element where the next input takes one.
 * Pure: the runner, the simulation and the model in the tests all use it.
 */
import type { Entity, Verdict } from '../filters/match.ts';
import type { Port } from '../model/graph.ts';
import type { PlanConnection, PlanNode } from './plan.ts';
import { canonicalAction } from './routing.ts';

/** One value that goes down one connection. */
export type Delivery = {
  readonly connection: PlanConnection;
  readonly value: unknown;
  /** Its place in the list it came in; null when it did not come in a list. */
  readonly element: number | null;
};

/** What a connection did with an output: how many values it took and passed by, and why the first was passed by. */
export type RouteCount = {
  readonly connection: number;
  readonly taken: number;
  readonly passed: number;
  readonly reason: string;
};

/** An element of a list that a condition passed by. */
export type Refusal = { readonly value: unknown; readonly connection: number; readonly reason: string };

export type Flow = {
  readonly deliveries: readonly Delivery[];
  readonly routes: readonly RouteCount[];
  readonly refusals: readonly Refusal[];
};

/** Values as conditions see them. */
export type Sight = {
  entity(value: unknown, portType: string): Entity;
  /** The annotations of an item, the item of an annotation; only asked for a condition that looks at them. */
  related(value: unknown, portType: string): readonly Entity[];
};

export type Departure = {
  /** By output port's name; a port that is not named lets nothing out. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly action: string | null;
  /** By output port's name: those that leave with an action of their own. */
  readonly actions?: Readonly<Record<string, string>>;
};

/** A stretch of long lists, which go out a part at a time: elements from (included) up to (excluded). */
export type Part = { readonly from: number; readonly upTo: number };

/** @param part what of the lists goes out now; what is no list, or is wanted whole, goes with the first part. */
export function flowOut(node: PlanNode, departure: Departure, sight: Sight, part?: Part): Flow {
  const deliveries: Delivery[] = [];
  const routes: RouteCount[] = [];
  const refusals: Refusal[] = [];
  const common = departure.action === null ? null : canonicalAction(departure.action);
  for (const { port, connections } of node.outlets) {
    if (!Object.hasOwn(departure.outputs, port.name)) continue;
    const own = departure.actions?.[port.name];
    const action = own === undefined ? common : canonicalAction(own);
    const value = departure.outputs[port.name];
    for (const connection of connections) {
      if (connection.action !== null && connection.action !== action) {
        const reason = `takes "${connection.action}", the decision was "${action ?? 'none'}"`;
        routes.push({ connection: connection.index, taken: 0, passed: countOf(value, connection), reason });
        continue;
      }
      routes.push(take({ port, connection, value, sight, part }, deliveries, refusals));
    }
  }
  return { deliveries, routes, refusals };
}

type Passage = {
  readonly port: Port;
  readonly connection: PlanConnection;
  readonly value: unknown;
  readonly sight: Sight;
  readonly part: Part | undefined;
};

function take(passage: Passage, deliveries: Delivery[], refusals: Refusal[]): RouteCount {
  const { port, connection, value, sight, part } = passage;
  const elementType = port.type.replace(/\[\]$/, '');
  const spread = spreads(value, connection);
  let taken = 0;
  let passed = 0;
  let reason = '';
  const offer = (one: unknown, element: number | null) => {
    // A value that is missing has nothing for a condition to look at.
    const verdict = one === null ? null : verdictOn(connection, one, elementType, sight);
    if (verdict && !verdict.matches) {
      passed += 1;
      reason ||= verdict.reason;
      if (element !== null) {
        refusals.push({ value: one, connection: connection.index, reason: verdict.reason });
      }
      return;
    }
    taken += 1;
    deliveries.push({ connection, value: one, element });
  };
  if (spread) {
    const upTo = Math.min(spread.length, part?.upTo ?? spread.length);
    for (let at = part?.from ?? 0; at < upTo; at += 1) offer(spread[at], at);
  } else if (part !== undefined && part.from > 0) {
    return { connection: connection.index, taken: 0, passed: 0, reason: '' };
  } else if (connection.match && Array.isArray(value)) {
    // A list that is wanted whole: what matches of it.
    const kept = value.filter((one) => verdictOn(connection, one, elementType, sight)?.matches);
    taken = kept.length > 0 || value.length === 0 ? 1 : 0;
    passed = 1 - taken;
    if (taken === 1) deliveries.push({ connection, value: kept, element: null });
    else reason = 'no element matches';
  } else offer(value ?? null, null);
  return { connection: connection.index, taken, passed, reason };
}

/** What the connection's condition says of a value; null: it has none. */
export function verdictOn(
  connection: PlanConnection,
  value: unknown,
  type: string,
  sight: Sight,
): Verdict | null {
  const { match, looksAround } = connection;
  if (!match) return null;
  return match(sight.entity(value, type), looksAround ? sight.related(value, type) : undefined);
}

/** The elements, when the value is a list and the next input takes one at a time. */
export function spreads(value: unknown, connection: PlanConnection): readonly unknown[] | null {
  if (!Array.isArray(value) || connection.port.type.endsWith('[]')) return null;
  // Lists that meet other inputs meet them whole: see the runner's joining.
  if (connection.target.joins || connection.port.type === 'Json') return null;
  return value;
}

/** How many elements the longest list has that goes out element by element; 0 when there is none. */
export function longestList(node: PlanNode, outputs: Readonly<Record<string, unknown>>): number {
  return Math.max(
    0,
    ...node.outlets.flatMap(({ port, connections }) =>
      connections.map((connection) => spreads(outputs[port.name], connection)?.length ?? 0),
    ),
  );
}

function countOf(value: unknown, connection: PlanConnection): number {
  return spreads(value, connection)?.length ?? 1;
}
