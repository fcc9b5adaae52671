/**
 * Nodes with several inputs: values wait until each input has one. Values meet within their branch: an element of a list
 * meets what was made of the same element, and what belongs to the whole meets every element. Lists that arrive whole are
 * paired by position, scalars repeated beside them; lists of different lengths are an error.
 */
import type { PortValues } from '#core/model/cycle.ts';
import { findWork } from '../db/queries/executions.ts';
import { listSlotBranches, listSlots, putSlot, type Slot, type SlotPlace } from '../db/queries/slots.ts';
import type { RunNode } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { type Arrival, type Given, itemIdOf, successor } from './arrivals.ts';
import { settleCycle } from './cycles.ts';
import { create, end } from './transitions.ts';

/** Puts the value down and makes every execution that it completes. */
export function deliverToJoin(tx: Tx, arrival: Arrival): void {
  const { target, from, delivery } = arrival;
  const place: SlotPlace = { cycle: from.cycle, node: target.key };
  const branch = arrival.branch ?? '';
  putSlot(tx.db, place, {
    branch,
    port: delivery.connection.port.name,
    value: JSON.stringify(delivery.value ?? null),
    execution: from.key,
  });
  let ordinal = arrival.ordinal;
  for (const one of completedBranches(tx, place, target, branch)) {
    const values = gather(tx, place, target, one);
    if (!values) continue;
    ordinal = enqueue(tx, { ...arrival, branch: one || null, ordinal }, values);
  }
}

/** The branches that a value of this branch may complete: its own and those that came out of it. */
function completedBranches(tx: Tx, place: SlotPlace, target: RunNode, branch: string): string[] {
  if (gather(tx, place, target, branch)) return [branch];
  return listSlotBranches(tx.db, place).filter(
    (other) => other !== branch && ancestors(tx, other).includes(branch),
  );
}

/** The branches that a branch came out of, the nearest first; the whole ('') last. */
function ancestors(tx: Tx, branch: string): string[] {
  const chain: string[] = [];
  let at = branch;
  while (at !== '') {
    const work = findWork(tx.db, Number(at.slice(0, at.indexOf('.'))));
    at = work?.branch ?? '';
    chain.push(at);
  }
  return chain;
}

/** A value for each fed input of the node, from the branch or what it came out of; null while one is missing. */
function gather(tx: Tx, place: SlotPlace, target: RunNode, branch: string): PortValues | null {
  const found = new Map<string, Slot>();
  for (const one of [branch, ...ancestors(tx, branch)]) {
    for (const slot of listSlots(tx.db, place, one)) {
      if (!found.has(slot.port)) found.set(slot.port, slot);
    }
  }
  if (!target.plan.fed.every((port) => found.has(port))) return null;
  return Object.fromEntries(
    target.plan.fed.map((port) => [port, JSON.parse(found.get(port)?.value ?? 'null')]),
  );
}

/** Makes the execution, or one for each place of the lists. Answers the next free ordinal. */
function enqueue(tx: Tx, arrival: Arrival, values: PortValues): number {
  const { target } = arrival;
  const lists = target.node.inputs.filter(
    (port) => Array.isArray(values[port.name]) && !port.type.endsWith('[]') && port.type !== 'Json',
  );
  if (lists.length === 0) {
    make(tx, arrival, values);
    return arrival.ordinal + 1;
  }
  const lengths = lists.map((port) => (values[port.name] as unknown[]).length);
  const [length = 0] = lengths;
  if (lengths.some((one) => one !== length)) {
    const passage = create(tx, successor(arrival, given(target, values)));
    const sizes = lists.map((port, at) => `"${port.name}" has ${lengths[at]}`).join(', ');
    const error = `Lists that meet in "${target.node.name}" must have as many elements: ${sizes}.`;
    end(tx, passage, 'fail', { error });
    tx.explain({ execution: passage.work.key, kind: 'failed', text: error });
    settleCycle(tx, arrival.from.cycle);
    return arrival.ordinal + 1;
  }
  for (let at = 0; at < length; at += 1) {
    const row = Object.fromEntries(
      Object.entries(values).map(([port, value]) => [
        port,
        lists.some((list) => list.name === port) ? (value as unknown[])[at] : value,
      ]),
    );
    make(tx, { ...arrival, ordinal: arrival.ordinal + at, branch: `${arrival.from.key}.${at}` }, row);
  }
  return arrival.ordinal + length;
}

function make(tx: Tx, arrival: Arrival, values: PortValues): void {
  arrival.sending.sink(create(tx, successor(arrival, given(arrival.target, values))));
}

function given(target: RunNode, values: PortValues): Given {
  const { itemPort } = target.plan;
  return { itemId: itemIdOf(itemPort === null ? null : values[itemPort]), input: JSON.stringify(values) };
}
