/** The side of a hub: items that are kept for a person who takes them along. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { Lease } from '#core/model/pack.ts';
import type { EngineContext } from '../context.ts';
import { findItem } from '../db/queries/items.ts';
import { findLease, insertPack, listPackedItems } from '../db/queries/packs.ts';
import { findTask } from '../db/queries/tasks.ts';
import { chooseOwn, endLease } from '../nodes/tasks/assign.ts';
import { refuseMirrored } from '../sync/mirror.ts';
import type { Tx } from '../unit.ts';

const DAY = 24 * 3600 * 1000;

/** In place of the key that signs what comes back in a file: this comes over the network. */
const NO_KEY = '';

export function hubLeaseHandlers(ctx: EngineContext): Handlers<'hub.lease' | 'hub.endLease'> {
  const answer = (tx: Tx, lease: Lease) => ({
    lease,
    itemIds: listPackedItems(tx.db, lease.id).map((id) => itemIdSchema.parse(id)),
  });

  function taskOf(tx: Tx, taskId: string) {
    const found = findTask(tx.db, taskId);
    if (!found) throw new SluiceError('not-found', 'This task is not there any more.', { taskId });
    refuseMirrored(tx.db, found);
    return found;
  }

  return {
    'hub.lease': ({ id, taskId, datasetIds, count, days }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const person = tx.actor;
        const known = findLease(tx.db, id);
        if (known) return answer(tx, ofThem(known, person));
        const task = taskOf(tx, taskId);
        const asked = new Set<string>(datasetIds);
        const may = (itemId: string) => asked.has(findItem(tx.db, itemId)?.datasetId ?? '');
        const chosen = chooseOwn(tx, task, { person, count, may });
        if (chosen.length === 0) {
          const message = `Nothing of "${task.name}" waits for ${person} that could be taken along.`;
          throw new SluiceError('wrong-state', message, { taskId });
        }
        const until = Math.round(tx.now + days * DAY);
        const pack = { id, taskId: task.id, person, madeAt: tx.now, until, returnKey: NO_KEY };
        insertPack(
          tx.db,
          pack,
          chosen.map(({ itemId }) => itemId),
        );
        tx.changes.task(task.id);
        const made = findLease(tx.db, id);
        if (!made) throw new SluiceError('internal', 'What was kept was not found again.');
        return answer(tx, made);
      }),
    'hub.endLease': ({ id }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const found = findLease(tx.db, id);
        if (!found) throw new SluiceError('not-found', 'This was not taken along from here.', { id });
        const lease = ofThem(found, tx.actor);
        if (lease.endedAt === null) endLease(tx, taskOf(tx, lease.taskId), lease);
        return findLease(tx.db, id) ?? lease;
      }),
  };
}

/** @throws SluiceError `forbidden` for what is somebody else's */
function ofThem(lease: Lease, person: string): Lease {
  if (lease.person === person) return lease;
  throw new SluiceError('forbidden', `This was taken along by ${lease.person}.`, { id: lease.id });
}
