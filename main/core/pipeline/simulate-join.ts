/** How values meet in a simulation: as they do on disk, but in memory, and each standing for as many as it stands for. */
import type { PortValues } from '../model/cycle.ts';
import { itemIdSchema } from '../model/ids.ts';
import { meetings, pairLists, type Waiting } from './join.ts';
import type { Slot, Slots, Token } from './simulate-visit.ts';

/** What came, and the number of the execution that it came from. */
export type Arriving = { readonly port: string; readonly value: unknown; readonly source: number };

/** An execution that is complete now, or why it cannot be. */
export type Made = { readonly token: Token; readonly error: string | null };

/** @param place the execution that the value would be an input of */
export function arrive(place: Token, { port, value, source }: Arriving): Made[] {
  const { cycle, node, branch, weight, at, from, connection } = place;
  const slots: Slots = cycle.slots.get(node) ?? new Map();
  cycle.slots.set(node, slots);
  const own = slots.get(branch) ?? new Map<string, Slot>();
  slots.set(branch, own);
  own.set(port, { value: value ?? null, weight, at, from, connection });
  return meetings(node.fed, waitingIn(slots), branch).flatMap((meeting) => {
    const met = [...meeting.values.values()];
    for (const slot of met) cycle.met.add(slot);
    // What belongs to the whole meets every element: the elements say how many there are.
    const inside = [...(slots.get(meeting.branch)?.values() ?? [])].map((slot) => slot.weight);
    const token = {
      ...place,
      branch: meeting.branch,
      weight: Math.min(...inside),
      at: Math.max(...met.map((slot) => slot.at)),
    };
    const values = node.fed.map((name) => [name, meeting.values.get(name)?.value ?? null] as const);
    return paired(token, Object.fromEntries(values), source);
  });
}

function paired(token: Token, input: PortValues, source: number): Made[] {
  const pairing = pairLists(token.node.node, input);
  switch (pairing.kind) {
    case 'row':
      return [{ token: withInput(token, pairing.values), error: null }];
    case 'rows':
      return pairing.rows.map((row, at) => {
        const made = withInput({ ...token, branch: inner(token.branch, source, at) }, row);
        const weight = token.weight * token.cycle.items.copies(made.itemId);
        return { token: { ...made, weight }, error: null };
      });
    case 'mismatch':
      return [{ token: withInput(token, input), error: pairing.error }];
  }
}

function withInput(token: Token, input: PortValues): Token {
  const { itemPort } = token.node;
  const id = itemIdSchema.safeParse(itemPort === null ? null : input[itemPort]);
  return { ...token, input, itemId: id.success ? id.data : null };
}

/** The branch of an element within another one, named as the runner names it. */
export function inner(outer: string, source: number, element: number): string {
  const own = `${source}.${element}`;
  return outer === '' ? own : `${outer}/${own}`;
}

function waitingIn(slots: Slots): Waiting<string, Slot> {
  const nothing = new Map<string, Slot>();
  return {
    in: (branch) => slots.get(branch) ?? nothing,
    below: (branch) => [...slots.keys()].filter((one) => isBelow(one, branch)),
    ancestors: (branch) => {
      const steps = branch.split('/');
      return branch === '' ? [] : steps.map((_, at) => steps.slice(0, steps.length - 1 - at).join('/'));
    },
  };
}

function isBelow(branch: string, outer: string): boolean {
  return outer === '' ? branch !== '' : branch.startsWith(`${outer}/`);
}
