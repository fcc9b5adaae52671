/** Cycles by filters: of one pipeline or of many. What a reset has cleared is none of them. */
import type { Condition, Filter } from '#core/filters/ast.ts';
import { narrow } from '#core/filters/narrow.ts';
import { rangeOf } from '#core/filters/range.ts';
import type { PipelineId } from '#core/model/ids.ts';
import { cycleParts } from '#core/model/run-ids.ts';
import type { ReadableDb } from '../driver.ts';
import {
  countRuns,
  isWhole,
  MOST_STRETCHES,
  type RunSearch,
  type Stretch,
  searchRunKeys,
} from './run-keys.ts';

/** A pipeline that runs may be of. */
export type RunPipeline = { readonly id: PipelineId; readonly resetCycle: number };

/** The pipelines with these ids, of these projects; null: all. Hidden and deleted ones are none of them. */
export function listRunPipelines(
  db: ReadableDb,
  only: { readonly ids: readonly string[] | null; readonly projectIds: readonly string[] | null },
): RunPipeline[] {
  const ids = only.ids ? 'AND id IN (SELECT value FROM json_each(:ids))' : '';
  const projects = only.projectIds ? 'AND project_id IN (SELECT value FROM json_each(:projects))' : '';
  const sql = `SELECT id, reset_cycle AS resetCycle FROM pipeline WHERE deleted_at IS NULL AND hidden = 0 ${ids} ${projects}`;
  return db.all<RunPipeline>(sql, {
    ...(only.ids ? { ids: JSON.stringify(only.ids) } : {}),
    ...(only.projectIds ? { projects: JSON.stringify(only.projectIds) } : {}),
  });
}

export type CycleSearch = RunSearch & { readonly pipelines: readonly RunPipeline[] };

/** @param projectIds null: all. */
export function cycleSearch(
  db: ReadableDb,
  where: Condition,
  projectIds: readonly string[] | null,
): CycleSearch {
  const byPipeline = narrow(where, 'pipelineId');
  const byProject = narrow(byPipeline.rest, 'projectId');
  const named = byProject.values ?? projectIds;
  const both = named && projectIds ? named.filter((id) => projectIds.includes(id)) : named;
  const pipelines = listRunPipelines(db, { ids: byPipeline.values, projectIds: both });
  const byStatus = narrow(byProject.rest, 'status');
  const { values: ids } = rangeOf(byStatus.rest, 'id');
  const { after } = rangeOf(byStatus.rest, 'id');
  // Of success there is much, and no index: it is asked of each row.
  const indexed = byStatus.values !== null && !byStatus.values.includes('success');
  return {
    table: 'cycle',
    pipelines,
    stretches: stretchesOf(pipelines, indexed ? byStatus.values : null),
    where: indexed ? byStatus.rest : byProject.rest,
    above: after === null ? 0 : (cycleParts(after)?.key ?? 0),
    keys: ids ? ids.flatMap((id) => cycleParts(id)?.key ?? []) : null,
  };
}

function stretchesOf(pipelines: readonly RunPipeline[], statuses: readonly string[] | null): Stretch[] {
  if (pipelines.length === 0) return [];
  if (pipelines.length * (statuses?.length ?? 1) > MOST_STRETCHES) {
    const from = `cycle NOT INDEXED WHERE pipeline_id IN (SELECT value FROM json_each(:pipelines))
      AND cycle.key > (SELECT reset_cycle FROM pipeline WHERE pipeline.id = cycle.pipeline_id)
      ${statuses ? 'AND cycle.status IN (SELECT value FROM json_each(:statuses))' : ''}`;
    const ids = JSON.stringify(pipelines.map(({ id }) => id));
    return [
      { from, params: { pipelines: ids, ...(statuses ? { statuses: JSON.stringify(statuses) } : {}) } },
    ];
  }
  return pipelines.flatMap(({ id, resetCycle }, at) => {
    const from = (index: string) =>
      `cycle INDEXED BY ${index} WHERE cycle.pipeline_id = :p${at} AND cycle.key > :r${at}`;
    const params = { [`p${at}`]: id, [`r${at}`]: resetCycle };
    if (!statuses) return [{ from: from('cycle_by_pipeline'), params }];
    return statuses.map((status, place) => ({
      from: `${from('cycle_by_status')} AND cycle.status = :s${place} AND cycle.status <> 'success'`,
      params: { ...params, [`s${place}`]: status },
    }));
  });
}

/** How many there are: from the counters when nothing is asked that they do not know. */
export function countCycles(db: ReadableDb, search: CycleSearch): number {
  const { rest, values } = narrow(search.where, 'status');
  if (!isWhole({ ...search, where: rest }) || values !== null || search.stretches.some(hasStatus)) {
    return countRuns(db, search);
  }
  const sql = `SELECT ifnull(sum(count), 0) AS count FROM json_each(:ids) CROSS JOIN cycle_count ON pipeline_id = value`;
  const ids = JSON.stringify(search.pipelines.map(({ id }) => id));
  return db.get<{ count: number }>(sql, { ids })?.count ?? 0;
}

const hasStatus = ({ from }: Stretch) => from.includes('cycle.status');

/** Which of a pipeline's cycles match, by their keys, in ascending order. */
export function cyclesMatching(
  db: ReadableDb,
  pipelineId: string,
  { where }: Filter,
  keys: readonly number[],
): number[] {
  const ofPipeline: Condition = {
    kind: 'field',
    path: ['pipelineId'],
    tests: [{ op: '$eq', value: pipelineId }],
  };
  const search = cycleSearch(db, { kind: 'and', parts: [where, ofPipeline] }, null);
  const own = search.keys ? keys.filter((key) => search.keys?.includes(key)) : keys;
  const order = { by: 'created', descending: false } as const;
  return searchRunKeys(db, { ...search, keys: own }, { order, offset: 0, limit: keys.length });
}
