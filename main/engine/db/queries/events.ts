/** The append-only log of decisions. */
import type { ReadableDb, SqlValue, WritableDb } from '../driver.ts';
import { rowInsert } from '../row-insert.ts';

/** What a connection did: [its place in the graph, values taken, values passed by, why the first was passed by]. */
export type RouteNote = readonly [connection: number, taken: number, passed: number, reason: string];

export type NewEvent = {
  readonly kind: string;
  /** For a person: what was decided and why. */
  readonly text: string;
  /** Key; an event of an execution belongs to its cycle, item, node and pipeline through it. */
  readonly execution?: number;
  readonly cycle?: number;
  readonly itemId?: string;
  readonly pipelineId?: string;
  readonly nodeId?: string;
  readonly routes?: readonly RouteNote[];
};

const insert = rowInsert('event', [
  'seq',
  'at',
  'actor',
  'kind',
  'execution',
  'cycle',
  'item_id',
  'pipeline_id',
  'node_id',
  'text',
  'routes',
]);

/** @param actor null: the machine itself. */
export function insertEvent(
  db: WritableDb,
  seq: number,
  at: number,
  actor: string | null,
  event: NewEvent,
): void {
  const { execution } = event;
  insert(db, [
    seq,
    at,
    actor,
    event.kind,
    execution ?? null,
    execution === undefined ? (event.cycle ?? null) : null,
    event.itemId ?? null,
    execution === undefined ? (event.pipelineId ?? null) : null,
    execution === undefined ? (event.nodeId ?? null) : null,
    event.text,
    routesText(event.routes),
  ]);
}

/** As it is stored; null for none. */
export function routesText(routes: readonly RouteNote[] | undefined): string | null {
  return routes && routes.length > 0 ? JSON.stringify(routes) : null;
}

/** The last place given out in the log. */
export function lastLogged(db: ReadableDb): number {
  return db.get<{ seq: number }>('SELECT seq FROM log')?.seq ?? 0;
}

export function setLastLogged(db: WritableDb, seq: number): void {
  db.run('UPDATE log SET seq = :seq', { seq });
}

/** An event as it is stored, with where it belongs. */
export type StoredEvent = {
  readonly seq: number;
  readonly at: number;
  readonly actor: string | null;
  readonly kind: string;
  readonly text: string;
  readonly routes: string | null;
  readonly execution: number | null;
  readonly executionAt: number | null;
  readonly cycle: number | null;
  readonly cycleAt: number | null;
  readonly version: number | null;
  readonly itemId: string | null;
  readonly pipelineId: string | null;
  readonly nodeId: string | null;
};

/** The version that decided: the cycle's, unless it has gone over to another since. */
const versionAt = (seq: string) => `coalesce((SELECT past.version FROM cycle_version AS past
  WHERE past.cycle = cycle.key AND past.until >= ${seq} ORDER BY past.until LIMIT 1), cycle.version) AS version`;

const COLUMNS = `event.seq, event.at, event.actor, event.kind, event.text, event.routes, event.execution,
  execution.created_at AS executionAt, cycle.key AS cycle, cycle.created_at AS cycleAt, ${versionAt('event.seq')},
  coalesce(event.item_id, execution.item_id) AS itemId, coalesce(event.pipeline_id, cycle.pipeline_id) AS pipelineId,
  coalesce(event.node_id, node.node_id) AS nodeId`;
const ALONE = `LEFT JOIN execution ON execution.key = event.execution
  LEFT JOIN cycle ON cycle.key = coalesce(execution.cycle, event.cycle) LEFT JOIN node ON node.key = execution.node`;

/** What executions hold of the log themselves. */
const OWN = `SELECT logged AS seq, execution.ended_at AS at, NULL AS actor, 'done' AS kind, why AS text, execution.routes,
  execution.key AS execution, execution.created_at AS executionAt, cycle.key AS cycle, cycle.created_at AS cycleAt,
  ${versionAt('logged')}, execution.item_id AS itemId, cycle.pipeline_id AS pipelineId, node.node_id AS nodeId
  FROM execution JOIN cycle ON cycle.key = execution.cycle JOIN node ON node.key = execution.node`;
