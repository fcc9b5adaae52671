/**
 * Filters as SQL for SQLite. Nothing of a filter becomes part of the text: fields and values are parameters, so that a
 * filter can only ever ask about the entities that it is put to. What matches is what `match.ts` matches.
 */
import { unreachable } from '../errors.ts';
import type { Condition, Filter, JoinResource } from './ast.ts';
import { refuse } from './refuse.ts';
import { testSql } from './sql-operators.ts';
import { readingOf, type SqlObject } from './sql-places.ts';
import { allOf, anyOf, createParams, type Params, type ParamValues } from './sql-text.ts';

/** Where a resource's fields are in the database, and what can be joined to it. */
export type SqlResource = {
  readonly fields: SqlObject;
  readonly joins: Readonly<Partial<Record<JoinResource, SqlJoin>>>;
};

export type SqlJoin = {
  /** The table of the joined entities, and what makes one belong to the entity outside. */
  readonly from: string;
  readonly on: string;
  readonly fields: SqlObject;
};

/**
 * An expression that is 1 for the entities that the filter matches and 0 for the others, with its parameters by name
 * (`f1`, `f2`, …, or with another prefix). It needs the functions of `sql-functions.ts` in the database.
 * @throws SluiceError `pipeline-invalid` when the filter joins what the resource has no join for.
 */
export function compileSql(
  filter: Filter,
  resource: SqlResource,
  prefix?: string,
): { sql: string; params: ParamValues } {
  const params = createParams(prefix);
  const own = conditionSql(filter.where, resource.fields, params);
  if (!filter.join) return { sql: own, params: params.values };
  const join = resource.joins[filter.join.resource];
  if (!join)
    refuse('join', `${filter.join.resource} cannot be joined here. Take the join out of the filter.`);
  const joined = conditionSql(filter.join.where, join.fields, params);
  const exists = `EXISTS (SELECT 1 FROM ${join.from} WHERE ${join.on} AND ${joined})`;
  return { sql: allOf([own, exists]), params: params.values };
}

function conditionSql(condition: Condition, object: SqlObject, params: Params): string {
  switch (condition.kind) {
    case 'and':
      return allOf(condition.parts.map((part) => conditionSql(part, object, params)));
    case 'or':
      return anyOf(condition.parts.map((part) => conditionSql(part, object, params)));
    case 'field': {
      const reading = readingOf(object, condition.path, params);
      const inside = (where: Condition, inner: SqlObject) => conditionSql(where, inner, params);
      return allOf(condition.tests.map((test) => testSql(test, reading, params, inside)));
    }
    default:
      return unreachable(condition);
  }
}
