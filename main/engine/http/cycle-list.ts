/** Cycles as clients ask for them. */
import { writeCycle } from '#core/formats/dataloop/cycle.ts';
import type { PageReply, Query } from './query.ts';
import type { RouteContext } from './route.ts';
import { runPage, runSearch } from './run-list.ts';
import { type RunSource, runSource } from './run-source.ts';

/** Executions that a cycle names, half of them the first and half the last: alone, and in a list. */
export const MOST_NAMED = { alone: 1000, listed: 100 } as const;

/** One cycle as clients see it. */
export async function cycleReplyOf(
  cycleId: string,
  context: RouteContext,
  source: RunSource,
  most: number = MOST_NAMED.alone,
) {
  const view = await context.call('cycles.view', { cycleId, most });
  return writeCycle(view, await source(view.cycle), context.base);
}

export type CycleReply = Awaited<ReturnType<typeof cycleReplyOf>>;

/** The page of cycles that the query asks for, latest first unless it says otherwise. */
export async function findCycles(query: Query, context: RouteContext): Promise<PageReply<CycleReply>> {
  const search = runSearch(query, 'descending');
  const { items, total } = await context.call('cycles.search', search);
  const source = runSource(context.call);
  const replies = items.map(({ id }) => cycleReplyOf(id, context, source, MOST_NAMED.listed));
  return runPage(search, total, await Promise.all(replies));
}
