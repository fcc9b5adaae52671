/** What holds of tasks at any moment at which no machine works, whatever people have done. Each answers what is wrong. */
import type { ItemId } from '#core/model/ids.ts';
import type { TaskItemState } from '#core/model/task.ts';
import type { World } from '#test/support/engine-world.ts';

type Row = {
  seq: number;
  itemId: ItemId;
  taskId: string;
  copyOf: ItemId | null;
  state: TaskItemState;
  status: string | null;
  execution: number;
  parked: number;
  waits: number;
};

const WAITING: readonly TaskItemState[] = ['open', 'rework', 'review', 'consensus'];

/** Every place with how many of its executions wait. */
function places(world: World): Row[] {
  return world.db.all<Row>(
    `SELECT seq, task_item.item_id AS itemId, task_id AS taskId, copy_of AS copyOf, task_item.state, task_item.status,
       task_item.execution, execution.state = 'parked' AS parked,
       (SELECT count(*) FROM task_wait JOIN execution AS wait ON wait.key = task_wait.execution
        WHERE task_item = seq AND wait.state = 'parked') AS waits
     FROM task_item JOIN execution ON execution.key = task_item.execution`,
  );
}

/** An execution that waits for a person is one that a person is shown, and the other way round. */
export function lostExecutions(world: World): unknown[] {
  const unseen = world.db.all(
    `SELECT execution.key FROM execution WHERE state = 'parked'
       AND key NOT IN (SELECT execution FROM task_item WHERE copy_of IS NULL AND state NOT IN ('done', 'withdrawn'))
       AND key NOT IN (SELECT task_wait.execution FROM task_wait JOIN task_item ON seq = task_item
         WHERE task_item.state NOT IN ('done', 'withdrawn'))`,
  );
  const twice = world.db.all(
    `SELECT execution FROM task_wait WHERE execution IN (SELECT execution FROM task_item WHERE copy_of IS NULL)`,
  );
  return [...unseen, ...twice];
}

/** @param repeatable where decisions are not repeated an item may wait for a status that goes nowhere */
export function lostPlaces(world: World, repeatable: boolean): unknown[] {
  return places(world).filter((place) => {
    if (place.copyOf !== null) return false;
    const some = place.parked + place.waits > 0;
    if (WAITING.includes(place.state)) return repeatable && !some;
    return some && place.state !== 'away';
  });
}

/** An item's status is that of a decision that stands; without one it has none. */
export function wrongStatuses(world: World): unknown[] {
  return world.db.all(
    `SELECT id, status FROM item WHERE status IS NOT (
       SELECT status FROM task_item WHERE item_id = item.id AND state IN ('done', 'merged')
       ORDER BY coalesce(decided_at, 0) DESC, seq DESC LIMIT 1)
     AND NOT (status IS NOT NULL AND EXISTS (SELECT 1 FROM task_item WHERE item_id = item.id AND state = 'done'
       AND task_item.status = item.status))`,
  );
}

/** Copies that are worked on are hidden, belong to an item that waits for them, and one of them is not decided. */
export function wrongCopies(world: World, people: number): unknown[] {
  const all = places(world);
  const hidden = new Map(
    world.db
      .all<{ id: string; trashed: number }>('SELECT id, trashed FROM item')
      .map((row) => [row.id, row.trashed]),
  );
  const live = all.filter((one) => one.copyOf !== null && (one.state === 'open' || one.state === 'done'));
  const wrong: unknown[] = live.filter((one) => hidden.get(one.itemId) !== 2);
  const gone = all.filter(
    (one) => one.copyOf !== null && (one.state === 'merged' || one.state === 'withdrawn'),
  );
  wrong.push(...gone.filter((one) => hidden.get(one.itemId) !== 1));
  for (const place of all.filter((one) => one.copyOf === null)) {
    const own = live.filter((one) => one.copyOf === place.itemId && one.taskId === place.taskId);
    const expected = place.state === 'consensus' ? people : 0;
    const right =
      own.length === expected &&
      own.every((one) => one.execution === place.execution) &&
      (expected === 0 || own.some((one) => one.state === 'open'));
    if (!right) wrong.push({ place, own });
  }
  return wrong;
}

/** A cycle is open exactly while something of it is. */
export function wrongCycles(world: World): unknown[] {
  return world.db.all(
    `SELECT key, status, open FROM cycle
     WHERE (open > 0) <> (status IN ('pending', 'in-progress', 'rerun')) OR (status = 'terminated' AND open > 0)`,
  );
}

/** Sent back and not on its way to return. */
export function lostReturns(world: World): unknown[] {
  return world.db.all(
    `SELECT item_id FROM task_item AS away WHERE state = 'away'
       AND NOT EXISTS (SELECT 1 FROM task_item WHERE item_id = away.item_id AND state IN ('rework', 'consensus'))`,
  );
}
