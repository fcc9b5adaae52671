/**
 * Carries changes to a remote that puts nothing together itself: what is there is read, put together here, and what differs is
 * written. Done again it finds its own work and writes nothing. Between the reading and the writing somebody may change the
 * same field: there the last one wins, as the remote's interface has no condition for a change.
 */
import pLimit from 'p-limit';
import type { Change, Outcome } from '#core/model/exchange.ts';
import type { Http } from '../http.ts';
import { findItem, orRefused, refused, type Work } from './each.ts';
import { sendAnnotations } from './send-annotations.ts';
import { sendIssue, sendItem, sendStanding } from './send-others.ts';

/** Items that are worked on at the same time. */
const SIDE_BY_SIDE = 4;

/** One outcome for each change, in their order. Throws as `Http.ask`, but for what the remote refuses of one change. */
export async function sendParcel(
  http: Http,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<Change, Outcome>();
  const limit = pLimit(SIDE_BY_SIDE);
  const itemIds = [...new Set(changes.map(itemOf))];
  const works = itemIds.map((itemId) =>
    limit(async () => {
      const those = changes.filter((change) => itemOf(change) === itemId);
      for (const [change, outcome] of await sendItemsChanges({ http, signal }, itemId, those)) {
        outcomes.set(change, outcome);
      }
    }),
  );
  const failed = (await Promise.allSettled(works)).find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return changes.map((change) => outcomes.get(change) ?? refused('internal', 'This change was lost.'));
}

const itemOf = (change: Change) => (change.kind === 'item' ? change.id : change.itemId);

async function sendItemsChanges(
  work: Work,
  itemId: string,
  changes: readonly Change[],
): Promise<ReadonlyMap<Change, Outcome>> {
  const outcomes = new Map<Change, Outcome>();
  const item = await findItem(work, itemId);
  if (item === null) {
    const none = refused('not-found', 'The remote has this item no more.');
    return new Map(changes.map((change) => [change, none]));
  }
  for (const change of changes) {
    if (change.kind === 'item') outcomes.set(change, await orRefused(() => sendItem(work, item, change)));
  }
  const annotations = changes.filter((change) => change.kind === 'annotation');
  for (const [change, outcome] of await sendAnnotations(work, item, annotations))
    outcomes.set(change, outcome);
  // In their order: a decision is about what was labelled and objected to before it.
  for (const change of changes) {
    if (change.kind === 'issue') outcomes.set(change, await orRefused(() => sendIssue(work, item, change)));
    if (change.kind === 'standing')
      outcomes.set(change, await orRefused(() => sendStanding(work, item, change)));
  }
  return outcomes;
}
