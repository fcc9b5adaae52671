/** The engine's state and the model's in the same words, and what is wrong in the engine by itself. */
import { wrongCounters } from '#test/support/counters.ts';
import { itemOf, type Model } from './model.ts';
import { itemKeys, type Stage } from './world.ts';

export type Picture = {
  /** `STATUS VERSION PRIORITY` of each cycle, in the order they began. */
  readonly cycles: readonly string[];
  /** `CYCLE NODE ITEM STATE ACTION`, sorted. */
  readonly executions: readonly string[];
  /** `VERSION CONNECTION TIMES`, sorted. */
  readonly connections: readonly string[];
  /** `NODE ITEM STATE STATUS`, sorted. */
  readonly places: readonly string[];
  readonly items: readonly string[];
};

const line = (...parts: readonly (string | number | null)[]) => parts.map((part) => part ?? '-').join(' ');

export function pictureOfModel(model: Model): Picture {
  return {
    cycles: model.cycles.map((cycle) => line(cycle.status, cycle.version, cycle.priority)),
    executions: model.cycles
      .flatMap((cycle, at) =>
        cycle.executions.map((one) =>
          line(at, one.node, itemOf(one), one.state, one.state === 'success' ? one.action : null),
        ),
      )
      .toSorted(),
    connections: [...model.taken].map(([key, times]) => line(key, times)).toSorted(),
    places: [...model.places]
      .map(([key, place]) => line(key, place.state, place.state === 'done' ? place.status : null))
      .toSorted(),
    items: [...model.items].flatMap(([key, { trashed }]) => (trashed ? [] : [key])).toSorted(),
  };
}

type Row = {
  cycle: number;
  node: string;
  item: string | null;
  state: string;
  action: string | null;
  list: number;
};

export function pictureOfEngine(stage: Stage): Picture {
  const { db } = stage.world;
  const keys = itemKeys(stage);
  const cycles = db.all<{ key: number; status: string; version: number; priority: number | null }>(
    `SELECT key, status, version, priority FROM cycle WHERE key > (SELECT max(reset_cycle) FROM pipeline) ORDER BY key`,
  );
  const order = new Map(cycles.map((cycle, at) => [cycle.key, at]));
  const executions = db.all<Row>(
    `SELECT cycle, node.node_id AS node, item_id AS item, state, action,
       coalesce(json_type(input, '$.item') = 'array', 0) AS list
     FROM execution JOIN node ON node.key = node WHERE cycle > (SELECT max(reset_cycle) FROM pipeline)`,
  );
  const nameOf = (item: string | null) => (item === null ? null : (keys.get(item) ?? item));
  return {
    cycles: cycles.map((cycle) => line(cycle.status, cycle.version, cycle.priority)),
    executions: executions
      .map((row) =>
        line(
          order.get(row.cycle) ?? -1,
          row.node,
          // What takes a list whole is about none of its elements.
          row.list ? null : nameOf(row.item),
          row.state,
          row.state === 'success' ? row.action : null,
        ),
      )
      .toSorted(),
    connections: db
      .all<{ version: number; connection: number; items: number }>(
        'SELECT version, connection, items FROM connection_count WHERE items > 0',
      )
      .map((row) => line(row.version, row.connection, row.items))
      .toSorted(),
    places: db
      .all<{ node: string; item: string; state: string; status: string | null }>(
        `SELECT task.node_id AS node, item_id AS item, state, status FROM task_item JOIN task ON task.id = task_id`,
      )
      .map((row) => line(row.node, nameOf(row.item), row.state, row.state === 'done' ? row.status : null))
      .toSorted(),
    items: db
      .all<{ id: string }>('SELECT id FROM item WHERE trashed = 0')
      .map(({ id }) => nameOf(id) ?? '')
      .toSorted(),
  };
}

/** What must never be, whatever has happened; empty when all is well. */
export function complaints({ world }: Stage): unknown[] {
  const { db } = world;
  const told = `(SELECT kind FROM event WHERE event.execution = execution.key AND kind <> 'passed-by'
    ORDER BY seq DESC LIMIT 1)`;
  return [
    ...wrongCounters(db),
    // Nothing runs when all has settled, and nothing waits in the queue of a pipeline that is installed.
    ...db.all(`SELECT execution.key, state FROM execution JOIN cycle ON cycle.key = cycle
      JOIN pipeline ON pipeline.id = pipeline_id
      WHERE state = 'running' OR state = 'queued' AND pipeline.status = 'Installed'`),
    // Every end and every wait is explained.
    ...db.all(`SELECT key, state, 'not explained' AS why FROM execution WHERE CASE state
      WHEN 'success' THEN logged IS NULL AND coalesce(${told}, '') NOT IN ('done', 'decided', 'decided-with')
      WHEN 'parked' THEN coalesce(${told}, '') <> 'parked' AND round = 0
      WHEN 'failed' THEN coalesce(${told}, '') <> 'failed' ELSE 0 END`),
    // What began a cycle is explained too.
    ...db.all(`SELECT key, 'no beginning' AS why FROM cycle WHERE NOT EXISTS (SELECT 1 FROM execution
      JOIN event ON event.execution = execution.key WHERE execution.cycle = cycle.key AND event.kind = 'started')`),
    // Whoever waits for a person is in a task, and who is in a task waits for a person.
    ...db.all(`SELECT seq, 'nothing waits' AS why FROM task_item WHERE state = 'open' AND NOT EXISTS (
      SELECT 1 FROM execution WHERE state = 'parked' AND (key = task_item.execution
        OR key IN (SELECT execution FROM task_wait WHERE task_item = seq)))`),
    ...db.all(`SELECT key, 'in no task' AS why FROM execution WHERE state = 'parked' AND NOT EXISTS (
      SELECT 1 FROM task_item WHERE task_item.state = 'open' AND (task_item.execution = execution.key
        OR seq = (SELECT task_item FROM task_wait WHERE task_wait.execution = execution.key)))`),
    // A cycle's own priority is that of all it waits for, but for what a person waits for.
    ...db.all(`SELECT execution.key, 'of another priority' AS why FROM execution JOIN cycle ON cycle.key = cycle
      WHERE state = 'queued' AND execution.priority < 10 AND execution.priority <> cycle.priority`),
    ...db.all(`SELECT seq, 'of another priority' AS why FROM task_item WHERE priority <> (
      SELECT max(coalesce(cycle.priority, 2)) FROM execution JOIN cycle ON cycle.key = cycle
      WHERE execution.key = task_item.execution
        OR execution.key IN (SELECT execution FROM task_wait WHERE task_item = seq))`),
    // Nothing came of what has not happened.
    ...db.all(`SELECT child.key, 'of nothing' AS why FROM execution AS child JOIN execution ON execution.key = child.parent
      WHERE child.state <> 'terminated' AND execution.state NOT IN ('success', 'terminated')`),
    ...db.all('PRAGMA foreign_key_check'),
  ];
}
