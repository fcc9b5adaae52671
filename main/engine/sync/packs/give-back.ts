/** Writes what was done with a pack, and takes over what became of it. */
import { SluiceError } from '#core/errors.ts';
import { outcomeManifestSchema } from '#core/model/pack.ts';
import type { Secrets } from '#core/ports.ts';
import type { EngineContext } from '../../context.ts';
import { countNewItems, countOutbox, findStrand, listSent, STRANDS } from '../../db/queries/outbox.ts';
import { findTaken } from '../../db/queries/packs.ts';
import { MACHINE } from '../../unit.ts';
import { packParcel, parcelOnItsWay } from '../pack.ts';
import { settle } from '../settle.ts';
import { readPack, writePack } from './container.ts';
import { returnKeyName } from './open.ts';

/** Changes of one strand in a file: more than a person makes in a month. */
const MOST = 1_000_000;

const strands = Array.from({ length: STRANDS }, (_, strand) => strand);

function takenPack({ db }: EngineContext, packId: string) {
  const found = findTaken(db, packId);
  if (found) return found;
  throw new SluiceError('not-found', 'This pack was not opened in this workspace.', { packId });
}

/** @throws SluiceError see `packs.writeReturn` */
export async function writeReturn(
  ctx: EngineContext,
  secrets: Secrets,
  { packId, path }: { readonly packId: string; readonly path: string },
): Promise<{ changes: number; later: number; newItems: number }> {
  const { remoteId } = takenPack(ctx, packId);
  const secret = await secrets.get(returnKeyName(packId));
  if (secret === null) {
    const message = 'The key that signs what goes back is not kept on this computer. Open the pack again.';
    throw new SluiceError('wrong-state', message, { packId });
  }
  const parcels = ctx.unit(MACHINE, (tx) =>
    strands.flatMap(
      (strand) =>
        parcelOnItsWay(tx.db, remoteId, strand) ?? packParcel(tx, remoteId, strand, MOST, 'never') ?? [],
    ),
  );
  const newItems = countNewItems(ctx.db, remoteId);
  if (parcels.length === 0) {
    const message =
      newItems > 0
        ? 'There are only new items, and those go over a network.'
        : 'There is nothing to write: all that was done has come back already.';
    throw new SluiceError('wrong-state', message, { newItems });
  }
  await writePack(path, { manifest: { kind: 'return', packId, parcels }, secret, files: [] }, ctx.closing);
  const changes = parcels.reduce((sum, parcel) => sum + parcel.changes.length, 0);
  const { queued } = countOutbox(ctx.db, remoteId);
  return { changes, newItems, later: Math.max(0, queued - changes - newItems) };
}

/** Answers how many changes are settled by it; none where that has been done already. @throws SluiceError */
export async function takeOutcome(ctx: EngineContext, path: string): Promise<number> {
  const pack = await readPack(path, 'outcome', outcomeManifestSchema);
  await pack.extract([], ctx.files.scratch, ctx.closing);
  const { packId, answers } = pack.manifest;
  const { remoteId, hubKey } = takenPack(ctx, packId);
  if (!pack.isBy(hubKey)) {
    throw new SluiceError('forbidden', 'The outcome is not signed by the hub that made the pack.', {
      packId,
    });
  }
  return ctx.unit(MACHINE, (tx) => {
    let settled = 0;
    for (const strand of strands) {
      const last = findStrand(tx.db, remoteId, strand);
      const rows = listSent(tx.db, remoteId, strand);
      const answer = answers.find(
        ({ session, number }) => session === last?.session && number === last.parcel,
      );
      if (!answer || rows.length !== answer.outcomes.length) continue;
      settle(tx, remoteId, strand, answer.outcomes);
      settled += rows.length;
    }
    return settled;
  });
}