const OF_EXECUTIONS = `SELECT ${COLUMNS} FROM execution JOIN event ON event.execution = execution.key
  JOIN cycle ON cycle.key = execution.cycle JOIN node ON node.key = execution.node`;

export type EventPage = { readonly before: number; readonly limit: number };

/**
 * Latest first. The parts of the log that tell of one thing are each short, and put in order here: one statement over
 * them all would sort them in SQLite just the same.
 */
function merged(page: EventPage, ...parts: readonly StoredEvent[][]): StoredEvent[] {
  const seen = new Set<number>();
  return parts
    .flat()
    .filter((event) => event.seq < page.before && !seen.has(event.seq) && seen.add(event.seq))
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, page.limit);
}

/** Both parts of what executions tell: their events, and what they hold themselves. */
function ofExecutions(
  db: ReadableDb,
  where: string,
  params: Readonly<Record<string, SqlValue>>,
): StoredEvent[] {
  return [
    ...db.all<StoredEvent>(`${OF_EXECUTIONS} WHERE ${where}`, params),
    ...db.all<StoredEvent>(`${OWN} WHERE logged IS NOT NULL AND ${where}`, params),
  ];
}

export function listItemEvents(db: ReadableDb, itemId: string, page: EventPage): StoredEvent[] {
  return merged(
    page,
    ofExecutions(db, 'execution.item_id = :itemId', { itemId }),
    db.all<StoredEvent>(`SELECT ${COLUMNS} FROM event ${ALONE} WHERE event.item_id = :itemId`, { itemId }),
  );
}

/** Of a cycle with very many executions, those of the latest ones. */
const LATEST = 'ORDER BY execution.key DESC LIMIT :most';

export function listCycleEvents(db: ReadableDb, cycle: number, page: EventPage): StoredEvent[] {
  return merged(
    page,
    ofExecutions(db, `execution.cycle = :cycle ${LATEST}`, { cycle, most: MOST }),
    db.all<StoredEvent>(`SELECT ${COLUMNS} FROM event ${ALONE} WHERE event.cycle = :cycle`, { cycle }),
  );
}

export function listNodeEvents(db: ReadableDb, node: number, page: EventPage): StoredEvent[] {
  return merged(page, ofExecutions(db, `execution.node = :node ${LATEST}`, { node, most: MOST }));
}

/** What concerns the pipeline as a whole: its changes of state, its triggers. */
export function listPipelineEvents(db: ReadableDb, pipelineId: string, page: EventPage): StoredEvent[] {
  return db.all<StoredEvent>(
    `SELECT ${COLUMNS} FROM event ${ALONE} WHERE event.pipeline_id = :pipelineId AND event.seq < :before
     ORDER BY event.seq DESC LIMIT :limit`,
    { pipelineId, ...page },
  );
}

/** The same, from the one that is so many places from the latest. */
export function listPipelineLog(
  db: ReadableDb,
  pipelineId: string,
  page: { readonly offset: number; readonly limit: number },
): StoredEvent[] {
  // Those that are passed over are not looked at: the index alone counts them.
  const places = `SELECT seq FROM event WHERE pipeline_id = :pipelineId ORDER BY seq DESC LIMIT :limit OFFSET :offset`;
  return db
    .all<StoredEvent>(`SELECT ${COLUMNS} FROM event ${ALONE} WHERE event.seq IN (${places})`, {
      pipelineId,
      ...page,
    })
    .toSorted((a, b) => b.seq - a.seq);
}

export function countPipelineLog(db: ReadableDb, pipelineId: string): number {
  const sql = 'SELECT count(*) AS count FROM event WHERE pipeline_id = :pipelineId';
  return db.get<{ count: number }>(sql, { pipelineId })?.count ?? 0;
}

/** What one execution tells, in order. */
export function listExecutionEvents(db: ReadableDb, execution: number): StoredEvent[] {
  const page = { before: Number.MAX_SAFE_INTEGER, limit: MOST };
  return merged(page, ofExecutions(db, 'execution.key = :execution', { execution })).toReversed();
}

/** Executions of one cycle or node that are looked at. */
const MOST = 2000;
