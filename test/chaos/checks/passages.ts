/** Whether everything that was let out has arrived: each connection's count in the log against what stands behind it. */
import { graphSchema } from '#core/model/graph.ts';
import { compilePlan, type Plan } from '#core/pipeline/plan.ts';
import type { ReadableDb } from '#engine/db/driver.ts';
import type { RouteNote } from '#engine/db/queries/events.ts';
import { told } from './rules.ts';

type Sender = {
  readonly key: number;
  readonly pipelineId: string;
  readonly version: number;
  readonly nodeId: string;
  /** JSON: of the last part, and of those before it. */
  readonly routes: string;
  readonly parts: string;
};

/** Connections whose values have not arrived once each; empty when all have. */
export function findLostPassages(db: ReadableDb): string[] {
  const plans = plansOf(db);
  const children = countBy(
    db,
    `SELECT parent || ' ' || connection AS key, count(*) AS count FROM execution
     WHERE parent IS NOT NULL AND state <> 'terminated' GROUP BY 1`,
  );
  const slots = countBy(
    db,
    `SELECT execution || ' ' || node_id || ' ' || port AS key, count(*) AS count FROM slot
     JOIN node ON node.key = slot.node GROUP BY 1`,
  );
  const cases: unknown[] = [];
  for (const sender of sendersOf(db)) {
    const { key, pipelineId, version, nodeId } = sender;
    const node = plans.get(`${pipelineId} ${version}`)?.nodes.get(nodeId);
    for (const [connection, taken] of takenOf(sender)) {
      const to = node?.outlets
        .flatMap((outlet) => outlet.connections)
        .find((one) => one.index === connection);
      if (!to) {
        cases.push({ execution: key, connection, problem: 'leads nowhere' });
        continue;
      }
      const arrived = to.target.joins
        ? (slots.get(`${key} ${to.target.id} ${to.port.name}`) ?? 0)
        : (children.get(`${key} ${connection}`) ?? 0);
      if (arrived !== taken)
        cases.push({ execution: key, nodeId, connection, to: to.target.id, taken, arrived });
    }
  }
  return told('what a connection took has not arrived (or has more than once)', cases);
}

/**
 * What stands, with what it let out last, in all of its parts. Where a cycle was ended, what was on its way ended with it.
 */
function sendersOf(db: ReadableDb): Sender[] {
  return db.all<Sender>(
    `SELECT execution.key, cycle.pipeline_id AS pipelineId, version, node_id AS nodeId, coalesce(execution.routes,
       (SELECT event.routes FROM event WHERE event.execution = execution.key AND kind IN ('done', 'decided') AND event.routes IS NOT NULL
        ORDER BY seq DESC LIMIT 1), '[]') AS routes,
       (SELECT json_group_array(json(event.routes)) FROM event WHERE event.execution = execution.key AND kind = 'emitted'
        AND event.routes IS NOT NULL) AS parts
     FROM execution JOIN cycle ON cycle.key = cycle JOIN node ON node.key = node WHERE state = 'success'
       AND cycle.status <> 'terminated'`,
  );
}

/** How many values went down each connection. */
function takenOf({ routes, parts }: Sender): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  const notes = [JSON.parse(routes), ...JSON.parse(parts)] as RouteNote[][];
  for (const [connection, values] of notes.flat()) {
    taken.set(connection, (taken.get(connection) ?? 0) + values);
  }
  return taken;
}

function plansOf(db: ReadableDb): Map<string, Plan> {
  const versions = db.all<{ key: string; graph: string }>(
    `SELECT pipeline_id || ' ' || version AS key, graph FROM pipeline_version`,
  );
  return new Map(versions.map(({ key, graph }) => [key, compilePlan(graphSchema.parse(JSON.parse(graph)))]));
}

function countBy(db: ReadableDb, sql: string): Map<string, number> {
  return new Map(db.all<{ key: string; count: number }>(sql).map(({ key, count }) => [key, count]));
}
