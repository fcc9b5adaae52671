/** Where a pack was made: takes what was done with it, as if it had come over a network. */
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Change, Outcome } from '#core/model/exchange.ts';
import { type OutcomeManifest, returnManifestSchema } from '#core/model/pack.ts';
import type { EngineContext } from '../../context.ts';
import type { ReadableDb } from '../../db/driver.ts';
import { findLease, returnKeyOf, setCame, wasPackedFor } from '../../db/queries/packs.ts';
import type { Graphs } from '../../jobs/graphs.ts';
import type { Tx } from '../../unit.ts';
import type { Parcel } from '../remote.ts';
import { takeParcel } from '../take-parcel.ts';
import { damaged, readPack, writePack } from './container.ts';
import type { KeyPair } from './keys.ts';

export type TakenBack = {
  readonly packId: string;
  readonly changes: number;
  readonly before: number;
  readonly conflicts: number;
  readonly refused: string[];
};

type Files = { readonly path: string; readonly outcomePath: string };

/** @throws SluiceError see `packs.receive` */
export async function takeBack(
  ctx: EngineContext,
  graphs: Graphs,
  keys: KeyPair,
  { path, outcomePath }: Files,
): Promise<TakenBack> {
  const pack = await readPack(path, 'return', returnManifestSchema);
  const { packId, parcels } = pack.manifest;
  const lease = findLease(ctx.db, packId);
  const key = returnKeyOf(ctx.db, packId);
  // What was taken along over the network has no key, and nothing of it comes in a file.
  if (!lease || !key) {
    const message = 'The pack that this comes back from was not made in this workspace.';
    throw new SluiceError('not-found', message, { packId });
  }
  if (!pack.isBy(key)) throw damaged();
  await pack.extract([], ctx.files.scratch, ctx.closing);
  // In the name of who took it along, and only on what was taken along: whoever finds the file can do no more.
  const taken = ctx.unit(lease.person, (tx) => {
    setCame(tx.db, packId, tx.now);
    tx.changes.task(lease.taskId);
    return parcels.map((parcel) => ({ parcel, ...takeOnce(tx, graphs, parcel) }));
  });
  const answers: OutcomeManifest['answers'] = taken.flatMap(({ parcel: { session, number }, outcomes }) =>
    outcomes ? [{ session, number, outcomes: [...outcomes] }] : [],
  );
  const manifest = { kind: 'outcome', packId, answers } satisfies OutcomeManifest;
  await writePack(outcomePath, { manifest, secret: keys.secret, files: [] }, ctx.closing);
  const count = (some: typeof taken) => some.reduce((sum, { parcel }) => sum + parcel.changes.length, 0);
  const outcomes = taken.flatMap((one) => one.outcomes ?? []);
  return {
    packId,
    changes: count(taken),
    before: count(taken.filter(({ again }) => again)),
    conflicts: outcomes.filter(({ clashes }) => clashes.length > 0).length,
    refused: [...new Set(outcomes.flatMap(({ refused }) => refused?.message ?? []))],
  };
}

/** Outcomes are null where later work of the same workstation has come already, and this with it. */
function takeOnce(
  tx: Tx,
  graphs: Graphs,
  parcel: Parcel,
): { outcomes: readonly Outcome[] | null; again: boolean } {
  try {
    return takeParcel(tx, graphs, parcel, (change) => refusal(tx.db, tx.actor, change));
  } catch (error) {
    if (!isSluiceError(error, 'remote-stale')) throw error;
    return { outcomes: null, again: true };
  }
}

function refusal(db: ReadableDb, person: string, change: Change): Outcome | null {
  if (wasPackedFor(db, person, change.kind === 'item' ? change.id : change.itemId)) return null;
  const message = 'The item was in no pack of this person: what was done on it goes over a network.';
  return { now: null, clashes: [], by: null, refused: { code: 'forbidden', message } };
}
