/** Where the fields that filters name of cycles and executions are in our tables: as `core/formats/dataloop` writes them. */

import type { Condition } from '#core/filters/ast.ts';
import { compileSql } from '#core/filters/sql.ts';
import type { SqlField, SqlObject } from '#core/filters/sql-places.ts';
import type { ParamValues } from '#core/filters/sql-text.ts';
import { EXECUTION_STATUS } from '#core/formats/dataloop/execution.ts';

const text = (sql: string) => ({ kind: 'text', sql }) as const satisfies SqlField;
const number = (sql: string) => ({ kind: 'number', sql }) as const satisfies SqlField;
const time = (sql: string) =>
  text(`ifnull(strftime('%Y-%m-%dT%H:%M:%fZ', ${sql} / 1000.0, 'unixepoch'), '')`);
const object = (fields: SqlObject['fields']): SqlObject => ({ kind: 'object', fields, rest: null });

/** As `core/model/run-ids.ts` makes them. */
const idOf = (kind: 'c' | 'e', key: string, createdAt: string) =>
  `(printf('%012x', ${createdAt}) || '${kind}' || printf('%011x', ${key}))`;

const CYCLE = object({
  id: text(idOf('c', 'cycle.key', 'cycle.created_at')),
  pipelineId: text('cycle.pipeline_id'),
  pipelineVersion: number('cycle.version'),
  projectId: text('(SELECT project_id FROM pipeline WHERE pipeline.id = cycle.pipeline_id)'),
  creator: text('(SELECT creator FROM pipeline WHERE pipeline.id = cycle.pipeline_id)'),
  status: text('cycle.status'),
  createdAt: time('cycle.created_at'),
  updatedAt: time('ifnull(cycle.ended_at, cycle.created_at)'),
  testMode: { kind: 'boolean', sql: '(cycle.test = 1)' },
});

/** Of the cycle, asked for only by filters that name it. */
const ofCycle = (column: string) => `(SELECT ${column} FROM cycle WHERE cycle.key = execution.cycle)`;
const ofPipeline = (column: string) =>
  `(SELECT pipeline.${column} FROM cycle JOIN pipeline ON pipeline.id = cycle.pipeline_id WHERE cycle.key = execution.cycle)`;

const STATUS = `(CASE execution.state ${Object.entries(EXECUTION_STATUS)
  .map(([state, status]) => `WHEN '${state}' THEN '${status}'`)
  .join(' ')} ELSE '' END)`;
const UPDATED = 'ifnull(execution.ended_at, execution.created_at)';

const EXECUTION = object({
  id: text(idOf('e', 'execution.key', 'execution.created_at')),
  createdAt: time('execution.created_at'),
  updatedAt: time(UPDATED),
  attempts: number('max(1, execution.attempt)'),
  projectId: text(ofPipeline('project_id')),
  creator: text(ofPipeline('creator')),
  duration: number(`(max(0, ${UPDATED} - execution.created_at) / 1000.0)`),
  toTerminate: { kind: 'boolean', sql: `(execution.state = 'terminated')` },
  latestStatus: object({
    status: text(STATUS),
    message: text(`ifnull(execution.error, '')`),
    timestamp: time(UPDATED),
    action: text(`ifnull(execution.action, '')`),
  }),
  pipeline: object({
    id: text(ofCycle('cycle.pipeline_id')),
    nodeId: text('(SELECT node_id FROM node WHERE node.key = execution.node)'),
    executionId: text(ofCycle(idOf('c', 'cycle.key', 'cycle.created_at'))),
    versionNumber: number(ofCycle('cycle.version')),
  }),
  input: object({ item: object({ item_id: text(`ifnull(execution.item_id, '')`) }) }),
});

export const RUN_FIELDS = { cycle: CYCLE, execution: EXECUTION } as const;

/** An expression for a WHERE over the table, with its parameters `f1`, `f2`, … */
export function runFilterSql(
  where: Condition,
  table: keyof typeof RUN_FIELDS,
): { sql: string; params: ParamValues } {
  return compileSql({ resource: null, where, join: null }, { fields: RUN_FIELDS[table], joins: {} });
}
