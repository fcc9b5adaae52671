/** Decisions that are not taken but drawn: those of people, and of what a simulation does not run. */
import { SluiceError } from '../errors.ts';
import type { GraphNode } from '../model/graph.ts';
import type { SimulatedRates, StandIn } from '../model/simulation.ts';
import { canonicalAction } from './routing.ts';
import { draw, groupOfDraw } from './split.ts';

/** What is known of a node from what it did before. */
export type NodeHistory = {
  /** How often it let something out with each decision. */
  readonly actions: ReadonlyMap<string, number>;
  /** Of a person's work on one item; null: unknown. */
  readonly seconds: number | null;
  readonly secondsSource: 'decisions' | 'executions';
};

/** The decisions with which a node's outputs may leave, each once. */
export function actionsOf(node: GraphNode): readonly string[] {
  const known = new Map<string, string>();
  for (const action of node.outputs.flatMap((port) => port.actions ?? [])) {
    if (!known.has(canonicalAction(action))) known.set(canonicalAction(action), action);
  }
  return [...known.values()];
}

/**
 * How likely each action is: as given, else as it was before, else all the same.
 * @throws SluiceError `invalid-input` when an action is given that the node does not have, or no weight at all.
 */
export function ratesFor(
  node: GraphNode,
  actions: readonly string[],
  given: StandIn | undefined,
  history: NodeHistory | undefined,
): SimulatedRates {
  const named = Object.entries(given?.rates ?? {});
  if (named.length > 0) return { source: 'given', shares: givenShares(node, actions, named) };
  const before = shares(actions, history?.actions ?? new Map());
  if (before) return { source: 'history', shares: before };
  return { source: 'even', shares: shares(actions, new Map(actions.map((action) => [action, 1]))) ?? [] };
}

function givenShares(
  node: GraphNode,
  actions: readonly string[],
  named: readonly (readonly [string, number])[],
): SimulatedRates['shares'] {
  const stray = named.find(([action]) => !actions.some((one) => same(one, action)))?.[0];
  if (stray !== undefined) {
    const choice = actions.length > 0 ? `it has ${actions.join(', ')}` : 'it decides nothing';
    throw new SluiceError('invalid-input', `"${node.name}" has no action "${stray}": ${choice}.`, {
      nodeId: node.id,
    });
  }
  const found = shares(actions, new Map(named));
  if (found) return found;
  throw new SluiceError('invalid-input', `Give at least one action of "${node.name}" a weight above zero.`);
}

/** Shares of one; null when nothing has a weight. */
function shares(
  actions: readonly string[],
  weights: ReadonlyMap<string, number>,
): SimulatedRates['shares'] | null {
  const byAction = new Map<string, number>();
  for (const [action, weight] of weights) {
    const key = canonicalAction(action);
    byAction.set(key, (byAction.get(key) ?? 0) + weight);
  }
  const weight = (action: string) => byAction.get(canonicalAction(action)) ?? 0;
  const total = actions.reduce((sum, action) => sum + weight(action), 0);
  return total > 0 ? actions.map((action) => ({ action, share: weight(action) / total })) : null;
}

function same(a: string, b: string): boolean {
  return canonicalAction(a) === canonicalAction(b);
}

/**
 * The action of a draw that follows from the seed, the node and the item; null when the node decides nothing.
 * @param turn tells one visit of an item from the next, or a loop would never end
 */
export function drawAction(
  rates: SimulatedRates,
  { seed, nodeId, itemId, turn }: { seed: string; nodeId: string; itemId: string | null; turn: number },
): string | null {
  const groups = rates.shares.map(({ action, share }) => ({ name: action, distribution: share }));
  return groupOfDraw(groups, draw(`decision ${seed}`, nodeId, `${itemId ?? ''} ${turn}`));
}
