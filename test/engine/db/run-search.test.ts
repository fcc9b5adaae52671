/** Pages of cycles and executions by filters, over several pipelines, in the order they came to be. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFilter } from '#core/filters/parse.ts';
import { cycleIdOf, executionIdOf } from '#core/model/run-ids.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { countCycles, cycleSearch, cyclesMatching } from '#engine/db/queries/cycle-search.ts';
import { listExecutionsByKey, listExecutionsOfCycle } from '#engine/db/queries/execution-pages.ts';
import { executionSearch } from '#engine/db/queries/execution-search.ts';
import { countRuns, MOST_STRETCHES, searchRunKeys } from '#engine/db/queries/run-keys.ts';

const hex = (digit: string) => digit.repeat(24);
const [P, Q] = [hex('a'), hex('b')];
/** Cycles of each of two pipelines in turn, the first two of P cleared by a reset. */
const CYCLES = 400;
/** What runs in a cycle: at one node, and then at another. */
const AT = 1_700_000_000_000;

let db: Database;
beforeAll(() => {
  db = openDatabase(':memory:');
  migrate(db);
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${hex('1')}', 'x', 0), ('${hex('2')}', 'y', 0);
    INSERT INTO pipeline (id, project_id, name, status, version, created_at, updated_at, reset_cycle)
      VALUES ('${P}', '${hex('1')}', 'p', 'Installed', 1, 0, 0, 3), ('${Q}', '${hex('2')}', 'q', 'Installed', 1, 0, 0, 0);
    INSERT INTO node (key, pipeline_id, node_id) VALUES (1, '${P}', 'a'), (2, '${P}', 'b'), (3, '${Q}', 'a'), (4, '${Q}', 'b');
    WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ${CYCLES})
    INSERT INTO cycle (key, pipeline_id, version, status, start, created_at, ended_at)
      SELECT k, iif(k % 2, '${P}', '${Q}'), 1, iif(k % 10, 'success', 'failed'), 2 - k % 2, ${AT} + k, ${AT} + 9999 - k FROM n;
    INSERT INTO execution (key, cycle, node, state, created_at, ended_at)
      SELECT key * 2 - 1, key, iif(key % 2, 1, 3), 'success', created_at, created_at FROM cycle;
    INSERT INTO execution (key, cycle, node, state, created_at, ended_at)
      SELECT key * 2, key, iif(key % 2, 2, 4), iif(key % 10, 'success', 'failed'), created_at, created_at FROM cycle;
    INSERT INTO cycle_count SELECT pipeline_id, status, count(*), 0 FROM cycle WHERE key > 3 OR key % 2 = 0 GROUP BY 1, 2`);
});
afterAll(() => db.close());

const where = (filter: object) => parseFilter({ filter }).where;
const latest = { order: { by: 'created', descending: true }, offset: 0, limit: 1000 } as const;
const cycles = (filter: object, page: object = {}, projects: string[] | null = null) => {
  const search = cycleSearch(db, where(filter), projects);
  return { keys: searchRunKeys(db, search, { ...latest, ...page }), count: countCycles(db, search) };
};
const executions = (filter: object, page: object = {}) => {
  const search = executionSearch(db, where(filter), null);
  return { keys: searchRunKeys(db, search, { ...latest, ...page }), count: countRuns(db, search) };
};
const all = Array.from({ length: CYCLES }, (_, at) => CYCLES - at);
/** Without what the reset cleared. */
const shown = all.filter((key) => key % 2 === 0 || key > 3);

test('cycles of all pipelines come latest first, without what a reset cleared', () => {
  expect(cycles({})).toEqual({ keys: shown, count: shown.length });
  expect(cycles({}, { offset: 150, limit: 7 }).keys).toEqual(shown.slice(150, 157));
  expect(cycles({}, { offset: shown.length }).keys).toEqual([]);
});

test('they are narrowed to pipelines, projects and statuses', () => {
  const ofP = shown.filter((key) => key % 2 === 1);
  expect(cycles({ pipelineId: P })).toEqual({ keys: ofP, count: ofP.length });
  expect(cycles({ $and: [{ pipelineId: P }, { projectId: hex('2') }] })).toEqual({ keys: [], count: 0 });
  expect(cycles({}, {}, [hex('1')]).keys).toEqual(ofP);
  expect(cycles({ projectId: hex('1') }, {}, [hex('2')]).keys).toEqual([]);
  expect(cycles({ pipelineId: 'nope' })).toEqual({ keys: [], count: 0 });
  const failed = shown.filter((key) => key % 10 === 0);
  expect(cycles({ status: 'failed' })).toEqual({ keys: failed, count: failed.length });
  expect(cycles({ status: { $in: ['failed', 'success'] } })).toEqual({ keys: shown, count: shown.length });
  expect(cycles({ status: { $ne: 'success' } }).keys).toEqual(failed);
  expect(cycles({ status: 'nonsense' }).count).toBe(0);
});

test('ids name cycles, and say where to go on', () => {
  const id = (key: number) => cycleIdOf(key, AT + key);
  expect(cycles({ id: { $in: [id(7), id(8), 'nope', cycleIdOf(9, 1)] } })).toEqual({
    keys: [8, 7],
    count: 2,
  });
  const up = { order: { by: 'created', descending: false }, limit: 3 };
  expect(cycles({ id: { $gt: id(100) } }, up).keys).toEqual([101, 102, 103]);
  const times = cycles({ createdAt: { $lt: new Date(AT + 6).toISOString() } });
  expect(times).toEqual({ keys: [5, 4, 2], count: 3 });
});

test('the order may be that of their ends', () => {
  expect(cycles({}, { order: { by: 'updated', descending: true }, limit: 3 }).keys).toEqual([2, 4, 5]);
});

test('what a command is for is found among the keys it looks at', () => {
  const found = cyclesMatching(db, Q, parseFilter({ filter: { status: 'failed' } }), [8, 9, 10, 11, 20]);
  expect(found).toEqual([10, 20]);
  const named = parseFilter({ filter: { id: cycleIdOf(10, AT + 10) } });
  expect(cyclesMatching(db, Q, named, [8, 10])).toEqual([10]);
  expect(cyclesMatching(db, Q, named, [8])).toEqual([]);
  expect(cyclesMatching(db, P, named, [8, 10])).toEqual([]);
});

test('executions are found by pipeline, node, cycle and status', () => {
  expect(executions({}).count).toBe(2 * CYCLES);
  expect(executions({}, { limit: 3 }).keys).toEqual([800, 799, 798]);
  expect(executions({ 'pipeline.nodeId': 'b', 'pipeline.id': P }, { limit: 2 }).keys).toEqual([798, 794]);
  expect(executions({ pipelineId: Q }).count).toBe(CYCLES);
  expect(executions({ 'pipeline.executionId': cycleIdOf(9, AT + 9) })).toEqual({ keys: [18, 17], count: 2 });
  const one = { 'pipeline.executionId': cycleIdOf(9, AT + 9), 'pipeline.nodeId': 'a' };
  expect(executions(one).keys).toEqual([17]);
  expect(executions({ 'pipeline.executionId': cycleIdOf(9, 1) }).count).toBe(0);
  expect(executions({ 'latestStatus.status': 'failed' }, { limit: 2 })).toEqual({
    keys: [800, 780],
    count: 40,
  });
  expect(executions({ 'latestStatus.status': { $in: ['failed', 'success'] } }).count).toBe(2 * CYCLES);
  expect(executions({ id: executionIdOf(17, AT + 9) }).keys).toEqual([17]);
});

test('more stretches than are merged are looked through in one go, with the same result', () => {
  const ids = all.slice(0, MOST_STRETCHES + 10).map((key) => cycleIdOf(key, AT + key));
  const many = executions({ 'pipeline.executionId': { $in: ids } }, { limit: 4 });
  expect(many).toEqual({ keys: [800, 799, 798, 797], count: 2 * ids.length });
  const rows = Array.from({ length: MOST_STRETCHES }, (_, at) => `${at}`.padStart(24, 'c'));
  const insert = rows.map((id) => `('${id}', '${hex('1')}', '${id}', 'Created', 1, 0, 0)`).join();
  db.script(`INSERT INTO pipeline (id, project_id, name, status, version, created_at, updated_at) VALUES ${insert};
    INSERT INTO node (pipeline_id, node_id) SELECT id, 'x' FROM pipeline WHERE status = 'Created'`);
  expect(cycles({})).toEqual({ keys: shown, count: shown.length });
  expect(cycles({ status: 'failed' }).keys).toEqual(shown.filter((key) => key % 10 === 0));
  expect(cycles({ testMode: false }).count).toBe(shown.length);
  expect(executions({}, { limit: 2 })).toEqual({ keys: [800, 799], count: 2 * CYCLES });
  expect(executions({ 'latestStatus.status': 'failed' }).count).toBe(40);
});

test('of very many executions of a cycle the first and the last are named', () => {
  db.script(`WITH RECURSIVE n(k) AS (SELECT 1001 UNION ALL SELECT k + 1 FROM n WHERE k < 1010)
    INSERT INTO execution (key, cycle, node, state, created_at) SELECT k, 400, 4, 'queued', ${AT} FROM n`);
  const keys = (most: number) => {
    const ids = listExecutionsByKey(
      db,
      [799, 800, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010],
    );
    return listExecutionsOfCycle(db, 400, most).map(({ id }) => ids.findIndex((one) => one.id === id));
  };
  expect(keys(4)).toEqual([0, 1, 10, 11]);
  expect(keys(12)).toHaveLength(12);
  expect(keys(11)).toEqual([0, 1, 2, 3, 4, 7, 8, 9, 10, 11]);
});
