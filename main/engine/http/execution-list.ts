/** Lists of executions as clients ask for them. */

import { fieldsOf } from '#core/filters/fields.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { writeExecution } from '#core/formats/dataloop/execution.ts';
import { HttpError } from './errors.ts';
import type { Query } from './query.ts';
import type { RouteContext } from './route.ts';
import { runPage, runSearch } from './run-list.ts';
import { runSource } from './run-source.ts';

/** What the graph says of a node, which is not looked at for each of its executions. */
const OF_NODES = /^(function|service|module|package)(Name|Id|Revision|Version)$/;

/** The page of executions that the query asks for, in the order they came to be unless it says otherwise. */
export async function findExecutions(query: Query, context: RouteContext) {
  const { call, base } = context;
  const field = fieldsOf(parseFilter({ filter: query.filter ?? {} })).find((one) => OF_NODES.test(one));
  if (field !== undefined) {
    throw new HttpError(400, `Executions cannot be found by "${field}": use "pipeline.nodeId".`);
  }
  const search = runSearch(query, 'ascending');
  const { items, total } = await call('executions.search', search);
  const source = runSource(call);
  const replies = items.map(async (one) => writeExecution(one, await source(one), base));
  return runPage(search, total, await Promise.all(replies));
}
