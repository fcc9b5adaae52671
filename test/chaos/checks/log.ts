/**
 * The log replayed: what executions hold of it themselves and the events beside them must lead to the state that each
 * execution is in, and to the counters of nodes and connections.
 */

import type { ReadableDb } from '#engine/db/driver.ts';
import type { RouteNote } from '#engine/db/queries/events.ts';
import { told } from './rules.ts';

type Entry = {
  readonly seq: number;
  readonly kind: string;
  readonly text: string;
  readonly execution: number;
};
type Row = {
  readonly key: number;
  readonly cycle: number;
  readonly node: number;
  readonly state: string;
  readonly parent: number | null;
};
/** Where an entry leads; entries of other kinds leave things as they are. */
const LEADS_TO: Readonly<Record<string, string>> = {
  started: 'waiting',
  retried: 'waiting',
  parked: 'parked',
  undecided: 'parked',
  done: 'success',
  decided: 'success',
  failed: 'failed',
  dead: 'dead',
  withdrawn: 'terminated',
  'moved-away': 'terminated',
  terminated: 'terminated',
};
const SENT_BACK = /sent it back to/;
const CAME_BACK = /^Came back to/;

/** Everything in which the log and the tables differ; empty when they agree. */
export function findLogDifferences(db: ReadableDb): string[] {
  return [...statesDiffer(db), ...nodeCountsDiffer(db), ...connectionCountsDiffer(db)];
}

function entriesOf(db: ReadableDb): Entry[] {
  return db.all<Entry>(
    `SELECT seq, kind, text, execution FROM event WHERE execution IS NOT NULL
     UNION ALL SELECT logged, 'done', why, key FROM execution WHERE logged IS NOT NULL ORDER BY 1`,
  );
}

/** The state of each execution by the log alone. */
function replay(db: ReadableDb): ReadonlyMap<number, string> {
  const rows = new Map(
    db.all<Row>('SELECT key, cycle, node, state, parent FROM execution').map((row) => [row.key, row]),
  );
  const states = new Map<number, string>([...rows.keys()].map((key) => [key, 'waiting']));
  const since = new Map<number, number>();
  /** By the labelling execution that it went back to: the reviewing one that it came from. */
  const away = new Map<number, number>();
  const move = (key: number, seq: number, state: string) => {
    states.set(key, state);
    since.set(key, seq);
  };
  for (const { seq, kind, text, execution } of entriesOf(db)) {
    const state = LEADS_TO[kind];
    if (state !== undefined) move(execution, seq, state);
    if (kind === 'withdrawn' && SENT_BACK.test(text)) {
      const labelling = decidedBefore(rows, states, execution);
      if (labelling === null) continue;
      away.set(labelling, execution);
      move(labelling, seq, 'parked');
    }
    const reviewing = away.get(execution);
    if (kind === 'decided' && CAME_BACK.test(text) && reviewing !== undefined) move(reviewing, seq, 'parked');
  }
  // A cycle that runs again or is ended is told of once, and not for each of its executions.
  for (const [cycle, seq] of upheavals(db)) {
    for (const key of cycle) {
      if (rows.get(key)?.state === 'terminated' && (since.get(key) ?? 0) < seq) states.set(key, 'terminated');
    }
  }
  return states;
}

/** The nearest execution before it that a person has decided. */
function decidedBefore(
  rows: ReadonlyMap<number, Row>,
  states: ReadonlyMap<number, string>,
  from: number,
): number | null {
  let at = rows.get(from)?.parent ?? null;
  while (at !== null && states.get(at) !== 'success') at = rows.get(at)?.parent ?? null;
  return at;
}

/** The executions of cycles that ran again or were ended, with the last time that happened. */
function upheavals(db: ReadableDb): [readonly number[], number][] {
  return db
    .all<{ cycle: number; seq: number }>(
      `SELECT cycle, max(seq) AS seq FROM event WHERE kind IN ('rerun', 'cycle-terminated') GROUP BY 1`,
    )
    .map(({ cycle, seq }) => [
      db
        .all<{ key: number }>('SELECT key FROM execution WHERE cycle = :cycle', { cycle })
        .map(({ key }) => key),
      seq,
    ]);
}

/** The log does not tell the wait in the queue from the work itself. */
const asLogged = (state: string) => (state === 'queued' || state === 'running' ? 'waiting' : state);

function statesDiffer(db: ReadableDb): string[] {
  const logged = replay(db);
  const cases = db
    .all<Row>('SELECT key, cycle, node, state, parent FROM execution')
    .filter(({ key, state }) => logged.get(key) !== asLogged(state))
    .map((row) => ({ ...row, byTheLog: logged.get(row.key) }));
  return told('the log leads to another state than the table has', cases);
}

function nodeCountsDiffer(db: ReadableDb): string[] {
  const logged = replay(db);
  const folded = new Map<string, number>();
  const add = (key: string, by: number) => folded.set(key, (folded.get(key) ?? 0) + by);
  for (const { key, node } of db.all<Row>('SELECT key, node FROM execution'))
    add(`${node} ${logged.get(key)}`, 1);
  for (const { node, state, count } of db.all<{ node: number; state: string; count: number }>(
    'SELECT node, state, count FROM node_count',
  )) {
    add(`${node} ${asLogged(state)}`, -count);
  }
  const cases = [...folded].filter(([, difference]) => difference !== 0);
  return told('a counter of a node disagrees with the log (node and state, log minus counter)', cases);
}

function connectionCountsDiffer(db: ReadableDb): string[] {
  const folded = new Map<string, number>();
  const add = (key: string, by: number) => folded.set(key, (folded.get(key) ?? 0) + by);
  const noted = db.all<{ pipeline: string; version: number; routes: string }>(
    `SELECT pipeline_id AS pipeline, version, execution.routes FROM execution JOIN cycle ON cycle.key = cycle
       WHERE execution.routes IS NOT NULL
     UNION ALL SELECT cycle.pipeline_id, version, event.routes FROM event
       JOIN execution ON execution.key = execution JOIN cycle ON cycle.key = execution.cycle
       WHERE event.routes IS NOT NULL`,
  );
  for (const { pipeline, version, routes } of noted) {
    for (const [connection, taken] of JSON.parse(routes) as RouteNote[]) {
      add(`${pipeline} ${version} ${connection}`, taken);
    }
  }
  for (const row of db.all<{ key: string; items: number }>(
    `SELECT pipeline_id || ' ' || version || ' ' || connection AS key, items FROM connection_count`,
  )) {
    add(row.key, -row.items);
  }
  const cases = [...folded].filter(([, difference]) => difference !== 0);
  return told('a counter of a connection disagrees with the log (log minus counter)', cases);
}
