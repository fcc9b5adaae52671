/** Lists of executions as clients ask for them. */
import type { CallOutput } from '#contract/index.ts';
import { writeExecution } from '#core/formats/dataloop/execution.ts';
import { cycleIdSchema } from '#core/model/ids.ts';
import { equalities, pipelinesOf } from './cycle-list.ts';
import { pageOf, type Query, select } from './query.ts';
import type { RouteContext } from './route.ts';
import { runSource } from './run-source.ts';

/** Executions of a page when the client does not say. */
const PAGE = 100;
/** Executions read at once. */
const READ = 1000;

type Executions = CallOutput<'cycles.view'>['executions'];

/** The page of executions that the query asks for. What narrows it down is its cycle, or its pipeline and node. */
export async function findExecutions(query: Query, context: RouteContext) {
  const { call, base } = context;
  const source = runSource(call);
  const found = await executionsOf(query, call);
  const entities = await Promise.all(found.map(async (one) => writeExecution(one, await source(one), base)));
  return pageOf(select(entities, query), { ...query, pageSize: query.pageSize || PAGE });
}

async function executionsOf(query: Query, call: RouteContext['call']): Promise<Executions> {
  const known = equalities(query.filter);
  const cycle = known.get('pipeline.executionId');
  if (cycle !== undefined) {
    const id = cycleIdSchema.safeParse(cycle);
    return id.success ? (await call('cycles.view', { cycleId: id.data })).executions : [];
  }
  const nodeId = known.get('pipeline.nodeId') ?? null;
  const pipelines = await pipelinesOf(query, known.get('pipeline.id') ?? known.get('pipelineId'), call);
  const lists = await Promise.all(pipelines.map(({ id }) => allExecutions(id, nodeId, call)));
  return lists.flat();
}

async function allExecutions(pipelineId: string, nodeId: string | null, call: RouteContext['call']) {
  const found: Executions = [];
  let after: string | null = null;
  do {
    const page: CallOutput<'executions.list'> = await call('executions.list', {
      pipelineId,
      nodeId,
      after,
      limit: READ,
    });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}
