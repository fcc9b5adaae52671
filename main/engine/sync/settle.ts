/** Takes over what a remote has made of a parcel, within the caller's transaction. */
import type { Content, Outcome } from '#core/model/exchange.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import { conflictIdSchema, type RemoteId } from '#core/model/sync.ts';
import { isSame } from '#core/sync/canonical.ts';
import { type Clash, mergeThree } from '#core/sync/merge.ts';
import { insertConflict } from '../db/queries/conflicts.ts';
import {
  dropFromOutbox,
  hasStandings,
  listSent,
  type OutboxRow,
  park,
  quietly,
  rebase,
} from '../db/queries/outbox.ts';
import type { Tx } from '../unit.ts';
import { contentHere } from './pack.ts';
import { takeContent } from './take.ts';

export function settle(tx: Tx, remoteId: RemoteId, strand: number, outcomes: readonly Outcome[]): void {
  for (const [at, row] of listSent(tx.db, remoteId, strand).entries()) {
    const outcome = outcomes[at];
    if (!outcome)
      park(tx.db, row.seq, { code: 'remote-failed', message: 'The remote gave no answer for it.' });
    else if (outcome.refused) park(tx.db, row.seq, outcome.refused);
    else settleOne(tx, row, outcome);
  }
}

function settleOne(tx: Tx, row: OutboxRow, { now, clashes, by }: Outcome): void {
  noteClashes(tx, row, clashes, by);
  if (row.kind === 'standing') {
    dropFromOutbox(tx.db, row.seq);
    // What was decided after it has still to be heard of.
    const [taskId = ''] = row.entity.split(':');
    if (!hasStandings(tx.db, row.itemId, taskId))
      quietly(tx.db, () => takeContent(tx, { row, value: now, by }));
    return;
  }
  const sent = (row.sent?.content ?? null) as Content | null;
  meet(tx, { row, base: sent, theirs: now, by });
}

export type Meeting = {
  readonly row: OutboxRow;
  /** What both sides had in common. */
  readonly base: Content | null;
  readonly theirs: Content | null;
  readonly by: string | null;
};

/** Puts what is here together with what the remote has, from what both began with; what then differs is sent. */
export function meet(tx: Tx, { row, base, theirs, by }: Meeting): void {
  const mine = contentHere(tx.db, row);
  const { value, clashes } = mergeThree<Content>(base, mine, theirs);
  noteClashes(tx, row, clashes, by);
  if (!isSame(value, mine)) quietly(tx.db, () => takeContent(tx, { row, value, by }));
  if (isSame(value, theirs)) dropFromOutbox(tx.db, row.seq);
  else rebase(tx.db, row.seq, theirs);
}

function noteClashes(tx: Tx, row: OutboxRow, clashes: readonly Clash[], by: string | null): void {
  for (const clash of clashes) {
    insertConflict(tx.db, {
      ...clash,
      id: conflictIdSchema.parse(tx.id()),
      kind: row.kind,
      entity: row.entity,
      itemId: itemIdSchema.parse(row.itemId),
      by,
      at: tx.now,
    });
  }
}
