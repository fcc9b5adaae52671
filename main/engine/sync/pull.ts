/** Takes over what has changed at a remote, item by item, within the caller's transaction. */
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
import type { FeedEntry } from '#core/model/exchange.ts';
import { type DatasetId, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { isSame } from '#core/sync/canonical.ts';
import { annotationContent, issueContent, itemContent } from '#core/sync/content.ts';
import { listAnnotations } from '../db/queries/annotations.ts';
import { deleteIssue, insertIssue, listIssues } from '../db/queries/issues.ts';
import { findItem, findItemByIdentity, hasItem, insertItem } from '../db/queries/items.ts';
import { hasStandings, listPendingOf, type OutboxRow, quietly } from '../db/queries/outbox.ts';
import { idHere, insertLink } from '../db/queries/remotes.ts';
import { listTaskItemsOfItem } from '../db/queries/tasks.ts';
import { putTrashed } from '../item-trash.ts';
import { applyPulledSet } from '../services/annotation-changes.ts';
import type { Tx } from '../unit.ts';
import { isMirrored, takePlace } from './mirror.ts';
import { meet } from './settle.ts';
import { takeItem } from './take.ts';

export type PullPlace = {
  readonly remoteId: RemoteId;
  readonly datasetId: DatasetId;
  /** See `RemoteApi`. */
  readonly namesItems: boolean;
};

export function takeEntry(tx: Tx, place: PullPlace, entry: FeedEntry): void {
  const id = itemIdSchema.parse(idHere(tx.db, place.remoteId, 'item', entry.item.id));
  const known = findItem(tx.db, id);
  const here = known ? id : bring(tx, place, entry);
  const pending = listPendingOf(tx.db, here);
  if (known) meetItem(tx, here, entry, pending);
  meetAnnotations(tx, here, entry.annotations, pending);
  meetIssues(tx, here, entry, pending);
  meetPlaces(tx, here, entry);
}

/** An item that the remote has no more. What was done to it here can be seen in the trash. */
export function takeGone(tx: Tx, { remoteId }: Pick<PullPlace, 'remoteId'>, there: string): void {
  const item = findItem(tx.db, idHere(tx.db, remoteId, 'item', there));
  if (!item || item.trashed) return;
  quietly(tx.db, () => putTrashed(tx, item, true));
  tx.explain({ itemId: item.id, kind: 'gone', text: 'Deleted at the remote' });
}

/** Makes the item, or finds the one of the same content that has been here all along. */
function bring(
  tx: Tx,
  { remoteId, datasetId, namesItems }: PullPlace,
  { item, identity }: FeedEntry,
): ItemId {
  const same = findItemByIdentity(tx.db, datasetId, identity);
  if (same) {
    insertLink(tx.db, { kind: 'item', localId: same.id, remoteId, idThere: item.id });
    return same.id;
  }
  quietly(tx.db, () => {
    insertItem(tx.db, {
      ...item,
      datasetId,
      identity,
      sourceItemId: null,
      frame: frameHere(tx, remoteId, item),
      storage: 'remote',
      location: '',
      maker: null,
    });
    if (item.trashed) takeItem(tx, item.id, itemContent(item));
  });
  if (namesItems) insertLink(tx.db, { kind: 'item', localId: item.id, remoteId, idThere: item.id });
  tx.changes.dataset(datasetId);
  tx.explain({ itemId: item.id, kind: 'arrived', text: 'Arrived from the remote' });
  if (!item.trashed) tx.raise({ resource: 'Item', action: 'Created', id: item.id });
  return item.id;
}

/** The place in its video, when that video is here. */
function frameHere(tx: Tx, remoteId: RemoteId, { frame }: Item): Item['frame'] {
  const videoId = frame && itemIdSchema.parse(idHere(tx.db, remoteId, 'item', frame.videoId));
  return frame && videoId && hasItem(tx.db, videoId) ? { ...frame, videoId } : null;
}

function meetItem(tx: Tx, id: ItemId, { item }: FeedEntry, pending: readonly OutboxRow[]): void {
  const theirs = itemContent(item);
  const row = pending.find(({ kind }) => kind === 'item');
  if (row) {
    // Null: a new item of which the remote tells before the answer to its upload was read.
    if (row.base !== null) meet(tx, { row, base: row.base as typeof theirs, theirs, by: null });
    return;
  }
  const before = findItem(tx.db, id);
  if (!before || isSame(itemContent(before), theirs)) return;
  quietly(tx.db, () => takeItem(tx, id, theirs));
}

function meetAnnotations(
  tx: Tx,
  itemId: ItemId,
  theirs: readonly Annotation[],
  pending: readonly OutboxRow[],
): void {
  const there = new Map<string, Annotation>(theirs.map((one) => [one.id, one]));
  const rows = pending.filter(({ kind }) => kind === 'annotation');
  const changedHere = new Set(rows.map(({ entity }) => entity));
  const diffs: AnnotationDiff[] = [];
  const here = new Map<string, Annotation>(listAnnotations(tx.db, itemId).map((one) => [one.id, one]));
  for (const [id, remote] of there) {
    const before = here.get(id) ?? null;
    if (changedHere.has(id) || (before && isSame(annotationContent(before), annotationContent(remote))))
      continue;
    diffs.push({ id: remote.id, before, after: { ...remote, itemId, rev: (before?.rev ?? 0) + 1 } });
  }
  for (const [id, before] of here) {
    if (!there.has(id) && !changedHere.has(id)) diffs.push({ id: before.id, before, after: null });
  }
  if (diffs.length > 0) quietly(tx.db, () => write(tx, itemId, diffs));
  for (const row of rows) {
    const remote = there.get(row.entity);
    const other = remote ? annotationContent(remote) : null;
    // Null: a new one that the remote has not got yet.
    if (row.base === null && other === null) continue;
    meet(tx, { row, base: row.base as typeof other, theirs: other, by: remote?.updatedBy ?? null });
  }
}

function write(tx: Tx, itemId: ItemId, diffs: readonly AnnotationDiff[]): void {
  const title = diffs.length === 1 ? 'Synced annotation' : `Synced ${diffs.length} annotations`;
  const actor = diffs.findLast(({ after }) => after !== null)?.after?.updatedBy ?? 'the remote';
  applyPulledSet(tx, { id: tx.id(), itemId, title, actor, diffs: [...diffs] });
}

/** How far an issue has got is the remote's word; what is said with it is the reviewer's. */
function meetIssues(tx: Tx, itemId: ItemId, { issues }: FeedEntry, pending: readonly OutboxRow[]): void {
  const own = new Set(pending.filter(({ kind }) => kind === 'issue').map(({ entity }) => entity));
  const there = new Set<string>(issues.map(({ id }) => id));
  quietly(tx.db, () => {
    for (const issue of listIssues(tx.db, itemId)) {
      if (!own.has(issue.id)) deleteIssue(tx.db, issue.id);
    }
    for (const issue of issues) {
      if (!own.has(issue.id) && isMirrored(tx.db, issue.taskId)) insertIssue(tx.db, { ...issue, itemId });
    }
  });
  for (const row of pending) {
    if (row.kind !== 'issue' || row.base === null) continue;
    const theirs = issues.find(({ id }) => id === row.entity);
    const other = there.has(row.entity) && theirs ? issueContent(theirs) : null;
    meet(tx, { row, base: row.base as typeof other, theirs: other, by: theirs?.creator ?? null });
  }
}

/** Where decisions of this workspace are on their way, the remote's answer to those says how it stands. */
function meetPlaces(tx: Tx, itemId: ItemId, { places }: FeedEntry): void {
  const there = new Set<string>(places.map(({ taskId }) => taskId));
  for (const place of listTaskItemsOfItem(tx.db, itemId)) {
    const isOut = place.state !== 'withdrawn' && !there.has(place.taskId);
    if (isOut && !hasStandings(tx.db, itemId, place.taskId)) {
      quietly(tx.db, () => takePlace(tx, { ...place, state: 'withdrawn', status: null }));
    }
  }
  for (const place of places) {
    if (hasStandings(tx.db, itemId, place.taskId)) continue;
    quietly(tx.db, () => takePlace(tx, { ...place, itemId }));
  }
}
