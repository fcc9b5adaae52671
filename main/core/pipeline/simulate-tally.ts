/** Adds up what a simulation comes to. What it lists is bounded; the rest is counted. */
import type { ItemId, NodeId } from '../model/ids.ts';
import type { SimulatedConnection, SimulatedNode, Simulation, Stranded } from '../model/simulation.ts';
import type { Plan, PlanNode } from './plan.ts';
import { itemsLeaving, type Loss, lossesOf, type WeighedRoute } from './simulate-routes.ts';
import type { Behaviour, Cycle, Token } from './simulate-visit.ts';
import type { Outcome } from './simulate-walk.ts';

/** Entries of a list of items; reasons of a connection, and failures of a node. */
const LISTED = 200;
const REASONS = 3;
const FAILURES = 5;

type NodeTally = {
  executions: number;
  failed: number;
  ended: number;
  nowhere: number;
  endless: number;
  readonly failures: Set<string>;
  readonly actions: Map<string | null, number>;
  readonly endings: Map<string | null, number>;
};

type ConnectionTally = { taken: number; passed: number; readonly reasons: Map<string, string | null> };

export type Tally = {
  add(outcome: Outcome, routes: readonly WeighedRoute[]): void;
  /** Values that wait at nodes with several inputs for others that never came. */
  endCycle(cycle: Cycle): void;
  results(
    behaviours: ReadonlyMap<PlanNode, Behaviour>,
  ): Pick<Simulation, 'nodes' | 'connections' | 'totals' | 'nowhere' | 'endless'>;
};

export function createTally(plan: Plan): Tally {
  const nodes = new Map<PlanNode, NodeTally>([...plan.nodes.values()].map((node) => [node, newNode()]));
  const connections = plan.graph.connections.map(
    (): ConnectionTally => ({ taken: 0, passed: 0, reasons: new Map() }),
  );
  const nowhere: Stranded[] = [];
  const endless: Stranded[] = [];

  function at(node: PlanNode): NodeTally {
    const found = nodes.get(node);
    if (found) return found;
    throw new Error('every node of the plan is counted');
  }

  function lose(token: Pick<Token, 'cycle' | 'node'>, loss: Loss, action: string | null): void {
    at(token.node).nowhere += loss.weight;
    if (nowhere.length < LISTED) nowhere.push(strandedOf(token, loss, action));
  }

  function addDone(outcome: Extract<Outcome, { state: 'done' }>, routes: readonly WeighedRoute[]): void {
    const { token, action } = outcome;
    const node = at(token.node);
    const leaving = itemsLeaving(outcome);
    count(node.actions, action, leaving);
    for (const { connection, taken, passed, reason, itemId } of routes) {
      const tally = connections[connection.index];
      if (!tally) continue;
      tally.taken += taken;
      tally.passed += passed;
      if (passed > 0 && tally.reasons.size < REASONS && !tally.reasons.has(reason)) {
        tally.reasons.set(reason, itemId);
      }
    }
    const losses = lossesOf(outcome);
    for (const loss of losses) lose(token, loss, action);
    if (losses.length > 0 || outcome.flow.deliveries.length > 0) return;
    node.ended += leaving;
    count(node.endings, action, leaving);
  }

  function results(behaviours: ReadonlyMap<PlanNode, Behaviour>): ReturnType<Tally['results']> {
    const all = [...nodes];
    const sum = (of: (tally: NodeTally) => number) => all.reduce((total, [, tally]) => total + of(tally), 0);
    const rows = all.map(([node, tally]) => nodeRow(node, tally, behaviours.get(node)));
    return {
      nodes: rows,
      connections: connections.map(
        ({ taken, passed, reasons }, connection): SimulatedConnection => ({
          connection,
          taken,
          passed,
          reasons: [...reasons].map(([reason, itemId]) => ({ reason, itemId })),
        }),
      ),
      totals: {
        executions: sum((tally) => tally.executions),
        ended: all.flatMap(([{ id }, { endings }]) =>
          [...endings].map(([action, items]) => ({ nodeId: id as NodeId, action, items })),
        ),
        nowhere: sum((tally) => tally.nowhere),
        failed: sum((tally) => tally.failed),
        endless: sum((tally) => tally.endless),
        hours: rows.reduce((total, row) => total + (row.load?.hours ?? 0), 0),
      },
      nowhere,
      endless,
    };
  }

  return {
    add(outcome, routes) {
      const { token, weight } = outcome;
      const node = at(token.node);
      if (outcome.state === 'endless') {
        node.endless += weight;
        const loss = { itemId: token.itemId, weight, why: outcome.why, routes: [] };
        if (endless.length < LISTED) endless.push(strandedOf(token, loss, null));
        return;
      }
      node.executions += weight;
      if (outcome.state === 'done') {
        addDone(outcome, routes);
        return;
      }
      if (outcome.state === 'together') return;
      node.failed += weight;
      if (node.failures.size < FAILURES) node.failures.add(outcome.why);
    },
    endCycle(cycle) {
      for (const [node, slots] of cycle.slots) {
        for (const values of slots.values()) {
          const missing = node.fed.filter((port) => !values.has(port)).map((port) => `"${port}"`);
          for (const [port, slot] of values) {
            if (cycle.met.has(slot)) continue;
            const value = slot.value;
            const itemId = typeof value === 'string' ? value : cycle.itemId;
            const why = `Waits as "${port}" of "${node.node.name}" for ${missing.join(' and ')}, which never comes`;
            lose({ cycle, node }, { itemId, weight: slot.weight, why, routes: [] }, null);
          }
        }
      }
    },
    results,
  };
}

function newNode(): NodeTally {
  return {
    executions: 0,
    failed: 0,
    ended: 0,
    nowhere: 0,
    endless: 0,
    failures: new Set(),
    actions: new Map(),
    endings: new Map(),
  };
}

function nodeRow({ id, node }: PlanNode, tally: NodeTally, behaviour: Behaviour | undefined): SimulatedNode {
  return {
    nodeId: id as NodeId,
    name: node.name,
    by: behaviour?.by ?? 'exact',
    executions: tally.executions,
    failed: tally.failed,
    failures: [...tally.failures],
    actions: [...tally.actions].map(([action, items]) => ({ action, items })),
    ended: tally.ended,
    nowhere: tally.nowhere,
    rates: behaviour?.rates ?? null,
    load: behaviour?.desk?.load() ?? null,
  };
}

function strandedOf({ cycle, node }: Pick<Token, 'cycle' | 'node'>, loss: Loss, action: string | null) {
  return {
    inputId: cycle.itemId as ItemId,
    inputName: cycle.items.find(cycle.itemId)?.name ?? '',
    itemId: loss.itemId,
    items: loss.weight,
    nodeId: node.id as NodeId,
    nodeName: node.node.name,
    action,
    why: loss.why,
    routes: [...loss.routes],
  };
}

function count<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
