/** Taking back what a decision has caused further on. */
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { readOutput, type Work } from '../db/queries/executions.ts';
import { findMadeCopy, findOtherMaker, listItemsMadeBy, setMaker, setTrashed } from '../db/queries/items.ts';
import { forgetSlots } from '../db/queries/slots.ts';
import { findTask, findTaskItemOfExecution, findTaskOfNodeKey } from '../db/queries/tasks.ts';
import { descendants } from '../jobs/lineage.ts';
import { stop } from '../jobs/steps.ts';
import type { Tx } from '../unit.ts';
import { raiseFor } from './cause.ts';
import { copiesOf } from './tasks/copies.ts';
import { leave } from './tasks/places.ts';

const WHY = 'An earlier decision was taken back.';

/**
 * Withdraws everything that came after an execution: waiting work ends, items leave the tasks they wait in, clones go
 * to the trash.
 * @throws SluiceError `wrong-state` when a person has decided further on or a machine is at work there; then nothing
 * is changed.
 */
export function withdrawAfter(tx: Tx, work: Work): void {
  const after = descendants(tx, work);
  for (const later of after) refuseIfSettled(tx, later);
  for (const later of after) withdraw(tx, later);
  // What waits for other values to meet counts no more either.
  const sources = [work, ...after].map((one) => one.key);
  forgetSlots(tx.db, work.cycle, sources);
}

function refuseIfSettled(tx: Tx, work: Work): void {
  if (work.state === 'running') {
    throw new SluiceError(
      'wrong-state',
      'The pipeline is working on the next step right now. Try again in a moment.',
    );
  }
  const place = findTaskItemOfExecution(tx.db, work.key);
  if (!place) {
    refuseIfOvertaken(tx, work);
    return;
  }
  const decided = [place, ...copiesOf(tx, place)].find((one) => one.state === 'done');
  if (!decided) return;
  const task = findTask(tx.db, place.taskId);
  throw new SluiceError(
    'wrong-state',
    `"${decided.status}" was decided in "${task?.name}" since. Take that decision back first.`,
    { taskId: place.taskId, itemId: decided.itemId },
  );
}

/** A decision on an item that has come to the task again since has no place there any more. */
function refuseIfOvertaken(tx: Tx, work: Work): void {
  if (work.state !== 'success' || work.action === null) return;
  const task = findTaskOfNodeKey(tx.db, work.node);
  if (!task) return;
  throw new SluiceError(
    'wrong-state',
    `"${work.action}" was decided in "${task.name}" since, and the item has come there again: that stands.`,
    { taskId: task.id, itemId: work.itemId },
  );
}

function withdraw(tx: Tx, work: Work): void {
  leave(tx, work.key, 'an earlier decision was taken back');
  for (const item of putThere(tx, work)) {
    // Another execution that stands has put it there too: then it stays, as that one's.
    const other = item.sourceItemId && findOtherMaker(tx.db, item.id, item.sourceItemId, work.key);
    if (other) {
      setMaker(tx.db, item.id, other);
      continue;
    }
    setTrashed(tx.db, item.id, true, tx.now);
    raiseFor(tx, work, { resource: 'Item', action: 'Deleted', id: item.id });
    tx.changes.dataset(item.datasetId);
  }
  stop(tx, { work, stored: true }, 'withdraw', WHY);
}

/** What it has made, and copies that it found where it wanted to put one. */
function putThere(tx: Tx, work: Work): Item[] {
  const made = listItemsMadeBy(tx.db, work.key);
  const output = work.itemId === null ? null : readOutput(tx.db, work.key);
  const out = output === null ? [] : Object.values(JSON.parse(output) as Record<string, unknown>);
  const copies = out.flatMap((value) => {
    const copy = typeof value === 'string' && work.itemId ? findMadeCopy(tx.db, value, work.itemId) : null;
    return copy && !made.some(({ id }) => id === copy.id) ? [copy] : [];
  });
  return [...made, ...copies];
}
