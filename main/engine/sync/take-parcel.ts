/** A hub takes a parcel of a workstation once, whichever way and however often it comes. */
import { SluiceError } from '#core/errors.ts';
import type { Outcome } from '#core/model/exchange.ts';
import { findParcel, forgetParcels, saveParcel } from '../db/queries/parcels.ts';
import type { Graphs } from '../jobs/graphs.ts';
import type { Tx } from '../unit.ts';
import { receive } from './receive.ts';
import type { Parcel } from './remote.ts';

/** Milliseconds after which a workstation that was not heard of is taken for gone: a year. */
const FORGOTTEN_AFTER = 365 * 24 * 3600 * 1000;

type Taken = { readonly outcomes: readonly Outcome[]; readonly again: boolean };

/**
 * @param refuse why a change is not taken at all; null: it is taken by the usual rules
 * @throws SluiceError `forbidden` for somebody else's session, `remote-stale` when a later one has come
 */
export function takeParcel(
  tx: Tx,
  graphs: Graphs,
  { session, number, changes }: Parcel,
  refuse: (change: Parcel['changes'][number]) => Outcome | null = () => null,
): Taken {
  const last = findParcel(tx.db, session);
  if (last && last.person !== tx.actor) {
    throw new SluiceError('forbidden', `This session belongs to ${last.person}.`);
  }
  if (last && number < last.number) {
    const message = 'A later parcel of this session has come already.';
    throw new SluiceError('remote-stale', message, { last: last.number, number });
  }
  if (last?.number === number) return { outcomes: last.outcomes, again: true };
  if (!last) forgetParcels(tx.db, tx.now - FORGOTTEN_AFTER);
  const refused = changes.map(refuse);
  const taken = receive(
    tx,
    graphs,
    changes.filter((_, at) => !refused[at]),
  ).values();
  const outcomes = refused.flatMap((one) => one ?? taken.next().value ?? []);
  saveParcel(tx.db, { session, person: tx.actor, number, outcomes }, tx.now);
  return { outcomes, again: false };
}
