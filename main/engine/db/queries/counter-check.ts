/** Counters are kept beside the rows they count. Here they are counted again, an owner or a page of owners at a time. */
import type { ReadableDb } from '../driver.ts';

export type Tally = {
  /** Of the owner, to go on from. */
  readonly key: string | number;
  /** What is counted of the owner: a state, a status; empty for a counter in the owner's own row. */
  readonly part: string;
  readonly kept: number;
  readonly counted: number;
};

export type CounterSource = {
  /** Table and column of the counter. */
  readonly name: string;
  /** Sorts before every key. */
  readonly first: string | number;
  /** Owners of one page; the next page begins after the last. */
  owners(db: ReadableDb, after: string | number): readonly (string | number)[];
  /** Tallies of the owners: all of them or only those that disagree. */
  tallies(db: ReadableDb, owners: readonly (string | number)[]): readonly Tally[];
};

const PAGE = 1000;

/** A counter in a column of its owner's row. */
function column(
  table: string,
  { key, name, counted, first }: { key: string; name: string; counted: string; first: string | number },
): CounterSource {
  return {
    name: `${table}.${name}`,
    first,
    owners: (db, after) => keysAfter(db, table, key, { after, limit: PAGE }),
    tallies: (db, owners) =>
      db.all<Tally>(
        `SELECT * FROM (SELECT ${key} AS key, '' AS part, ${name} AS kept, (SELECT count(*) FROM ${counted}) AS counted
           FROM ${table} WHERE ${key} BETWEEN :from AND :to) WHERE kept <> counted`,
        { from: owners[0] ?? first, to: owners.at(-1) ?? first },
      ),
  };
}

/** Counters in a table of their own, a row for each owner and part: one owner at a time, as it may have very many rows. */
function table(
  name: string,
  {
    owner,
    key,
    first,
    kept,
    rows,
  }: { owner: string; key: string; first: string | number; kept: string; rows: string },
): CounterSource {
  return {
    name,
    first,
    owners: (db, after) => keysAfter(db, owner, key, { after, limit: 1 }),
    tallies: (db, owners) =>
      db.all<Tally>(
        `WITH kept AS (${kept}), counted AS (${rows})
         SELECT :owner AS key, coalesce(kept.part, counted.part) AS part, coalesce(kept.n, 0) AS kept,
           coalesce(counted.n, 0) AS counted FROM kept FULL JOIN counted ON kept.part = counted.part
         WHERE coalesce(kept.n, 0) <> coalesce(counted.n, 0)`,
        { owner: owners[0] ?? first },
      ),
  };
}

function keysAfter(
  db: ReadableDb,
  owner: string,
  key: string,
  page: { readonly after: string | number; readonly limit: number },
): (string | number)[] {
  const sql = `SELECT ${key} AS key FROM ${owner} WHERE ${key} > :after ORDER BY ${key} LIMIT :limit`;
  return db.all<{ key: string | number }>(sql, page).map((row) => row.key);
}

/** Cycles that a reset has cleared count for nothing. */
const NOT_CLEARED = 'cycle.key > pipeline.reset_cycle';

export const COUNTER_SOURCES: readonly CounterSource[] = [
  column('dataset', {
    key: 'id',
    first: '',
    name: 'item_count',
    counted: 'item WHERE dataset_id = dataset.id AND trashed = 0',
  }),
  column('item', {
    key: 'id',
    first: '',
    name: 'annotation_count',
    counted: 'annotation WHERE item_id = item.id',
  }),
  column('assignment', {
    key: 'id',
    first: '',
    name: 'items',
    counted: `task_item WHERE assignment_id = assignment.id AND state <> 'withdrawn'`,
  }),
  column('assignment', {
    key: 'id',
    first: '',
    name: 'open',
    counted: `task_item WHERE assignment_id = assignment.id AND state IN ('open', 'rework', 'review')`,
  }),
  column('cycle', {
    key: 'key',
    first: 0,
    name: 'open',
    counted: `execution WHERE cycle = cycle.key AND state IN ('queued', 'running', 'parked')`,
  }),
  column('cycle', {
    key: 'key',
    first: 0,
    name: 'failed',
    counted: `execution WHERE cycle = cycle.key AND state IN ('failed', 'dead')`,
  }),
  table('node_count', {
    owner: 'node',
    key: 'key',
    first: 0,
    kept: 'SELECT state AS part, count AS n FROM node_count WHERE node = :owner',
    rows: `SELECT execution.state AS part, count(*) AS n FROM execution JOIN cycle ON cycle.key = execution.cycle
      JOIN pipeline ON pipeline.id = cycle.pipeline_id WHERE node = :owner AND ${NOT_CLEARED} GROUP BY 1`,
  }),
  table('task_count', {
    owner: 'task',
    key: 'id',
    first: '',
    kept: `SELECT state || ' ' || status AS part, count AS n FROM task_count WHERE task_id = :owner`,
    rows: `SELECT state || ' ' || coalesce(status, '') AS part, count(*) AS n FROM task_item
      WHERE task_id = :owner AND copy_of IS NULL GROUP BY 1`,
  }),
  table('cycle_count', {
    owner: 'pipeline',
    key: 'id',
    first: '',
    kept: 'SELECT status AS part, count AS n FROM cycle_count WHERE pipeline_id = :owner',
    rows: `SELECT cycle.status AS part, count(*) AS n FROM cycle JOIN pipeline ON pipeline.id = pipeline_id
      WHERE pipeline_id = :owner AND ${NOT_CLEARED} GROUP BY 1`,
  }),
];
