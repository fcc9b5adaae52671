/** Nodes with several inputs: values wait, on disk, until each input has one. How they meet is `core/pipeline/join.ts`. */
import type { PortValues } from '#core/model/cycle.ts';
import { meetings, pairLists, type Waiting } from '#core/pipeline/join.ts';
import { listSlotBranches, listSlots, putSlot, type SlotPlace } from '../db/queries/slots.ts';
import type { RunNode } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { type Arrival, branchesAbove, type Given, innerBranch, itemIdOf, successor } from './arrivals.ts';
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
  for (const one of meetings(target.plan.fed, waitingAt(tx, place), branch)) {
    const values = Object.fromEntries(
      target.plan.fed.map((port) => [port, JSON.parse(one.values.get(port) ?? 'null')]),
    );
    ordinal = enqueue(tx, { ...arrival, branch: one.branch || null, ordinal }, values);
  }
}

/** Values as JSON; the branch of the whole is ''. */
function waitingAt(tx: Tx, place: SlotPlace): Waiting<string, string> {
  return {
    in: (branch) => new Map(listSlots(tx.db, place, branch).map((slot) => [slot.port, slot.value])),
    below: (branch) => listSlotBranches(tx.db, place, branch),
    ancestors: branchesAbove,
  };
}

/** Makes the execution, or one for each place of the lists. Answers the next free ordinal. */
function enqueue(tx: Tx, arrival: Arrival, values: PortValues): number {
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
        };
        make(tx, { ...arrival, ...place }, row);
      });
      return ordinal + pairing.rows.length;
    case 'mismatch': {
      const { error } = pairing;
      const passage = create(tx, successor(arrival, given(target, values)));
      end(tx, passage, 'fail', { error });
      // Its cycle is settled when all that its source lets out is on the way.
      tx.explain({ execution: passage.work.key, kind: 'failed', text: error });
      return ordinal + 1;
    }
  }
}

function make(tx: Tx, arrival: Arrival, values: PortValues): void {
  arrival.sending.sink(create(tx, successor(arrival, given(arrival.target, values))));
}

function given(target: RunNode, values: PortValues): Given {
  const { itemPort } = target.plan;
  return { itemId: itemIdOf(itemPort === null ? null : values[itemPort]), input: JSON.stringify(values) };
}
