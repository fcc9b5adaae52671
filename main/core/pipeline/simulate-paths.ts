/** The ways of a few items in every detail: with what each connection said. */
import type { ItemId, NodeId } from '../model/ids.ts';
import type { SimulatedPath, SimulatedRoute, SimulatedStep } from '../model/simulation.ts';
import { verdictOn } from './flow.ts';
import type { WeighedRoute } from './simulate-routes.ts';
import type { Cycle } from './simulate-visit.ts';
import type { Outcome } from './simulate-walk.ts';

export type PathLimits = {
  /** Items whose way is shown, and steps of each. */
  readonly paths: number;
  readonly stepsShown: number;
};

export type Paths = {
  /** Answers the step's place in the path, null when it is not shown. */
  add(outcome: Outcome, routes: readonly WeighedRoute[]): number | null;
  begin(cycle: Cycle): void;
  endCycle(cycle: Cycle): void;
  all(): SimulatedPath[];
};

type Open = { steps: SimulatedStep[]; cut: boolean };

/** @param items how many are put in: those that are shown are spread over them */
export function createPaths(items: number, limits: PathLimits): Paths {
  const open = new Map<Cycle, Open>();
  const done: SimulatedPath[] = [];

  function step(cycle: Cycle, made: SimulatedStep): number | null {
    const path = open.get(cycle);
    if (!path) return null;
    if (path.steps.length >= limits.stepsShown) {
      path.cut = true;
      return null;
    }
    path.steps.push(made);
    return path.steps.length - 1;
  }

  return {
    begin(cycle) {
      const chosen = items <= limits.paths || (cycle.index * limits.paths) % items < limits.paths;
      if (chosen) open.set(cycle, { steps: [], cut: false });
    },
    add(outcome, routes) {
      const { token, by, weight, why } = outcome;
      const { cycle, node, itemId, from, connection } = token;
      if (!open.has(cycle)) return null;
      const isDone = outcome.state === 'done';
      return step(cycle, {
        nodeId: node.id as NodeId,
        nodeName: node.node.name,
        by,
        from,
        connection,
        itemId,
        items: weight,
        state: isDone || outcome.state === 'together' ? 'done' : 'failed',
        action: isDone ? outcome.action : null,
        why,
        routes: isDone ? routes.map((route) => explained(outcome, route)) : [],
      });
    },
    endCycle(cycle) {
      const path = open.get(cycle);
      if (!path) return;
      for (const [node, slots] of cycle.slots) {
        for (const values of slots.values()) {
          for (const [port, slot] of values) {
            if (cycle.met.has(slot)) continue;
            step(cycle, {
              nodeId: node.id as NodeId,
              nodeName: node.node.name,
              by: 'exact',
              from: slot.from,
              connection: slot.connection,
              itemId: typeof slot.value === 'string' ? slot.value : null,
              items: slot.weight,
              state: 'waits',
              action: null,
              why: `waits as "${port}" for another input, which never comes`,
              routes: [],
            });
          }
        }
      }
      open.delete(cycle);
      const itemName = cycle.items.find(cycle.itemId)?.name ?? '';
      done.push({ itemId: cycle.itemId as ItemId, itemName, ...path });
    },
    all: () => done,
  };
}

function explained(outcome: Extract<Outcome, { state: 'done' }>, route: WeighedRoute): SimulatedRoute {
  const { connection, taken, passed, reason } = route;
  const { target } = connection;
  const { token, outputs } = outcome;
  const source = token.node.outlets.find((outlet) => outlet.connections.includes(connection));
  const value = source ? outputs[source.port.name] : undefined;
  const one = Array.isArray(value) ? value[0] : value;
  const type = source?.port.type.replace(/\[\]$/, '') ?? '';
  const looked = one !== undefined && one !== null;
  const verdict = looked ? verdictOn(connection, one, type, token.cycle.items) : null;
  return {
    connection: connection.index,
    targetId: target.id as NodeId,
    targetName: target.node.name,
    taken,
    passed,
    reason: passed > 0 ? reason : '',
    condition: verdict,
  };
}
