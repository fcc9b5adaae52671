/** Nodes with several inputs: values wait, on disk, until each input has one. How they meet is `core/pipeline/join.ts`. */
import type { PortValues } from '#core/model/cycle.ts';
import { meetings, pairLists, type Waiting } from '#core/pipeline/join.ts';
import {
  insertMet,
  listSlotBranches,
  listSlots,
  putSlot,
  type Slot,
  type SlotPlace,
} from '../db/queries/slots.ts';
import type { RunNode } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { type Arrival, branchesAbove, type Given, innerBranch, itemIdOf, successor } from './arrivals.ts';
import { create, end, type Passage } from './transitions.ts';

/** An arrival that completes the values of a branch, with where the others came from. */
type Completing = Arrival & { readonly sources: ReadonlySet<number> };

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
  const complete = meetings(target.plan.fed, waitingAt(tx, place), branch);
  const many = arrival.many || complete.length > 1;
  for (const one of complete) {
    const values = Object.fromEntries(
      target.plan.fed.map((port) => [port, JSON.parse(one.values.get(port)?.value ?? 'null')]),
    );
    const sources = new Set([...one.values.values()].map((slot) => slot.execution));
    sources.delete(from.key);
    ordinal = enqueue(tx, { ...arrival, branch: one.branch || null, ordinal, many, sources }, values);
  }
}

/** The branch of the whole is ''. */
function waitingAt(tx: Tx, place: SlotPlace): Waiting<string, Slot> {
  return {
    in: (branch) => new Map(listSlots(tx.db, place, branch).map((slot) => [slot.port, slot])),
    below: (branch) => listSlotBranches(tx.db, place, branch),
    ancestors: branchesAbove,
  };
}

/** Makes the execution, or one for each place of the lists. Answers the next free ordinal. */
function enqueue(tx: Tx, arrival: Completing, values: PortValues): number {
  const { target, ordinal } = arrival;
  const pairing = pairLists(target.node, values);
  switch (pairing.kind) {
    case 'row':
      make(tx, arrival, pairing.values);
      return ordinal + 1;
    case 'rows':
      pairing.rows.forEach((row, at) => {
        const place = {
          ordinal: ordinal + at,
          branch: innerBranch(arrival.branch, arrival.from, ordinal + at),
          many: arrival.many || pairing.rows.length > 1,
        };
        make(tx, { ...arrival, ...place }, row);
      });
      return ordinal + pairing.rows.length;
    case 'mismatch': {
      const { error } = pairing;
      const passage = createMet(tx, arrival, values);
      end(tx, passage, 'fail', { error });
      // Its cycle is settled when all that its source lets out is on the way.
      tx.explain({ execution: passage.work.key, kind: 'failed', text: error });
      return ordinal + 1;
    }
  }
}

function make(tx: Tx, arrival: Completing, values: PortValues): void {
  arrival.sending.sink(createMet(tx, arrival, values));
}

function createMet(tx: Tx, arrival: Completing, values: PortValues): Passage {
  const passage = create(tx, successor(arrival, given(arrival.target, values)));
  for (const source of arrival.sources) insertMet(tx.db, source, passage.work.key);
  return passage;
}

function given(target: RunNode, values: PortValues): Given {
  const { itemPort } = target.plan;
  return { itemId: itemIdOf(itemPort === null ? null : values[itemPort]), input: JSON.stringify(values) };
}
