/** The append-only log of decisions. */
import type { ReadableDb, WritableDb } from '../driver.ts';

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

/** @param actor null: the machine itself. */
export function insertEvent(db: WritableDb, at: number, actor: string | null, event: NewEvent): void {
  const { execution } = event;
  db.run(
    `INSERT INTO event (at, actor, kind, execution, cycle, item_id, pipeline_id, node_id, text, routes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      at,
      actor,
      event.kind,
      execution ?? null,
      execution === undefined ? (event.cycle ?? null) : null,
      event.itemId ?? null,
      execution === undefined ? (event.pipelineId ?? null) : null,
      execution === undefined ? (event.nodeId ?? null) : null,
      event.text,
      event.routes && event.routes.length > 0 ? JSON.stringify(event.routes) : null,
    ],
  );
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

const COLUMNS = `event.seq, event.at, event.actor, event.kind, event.text, event.routes, event.execution,
  execution.created_at AS executionAt, cycle.key AS cycle, cycle.created_at AS cycleAt, cycle.version,
  coalesce(event.item_id, execution.item_id) AS itemId, coalesce(event.pipeline_id, cycle.pipeline_id) AS pipelineId,
  coalesce(event.node_id, node.node_id) AS nodeId`;
const OF_EXECUTION = `JOIN execution ON execution.key = event.execution JOIN cycle ON cycle.key = execution.cycle
  JOIN node ON node.key = execution.node`;
const ALONE = `LEFT JOIN execution ON execution.key = event.execution
  LEFT JOIN cycle ON cycle.key = coalesce(execution.cycle, event.cycle) LEFT JOIN node ON node.key = execution.node`;

export type EventPage = { readonly before: number; readonly limit: number };

/**
 * Latest first. The two kinds of an item's events (its own and those of its executions) are each few for one item, and
 * put in order here: one statement over both would sort them all in SQLite just the same.
 */
function merged(page: EventPage, ...lists: readonly StoredEvent[][]): StoredEvent[] {
  const seen = new Set<number>();
  return lists
    .flat()
    .filter((event) => event.seq < page.before && !seen.has(event.seq) && seen.add(event.seq))
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, page.limit);
}

export function listItemEvents(db: ReadableDb, itemId: string, page: EventPage): StoredEvent[] {
  return merged(
    page,
    db.all<StoredEvent>(
      `SELECT ${COLUMNS} FROM execution JOIN event ON event.execution = execution.key
         JOIN cycle ON cycle.key = execution.cycle JOIN node ON node.key = execution.node
       WHERE execution.item_id = :itemId`,
      { itemId },
    ),
    db.all<StoredEvent>(`SELECT ${COLUMNS} FROM event ${ALONE} WHERE event.item_id = :itemId`, { itemId }),
  );
}

export function listCycleEvents(db: ReadableDb, cycle: number, page: EventPage): StoredEvent[] {
  return merged(
    page,
    db.all<StoredEvent>(
      `SELECT ${COLUMNS} FROM execution JOIN event ON event.execution = execution.key
         JOIN cycle ON cycle.key = execution.cycle JOIN node ON node.key = execution.node
       WHERE execution.cycle = :cycle ORDER BY execution.key DESC LIMIT :limit`,
      { cycle, limit: page.limit },
    ),
    db.all<StoredEvent>(`SELECT ${COLUMNS} FROM event ${ALONE} WHERE event.cycle = :cycle`, { cycle }),
  );
}

export function listNodeEvents(db: ReadableDb, node: number, page: EventPage): StoredEvent[] {
  return merged(
    page,
    db.all<StoredEvent>(
      `SELECT ${COLUMNS} FROM execution JOIN event ON event.execution = execution.key
         JOIN cycle ON cycle.key = execution.cycle JOIN node ON node.key = execution.node
       WHERE execution.node = :node ORDER BY execution.key DESC LIMIT :limit`,
      { node, limit: page.limit },
    ),
  );
}

/** What concerns the pipeline as a whole: its changes of state, its triggers. */
export function listPipelineEvents(db: ReadableDb, pipelineId: string, page: EventPage): StoredEvent[] {
  return db.all<StoredEvent>(
    `SELECT ${COLUMNS} FROM event ${ALONE} WHERE event.pipeline_id = :pipelineId AND event.seq < :before
     ORDER BY event.seq DESC LIMIT :limit`,
    { pipelineId, ...page },
  );
}

/** Events of one execution, in order. */
export function listExecutionEvents(db: ReadableDb, execution: number): StoredEvent[] {
  return db.all<StoredEvent>(
    `SELECT ${COLUMNS} FROM event ${OF_EXECUTION} WHERE event.execution = :execution ORDER BY event.seq`,
    { execution },
  );
}
