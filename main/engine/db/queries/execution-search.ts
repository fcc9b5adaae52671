/** Executions by filters: of cycles, of nodes, of pipelines. */
import type { Condition } from '#core/filters/ast.ts';
import { narrow } from '#core/filters/narrow.ts';
import { rangeOf } from '#core/filters/range.ts';
import { EXECUTION_STATUS } from '#core/formats/dataloop/execution.ts';
import type { ExecutionState } from '#core/model/cycle.ts';
import { cycleParts, executionParts } from '#core/model/run-ids.ts';
import type { ReadableDb } from '../driver.ts';
import { listRunPipelines } from './cycle-search.ts';
import { MOST_STRETCHES, type RunSearch, type Stretch } from './run-keys.ts';

/** @param projectIds null: all. */
export function executionSearch(
  db: ReadableDb,
  where: Condition,
  projectIds: readonly string[] | null,
): RunSearch {
  const byProject = narrow(where, 'projectId');
  const byPipeline = narrow(byProject.rest, 'pipeline.id');
  const byOther = narrow(byPipeline.rest, 'pipelineId');
  const byNode = narrow(byOther.rest, 'pipeline.nodeId');
  const byCycle = narrow(byNode.rest, 'pipeline.executionId');
  const byStatus = narrow(byCycle.rest, 'latestStatus.status');
  const ids = both(byPipeline.values, byOther.values);
  const pipelines = listRunPipelines(db, { ids, projectIds: both(byProject.values, projectIds) });
  const nodes = listNodesOf(
    db,
    pipelines.map(({ id }) => id),
    byNode.values,
  );
  const states = byStatus.values && statesOf(byStatus.values);
  // Nearly everything succeeds in the end: of that there is no index.
  const indexed = byCycle.values === null && states !== null && !states.includes('success');
  const range = rangeOf(byCycle.rest, 'id');
  return {
    table: 'execution',
    stretches:
      byCycle.values === null ? ofNodes(nodes, indexed ? states : null) : ofCycles(db, byCycle.values, nodes),
    where: indexed ? byStatus.rest : byCycle.rest,
    above: range.after === null ? 0 : (executionParts(range.after)?.key ?? 0),
    keys: range.values ? range.values.flatMap((id) => executionParts(id)?.key ?? []) : null,
  };
}

const both = (a: readonly string[] | null, b: readonly string[] | null) =>
  a && b ? a.filter((one) => b.includes(one)) : (a ?? b);

function statesOf(statuses: readonly string[]): ExecutionState[] {
  const states = Object.keys(EXECUTION_STATUS) as ExecutionState[];
  return states.filter((state) => statuses.includes(EXECUTION_STATUS[state]));
}

function listNodesOf(
  db: ReadableDb,
  pipelineIds: readonly string[],
  nodeIds: readonly string[] | null,
): number[] {
  const named = nodeIds ? 'AND node_id IN (SELECT value FROM json_each(:nodes))' : '';
  const sql = `SELECT key FROM node WHERE pipeline_id IN (SELECT value FROM json_each(:pipelines)) ${named}`;
  return db
    .all<{ key: number }>(sql, {
      pipelines: JSON.stringify(pipelineIds),
      ...(nodeIds ? { nodes: JSON.stringify(nodeIds) } : {}),
    })
    .map(({ key }) => key);
}

function ofNodes(nodes: readonly number[], states: readonly ExecutionState[] | null): Stretch[] {
  if (nodes.length * (states?.length ?? 1) > MOST_STRETCHES) {
    const from = `execution NOT INDEXED WHERE execution.node IN (SELECT value FROM json_each(:nodes))
      ${states ? 'AND execution.state IN (SELECT value FROM json_each(:states))' : ''}`;
    return [
      {
        from,
        params: { nodes: JSON.stringify(nodes), ...(states ? { states: JSON.stringify(states) } : {}) },
      },
    ];
  }
  return nodes.flatMap((node) => {
    const params = { [`n${node}`]: node };
    const own = `execution.node = :n${node}`;
    if (!states) return [{ from: `execution INDEXED BY execution_by_node WHERE ${own}`, params }];
    return states.map((state) => ({
      from: `execution INDEXED BY execution_by_state WHERE execution.state = '${state}' AND execution.state <> 'success' AND ${own}`,
      params,
    }));
  });
}

/** An id may be another's, or of a cycle that is not there: then there is nothing of it. */
function ofCycles(db: ReadableDb, ids: readonly string[], nodes: readonly number[]): Stretch[] {
  const keys = ids.flatMap((id) => {
    const parts = cycleParts(id);
    const sql = 'SELECT created_at AS at FROM cycle WHERE key = :key';
    return parts && db.get<{ at: number }>(sql, { key: parts.key })?.at === parts.createdAt
      ? [parts.key]
      : [];
  });
  const atNodes = 'execution.node IN (SELECT value FROM json_each(:nodes))';
  const params = { nodes: JSON.stringify(nodes) };
  if (keys.length > MOST_STRETCHES) {
    const from = `execution INDEXED BY execution_by_cycle WHERE execution.cycle IN (SELECT value FROM json_each(:cycles)) AND ${atNodes}`;
    return [{ from, params: { ...params, cycles: JSON.stringify(keys) } }];
  }
  return keys.map((key) => ({
    from: `execution INDEXED BY execution_by_cycle WHERE execution.cycle = :c${key} AND ${atNodes}`,
    params: { ...params, [`c${key}`]: key },
  }));
}
