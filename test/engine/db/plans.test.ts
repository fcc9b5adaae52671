/** Queries that meet many rows go by an index: no scan of a growing table, no sorting of what an index could order. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type ReadableDb } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { listAnnotations, nextRedo, nextUndo } from '#engine/db/queries/annotations.ts';
import { listCycles } from '#engine/db/queries/cycles.ts';
import { listItemEvents } from '#engine/db/queries/events.ts';
import {
  countMachineWork,
  listChildren,
  listExecutions,
  listOpenOfCycle,
  listQueued,
  nextDue,
} from '#engine/db/queries/executions.ts';
import { listIssues } from '#engine/db/queries/issues.ts';
import {
  countItems,
  findItem,
  findItemByIdentity,
  listItems,
  listItemsMadeBy,
  listUnfired,
} from '#engine/db/queries/items.ts';
import { readCounts } from '#engine/db/queries/pipelines.ts';
import {
  findTaskItem,
  findTaskItemOfExecution,
  firstWaiting,
  listTaskItems,
  listTaskItemsOfItem,
  neighbours,
} from '#engine/db/queries/tasks.ts';
import { findFile, listFilesWithHash, listItemPlaces } from '#engine/db/queries/watched-folders.ts';

let db: Database;

beforeAll(() => {
  db = openDatabase(':memory:');
  migrate(db);
});
afterAll(() => db.close());

/** Tables that hold a handful of rows however much work there is. */
const SMALL = [
  'pipeline',
  'project',
  'dataset',
  'recipe',
  'task',
  'assignment',
  'watched_folder',
  'node_count',
];

/** What is wrong with the plans of the statements that the read makes. */
function complaints(read: (spy: ReadableDb) => unknown): string[] {
  const found: string[] = [];
  const look = (sql: string, params: Parameters<ReadableDb['all']>[1]) => {
    for (const { detail } of db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)) {
      const scanned = /^SCAN (\w+)(?! USING (COVERING )?INDEX)/.exec(detail)?.[1];
      if (scanned && !SMALL.includes(scanned)) found.push(`${detail} in ${sql}`);
      if (detail.includes('TEMP B-TREE')) found.push(`${detail} in ${sql}`);
    }
  };
  const spy: ReadableDb = {
    get: (sql, params) => {
      look(sql, params);
      return db.get(sql, params);
    },
    all: (sql, params) => {
      look(sql, params);
      return db.all(sql, params);
    },
  };
  read(spy);
  return found;
}

const page = { after: 'a', limit: 100 };
const filter = { text: '', kind: null, status: null, trashed: false };
const queue = { lane: 'inline' as const, pipelineId: 'p', now: 1, limit: 256 };
const unfired = { datasetId: 'd', pipelineId: 'p', nodeId: 'n', after: '', limit: 500 };
const executions = { pipelineId: 'p', nodeId: 'n', state: 'failed', after: null, limit: 100 };

const READS: Readonly<Record<string, (spy: ReadableDb) => unknown>> = {
  'items of a dataset': (spy) => listItems(spy, 'd', filter, page),
  'items by status': (spy) => listItems(spy, 'd', { ...filter, status: 'approved' }, page),
  'items without a status': (spy) => listItems(spy, 'd', { ...filter, status: 'none' }, page),
  'items by part of a name': (spy) => listItems(spy, 'd', { ...filter, text: 'a' }, page),
  'count by status': (spy) => countItems(spy, 'd', { ...filter, status: 'approved' }),
  'an item': (spy) => findItem(spy, 'i'),
  'an item by identity': (spy) => findItemByIdentity(spy, 'd', 'x'),
  'items an execution made': (spy) => listItemsMadeBy(spy, 'e'),
  'items that have not fired': (spy) => listUnfired(spy, unfired),
  'annotations of an item': (spy) => listAnnotations(spy, 'i'),
  'what undo takes back': (spy) => nextUndo(spy, 'i'),
  'what redo applies': (spy) => nextRedo(spy, 'i'),
  'issues of an item': (spy) => listIssues(spy, 'i'),
  'history of an item': (spy) => listItemEvents(spy, 'i', { before: 9, limit: 9 }),
  'the queue': (spy) => listQueued(spy, queue),
  'the next timer': (spy) => nextDue(spy, 1),
  successors: (spy) => listChildren(spy, 'e'),
  'open work of a cycle': (spy) => listOpenOfCycle(spy, 'c'),
  'executions of a node in a state': (spy) => listExecutions(spy, executions),
  'counters of a pipeline': (spy) => readCounts(spy, 'p'),
  'machine work left': (spy) => countMachineWork(spy),
  'cycles of a pipeline': (spy) => listCycles(spy, 'p', page),
  'an item in a task': (spy) => findTaskItem(spy, 't', 'i'),
  'the task item of an execution': (spy) => findTaskItemOfExecution(spy, 'e'),
  'places of an item': (spy) => listTaskItemsOfItem(spy, 'i'),
  'items of a task in a state': (spy) => listTaskItems(spy, 't', { state: 'open', after: 0, limit: 9 }),
  'the next item for a person': (spy) => firstWaiting(spy, 't', 'open', 5),
  'neighbours in a task': (spy) => neighbours(spy, 't', 5),
  'a watched file': (spy) => findFile(spy, 'f', 'p'),
  'files of a content': (spy) => listFilesWithHash(spy, 'h'),
  'items of a content': (spy) => listItemPlaces(spy, 'h'),
};

test.each(Object.keys(READS))('%s', (name) => {
  const read = READS[name];
  if (!read) throw new Error('every name has a read');
  expect(complaints(read)).toEqual([]);
});
