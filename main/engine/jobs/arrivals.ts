/** A value that arrives at a node, and the execution it becomes. */
import type { CyclePriority, PortValues } from '#core/model/cycle.ts';
import { type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Delivery } from '#core/pipeline/flow.ts';
import { RUSH, type Work } from '../db/queries/executions.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { NewWork, Passage } from './transitions.ts';

/** What becomes of a new execution: run in this transaction, or written into the queue. */
export type Sink = (passage: Passage) => void;

export type Sending = {
  /** Place of the first element within the whole list. */
  readonly offset: number;
  readonly sink: Sink;
  /** Of what follows; as of the work itself when absent. */
  readonly priority?: number;
};

export type Arrival = {
  readonly plan: RunPlan;
  readonly target: RunNode;
  readonly from: Work;
  readonly delivery: Delivery;
  readonly ordinal: number;
  readonly branch: string | null;
  /** It is one of the elements of a list, or of the rows that were completed together. */
  readonly many: boolean;
  /** Of its cycle. */
  readonly cyclePriority: CyclePriority;
  readonly sending: Sending;
};

/** What an execution is given: its values and the item it is about. */
export type Given = { readonly input: string | null; readonly itemId: ItemId | null };

/** What a node with one fed input is given. */
export function single({ target, from, delivery }: Arrival): Given {
  const { port } = delivery.connection;
  const isItem = port.type === 'Item';
  // What needs an item and is given none must not work on the one that led there.
  const itemId = !isItem
    ? from.itemId
    : typeof delivery.value === 'string'
      ? (delivery.value as ItemId)
      : null;
  return { itemId, input: inputOf(target, { [port.name]: delivery.value }, isItem ? itemId : null) };
}

/** A successor of the work, in its cycle. */
export function successor(arrival: Arrival, given: Given): NewWork {
  const { target, from, delivery } = arrival;
  return {
    cycle: from.cycle,
    pipelineId: from.pipelineId,
    version: from.version,
    node: target.key,
    itemId: given.itemId,
    datasetId: given.itemId === from.itemId ? from.datasetId : null,
    parent: from.key,
    connection: delivery.connection.index,
    ordinal: arrival.ordinal,
    generation: from.round,
    branch: arrival.branch,
    input: given.input,
    priority: priorityOf(arrival),
    lane: target.lane,
  };
}

/**
 * The cycle's own wins over the node's, and that over that of what led there, but people come first all the way. What
 * comes out of their item in great number does not: a hundred thousand frames would starve everything else.
 */
function priorityOf({ target, from, sending, many, cyclePriority }: Arrival): number {
  const before = sending.priority ?? from.priority;
  if (before >= RUSH && !many) return before;
  return cyclePriority ?? declaredPriority(target) ?? (before >= RUSH ? NORMAL : before);
}

/** Where nothing says otherwise. */
export const NORMAL = 2;

/** A node's own priority: 1 low, 2 medium, 3 high; null when it has none. */
export function declaredPriority({ node }: RunNode): number | null {
  const priority = node.metadata['priority'];
  return priority === 1 || priority === 2 || priority === 3 ? priority : null;
}

/** JSON of the values by port; null when it is the item alone, as it mostly is. */
export function inputOf(node: RunNode, values: PortValues, itemId: string | null): string | null {
  const names = Object.keys(values);
  if (itemId !== null && names.length === 1 && names[0] === node.plan.itemPort) return null;
  return names.length === 0 ? null : JSON.stringify(values);
}

/** The id as a typed one: what ports carry is text. */
export function itemIdOf(value: unknown): ItemId | null {
  const parsed = itemIdSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The branch of one element: the way to it through the lists that it came in, one within the other. */
export function innerBranch(outer: string | null, source: Work, ordinal: number): string {
  const own = `${source.key}.${ordinal}`;
  return outer === null ? own : `${outer}/${own}`;
}

/** What a branch came out of, the nearest first; the whole, which is '', last. */
export function branchesAbove(branch: string): string[] {
  const steps = branch.split('/');
  return branch === '' ? [] : steps.map((_, at) => steps.slice(0, steps.length - 1 - at).join('/'));
}
