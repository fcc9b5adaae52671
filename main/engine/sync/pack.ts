/** Makes parcels of what waits in the outbox, within the caller's transaction. */
import { type Change, type Content, changeSchema } from '#core/model/exchange.ts';
import { isSame } from '#core/sync/canonical.ts';
import { annotationContent, issueContent, itemContent } from '#core/sync/content.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import { findIssue } from '../db/queries/issues.ts';
import { findItem } from '../db/queries/items.ts';
import {
  dropFromOutbox,
  findStrand,
  listSent,
  listToSend,
  markSent,
  type OutboxRow,
  park,
  saveStrand,
} from '../db/queries/outbox.ts';
import { idThere } from '../db/queries/remotes.ts';
import type { Tx } from '../unit.ts';
import type { Parcel } from './remote.ts';

/** What an entity says here; null: it is not there. */
export function contentHere(
  db: ReadableDb,
  { kind, entity, mine }: Pick<OutboxRow, 'kind' | 'entity' | 'mine'>,
): Content | null {
  switch (kind) {
    case 'item': {
      const item = findItem(db, entity);
      return item && itemContent(item);
    }
    case 'annotation': {
      const annotation = findAnnotation(db, entity);
      return annotation && annotationContent(annotation);
    }
    case 'standing':
      return mine as Content;
    case 'issue': {
      const issue = findIssue(db, entity);
      return issue && issueContent(issue);
    }
  }
}

/** A parcel that was sent and not answered: it must go again as it was. Null when there is none. */
export function parcelOnItsWay(db: ReadableDb, remoteId: string, strand: number): Parcel | null {
  const rows = listSent(db, remoteId, strand);
  const place = findStrand(db, remoteId, strand);
  if (rows.length === 0 || !place) return null;
  const changes = rows.map((row) => changeOf(db, row, row.sent?.content ?? null));
  return { session: place.session, number: place.parcel, changes };
}

/**
 * Puts up to `limit` changes into a new parcel. Null when nothing waits, or a new item is next, which has to be uploaded.
 * What is as the remote has it by now is sent by nobody.
 * @param newItems `never`: there is no way to upload one; the others go without it
 */
export function packParcel(
  tx: Tx,
  remoteId: string,
  strand: number,
  limit: number,
  newItems: 'first' | 'never' = 'first',
): Parcel | null {
  const chosen: { readonly row: OutboxRow; readonly change: Change; readonly content: unknown }[] = [];
  for (const row of listToSend(tx.db, remoteId, strand, limit)) {
    if (row.kind === 'item' && row.base === null) {
      if (newItems === 'never') continue;
      break;
    }
    const content = contentHere(tx.db, row);
    if (isSame(content, row.base)) {
      dropFromOutbox(tx.db, row.seq);
      continue;
    }
    const change = changeSchema.safeParse(changeOf(tx.db, row, content));
    if (change.success) chosen.push({ row, change: change.data, content });
    else
      park(tx.db, row.seq, { code: 'invalid-input', message: `It cannot be sent: ${change.error.message}` });
  }
  if (chosen.length === 0) return null;
  const last = findStrand(tx.db, remoteId, strand) ?? { session: tx.id(), parcel: 0 };
  const place = { ...last, parcel: last.parcel + 1 };
  saveStrand(tx.db, { remoteId, strand, ...place });
  for (const { row, content } of chosen) markSent(tx.db, row.seq, place.parcel, content);
  return { session: place.session, number: place.parcel, changes: chosen.map(({ change }) => change) };
}

/** In the remote's ids. What a row holds was checked when it was packed. */
function changeOf(db: ReadableDb, { kind, entity, itemId, base }: OutboxRow, mine: unknown): Change {
  const there = idThere(db, 'item', itemId);
  const about = {
    item: { id: there },
    annotation: { id: entity, itemId: there },
    standing: { taskId: entity.split(':')[0], itemId: there },
    issue: { id: entity, itemId: there },
  }[kind];
  return { kind, ...about, base, mine } as Change;
}
