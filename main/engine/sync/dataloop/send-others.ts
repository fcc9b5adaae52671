/** Changes of items, decisions and issues on their way to a remote. */
import type { Change, ItemContent, Outcome, StandingContent } from '#core/model/exchange.ts';
import { isSame } from '#core/sync/canonical.ts';
import { itemContent, readStanding, standingContent } from '#core/sync/content.ts';
import { type ItemJson, readItemThere, readPlaces, writeItemContent } from '#core/sync/dataloop/items.ts';
import { mergeThree } from '#core/sync/merge.ts';
import { findItem, refused, type Work } from './each.ts';
import { readPresent } from './send-annotations.ts';
import { changeItem, giveStatus, putAnnotation } from './write.ts';

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

export async function sendItem(
  work: Work,
  json: ItemJson,
  { id, base, mine }: ChangeOf<'item'>,
): Promise<Outcome> {
  const item = readItemThere(json);
  if (item === null) return refused('unsupported', 'At the remote it is no picture or video any more.');
  if (mine.trashed && !base.trashed) {
    const message =
      'This remote has no trash: what is deleted there is gone. Delete it there, if it is to go.';
    return refused('unsupported', message);
  }
  const theirs = itemContent(item);
  const { value, clashes } = mergeThree<ItemContent>(base, mine, theirs);
  const now = value ?? theirs;
  if (!isSame(now, theirs)) {
    await changeItem(
      work.http,
      id,
      { before: writeItemContent(theirs), after: writeItemContent(now) },
      work.signal,
    );
  }
  return { now, clashes: [...clashes], by: null, refused: null };
}

export async function sendStanding(
  work: Work,
  item: ItemJson,
  change: ChangeOf<'standing'>,
): Promise<Outcome> {
  const { taskId, itemId, base, mine } = change;
  const place = await placeThere(work, itemId, taskId);
  if (!place) return refused('not-found', 'At the remote the item is in this task no more.');
  const theirs = standingContent(place);
  const { value, clashes } = mergeThree<StandingContent>(base, mine, theirs);
  const by = clashes.length === 0 ? null : place.decidedBy;
  if (!value || isSame(value, theirs)) return { now: theirs, clashes: [...clashes], by, refused: null };
  const { state, status } = readStanding(value);
  if (state === 'away') {
    // An issue on one of its objects has sent it back there already.
    if (await hasIssue(work, item)) return { now: value, clashes: [], by: null, refused: null };
    return refused('unsupported', 'This remote sends back what has an issue on an object: set it on one.');
  }
  if (state !== 'done' && state !== 'open') {
    return refused('unsupported', 'Who works on what is decided at the remote.');
  }
  await giveStatus(work.http, { taskId, itemId }, { status, before: place.status }, work.signal);
  const after = await placeThere(work, itemId, taskId);
  return { now: after ? standingContent(after) : value, clashes: [...clashes], by, refused: null };
}

async function hasIssue(work: Work, item: ItemJson): Promise<boolean> {
  return [...(await readPresent(work, item)).values()].some(({ status }) => status === 'issue');
}

async function placeThere(work: Work, itemId: string, taskId: string) {
  const json = await findItem(work, itemId);
  return json && readPlaces(json, () => undefined).find((place) => place.taskId === taskId);
}

/** The remote knows that there is an issue with an annotation; what is said of it goes with its mark. */
export async function sendIssue(work: Work, item: ItemJson, change: ChangeOf<'issue'>): Promise<Outcome> {
  const { id, base, mine } = change;
  const annotationId = (mine ?? base)?.annotationId ?? null;
  if (annotationId === null) {
    const message = 'This remote keeps issues on objects only: set it on one, or draw a note.';
    return refused('unsupported', message);
  }
  const there = (await readPresent(work, item)).get(annotationId);
  if (!there) return refused('not-found', 'At the remote the object is gone.');
  const done: Outcome = { now: mine, clashes: [], by: null, refused: null };
  const isOpen = there.mark?.issue?.id === id && there.status !== null;
  if (mine === null ? there.status === null : isOpen) return done;
  const issue = mine && { id, taskId: mine.taskId, text: mine.text };
  const mark = { id: annotationId, item: item.id, issue };
  const metadata = { system: { status: mine === null ? null : 'issue' }, user: { sluiceSync: mark } };
  await putAnnotation(work.http, there.idThere, { metadata }, work.signal);
  return done;
}
