/** What simulated nodes work with: the cycles and values under way, and the state that cycles share. */
import { SluiceError } from '../errors.ts';
import type { PortValues } from '../model/cycle.ts';
import type { GraphNode } from '../model/graph.ts';
import type { Item } from '../model/item.ts';
import type { SimulatedBy, SimulatedRates } from '../model/simulation.ts';
import type { PlanNode } from './plan.ts';
import type { ItemView } from './simulate-items.ts';
import type { Desk } from './simulate-people.ts';

/** A value that waits for others in front of a node. */
export type Slot = Pick<Token, 'weight' | 'at' | 'from' | 'connection'> & { readonly value: unknown };
/** By branch, then by input. A branch is named as the runner names it; '' is the whole. */
export type Slots = Map<string, Map<string, Slot>>;

/** The run of one item. */
export type Cycle = {
  readonly index: number;
  readonly itemId: string;
  readonly items: ItemView;
  /** Executions under way, by node. */
  readonly open: Map<string, number>;
  readonly failed: Set<string>;
  /** Wait nodes that have let one go on. */
  readonly continued: Set<string>;
  readonly slots: Map<PlanNode, Slots>;
  /** What has gone together into one execution, so that what is left over is known. */
  readonly met: Set<Slot>;
  /** Executions so far. */
  steps: number;
};

/** An execution to come. */
export type Token = {
  readonly cycle: Cycle;
  readonly node: PlanNode;
  readonly itemId: string | null;
  readonly input: PortValues;
  readonly branch: string;
  /** How many alike it stands for. */
  readonly weight: number;
  /** Executions before it on its way. */
  readonly hops: number;
  /** Seconds from the beginning. */
  readonly at: number;
  /** The step it came from, in what is shown of the cycle; and the connection. */
  readonly from: number | null;
  readonly connection: number | null;
};

/** What cycles share, as they do in the database. */
export type Shared = {
  readonly seed: string;
  /** What a data split without a seed of its own draws by. */
  readonly pipelineId: string;
  readonly variables: Map<string, unknown>;
  /** How many items each group of a data split has had, by node. */
  readonly splits: Map<string, Map<string, number>>;
  /** How many elements of a list are played at most; each stands for its part of the list. */
  readonly elements: number;
};

export type Visit = {
  readonly token: Token;
  readonly node: GraphNode;
  readonly items: ItemView;
  readonly shared: Shared;
  /** With defaults, and with variables where nothing came. */
  readonly input: PortValues;
  /** @throws SluiceError `invalid-input` when it is about no item. */
  item(): Item;
};

export type Result = {
  /** By name of the output; absent: the item leaves by the first. */
  readonly outputs?: PortValues;
  readonly action: string | null;
  readonly why: string;
  /** How many of those that the visit stands for; absent: all. */
  readonly weight?: number;
  /** Seconds from the beginning; absent: at once. */
  readonly at?: number;
};

type Common = {
  readonly by: SimulatedBy;
  readonly rates: SimulatedRates | null;
  readonly desk: Desk | null;
  /** What to bear in mind of the node. */
  readonly warning: string | null;
};

/**
 * How a node is played. `gate`: once everything else of its cycle stands still; `people`: once machines do;
 * `batch`: many at a time, beside.
 */
export type Behaviour = Common &
  (
    | { readonly lane: 'inline' | 'gate' | 'people'; play(visit: Visit): readonly Result[] }
    | { readonly lane: 'batch'; playAll(visits: readonly Visit[]): Promise<readonly BatchResult[]> }
  );

export type BatchResult = Result | { readonly error: string };

export function visitOf(token: Token, shared: Shared): Visit {
  const { node, itemPort } = token.node;
  const { items } = token.cycle;
  return {
    token,
    node,
    items,
    shared,
    get input() {
      return inputOf(token, shared);
    },
    item() {
      const id = token.itemId ?? (itemPort === null ? null : inputOf(token, shared)[itemPort]);
      const item = typeof id === 'string' ? items.find(id) : null;
      if (item) return item;
      throw new SluiceError('invalid-input', `"${node.name}" needs an item and was given none.`);
    },
  };
}

function inputOf({ node: { node, fed }, input: came }: Token, shared: Shared): PortValues {
  const missing = node.inputs.filter((port) => (came[port.name] ?? null) === null);
  if (missing.length === 0) return came;
  const values: Record<string, unknown> = { ...came };
  for (const { name, portId, variableName, defaultValue } of missing) {
    const value =
      typeof variableName === 'string'
        ? (shared.variables.get(variableName) ?? null)
        : (defaultValue ?? undefined);
    if (value !== undefined) values[name] = value;
    else if (fed.includes(name) && name in came) {
      const text = `"${node.name}" was given nothing for its input "${name}".`;
      throw new SluiceError('invalid-input', text, { nodeId: node.id, portId });
    } else delete values[name];
  }
  return values;
}
