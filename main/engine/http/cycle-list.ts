/** Lists of cycles as clients ask for them, without reading all where a page is enough. */
import type { CallOutput } from '#contract/index.ts';
import { writeCycle } from '#core/formats/dataloop/cycle.ts';
import { isoTime, isRecord, type Json } from '#core/formats/dataloop/json.ts';
import { type CycleStatus, cycleStatusSchema } from '#core/model/cycle.ts';
import { type CycleId, pipelineIdSchema } from '#core/model/ids.ts';
import { type PageReply, pageOf, projectsIn, type Query, select } from './query.ts';
import type { RouteContext } from './route.ts';
import type { RunSource } from './run-source.ts';
import { runSource } from './run-source.ts';

type Cycle = CallOutput<'cycles.get'>;
type Call = RouteContext['call'];

/** Cycles of a page when the client does not say. */
const PAGE = 100;
/** Cycles read at once. */
const READ = 1000;

/** One cycle as clients see it. */
export async function cycleReplyOf(cycleId: string, context: RouteContext, source: RunSource) {
  const view = await context.call('cycles.view', { cycleId });
  return writeCycle(view, await source(view.cycle), context.base);
}

export type CycleReply = Awaited<ReturnType<typeof cycleReplyOf>>;

/** The page of cycles that the query asks for, latest first unless it says otherwise. */
export async function findCycles(query: Query, context: RouteContext): Promise<PageReply<CycleReply>> {
  const page = pageOf(await matchingCycles(query, context.call), {
    ...query,
    pageSize: query.pageSize || PAGE,
  });
  const source = runSource(context.call);
  return { ...page, items: await Promise.all(page.items.map(({ id }) => cycleReplyOf(id, context, source))) };
}

/** The ids of all cycles of the query. */
export async function cycleIdsOf(query: Query, call: Call): Promise<CycleId[]> {
  return (await matchingCycles(query, call)).map(({ id }) => id);
}

async function matchingCycles(query: Query, call: Call) {
  const known = equalities(query.filter);
  const status = cycleStatusSchema.safeParse(known.get('status')).data ?? null;
  const pipelines = await pipelinesOf(query, known.get('pipelineId'), call);
  const lists = await Promise.all(pipelines.map((one) => allCycles(one.id, status, call)));
  const projectOf = new Map<string, string>(pipelines.map(({ id, projectId }) => [id, projectId]));
  const cycles = lists.flat().map((cycle) => ({
    id: cycle.id,
    pipelineId: cycle.pipelineId,
    pipelineVersion: cycle.version,
    projectId: projectOf.get(cycle.pipelineId),
    status: cycle.status,
    createdAt: isoTime(cycle.createdAt),
    updatedAt: isoTime(cycle.endedAt ?? cycle.createdAt),
    testMode: cycle.test,
  }));
  const isSorted = Object.keys(query.sort ?? {}).length > 0;
  return select(cycles, isSorted ? query : { ...query, sort: { id: 'descending' } });
}

/** The pipeline with that id, or all that the query may be about. */
export async function pipelinesOf(query: Query, pipelineId: unknown, call: Call) {
  if (pipelineId !== undefined) {
    const id = pipelineIdSchema.safeParse(pipelineId);
    return id.success ? [await call('pipelines.get', { pipelineId: id.data })] : [];
  }
  const projects = projectsIn(query);
  const all = (await call('projects.list', {})).filter(({ id }) => projects?.has(id) ?? true);
  return (await Promise.all(all.map(({ id }) => call('pipelines.list', { projectId: id })))).flat();
}

async function allCycles(pipelineId: string, status: CycleStatus | null, call: Call): Promise<Cycle[]> {
  const found: Cycle[] = [];
  let after: string | null = null;
  do {
    const page: CallOutput<'cycles.list'> = await call('cycles.list', {
      pipelineId,
      status,
      after,
      limit: READ,
    });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}

/** Fields that the filter says must have a value: what narrows down where to look. */
export function equalities(filter: Json | null | undefined): ReadonlyMap<string, string> {
  const conditions = Object.entries(filter ?? {}).flatMap(([key, value]) => {
    if (key !== '$and') return [[key, value] as const];
    return Array.isArray(value) ? value.flatMap((one) => (isRecord(one) ? Object.entries(one) : [])) : [];
  });
  return new Map(
    conditions.flatMap(([key, value]) => {
      const equal = isRecord(value) && '$eq' in value ? value['$eq'] : value;
      return typeof equal === 'string' ? [[key, equal] as const] : [];
    }),
  );
}
