/** Triggers of all pipelines as clients ask for them. */
import type { CallOutput } from '#contract/index.ts';
import { writeTriggers } from '#core/formats/dataloop/trigger.ts';
import { pipelineIdSchema } from '#core/model/ids.ts';
import { pageOf, projectsIn, type Query, select } from './query.ts';
import type { RouteContext } from './route.ts';
import { equalities } from './run-list.ts';

/** The triggers of one pipeline, of its latest version. */
export async function triggersOfPipeline(
  pipeline: CallOutput<'pipelines.get'>,
  { call, base }: RouteContext,
) {
  const states = await call('triggers.list', { pipelineId: pipeline.id });
  const off = new Set(states.filter(({ active }) => !active).map(({ nodeId }) => nodeId));
  // A pause switches all of them off, unless they are kept; before the first install only a person does.
  const isSilent = pipeline.status === 'Uninstalled' && !states.some(({ listening }) => listening);
  const nodes = isSilent ? [] : pipeline.graph.startNodes.map(({ nodeId }): string => nodeId);
  return writeTriggers(pipeline, new Set(nodes.filter((id) => !off.has(id))), base);
}

export async function findTriggers(query: Query, context: RouteContext) {
  const pipelines = await pipelinesOf(query, equalities(query.filter).get('spec.operation.id'), context.call);
  const lists = await Promise.all(
    pipelines.map(async ({ id }) =>
      triggersOfPipeline(await context.call('pipelines.get', { pipelineId: id }), context),
    ),
  );
  return pageOf(select(lists.flat(), query), query);
}

/** The pipeline with that id, or all that the query may be about: triggers are in their graphs. */
async function pipelinesOf(query: Query, pipelineId: unknown, call: RouteContext['call']) {
  if (pipelineId !== undefined) {
    const id = pipelineIdSchema.safeParse(pipelineId);
    return id.success ? [await call('pipelines.get', { pipelineId: id.data })] : [];
  }
  const projects = projectsIn(query);
  const all = (await call('projects.list', {})).filter(({ id }) => projects?.has(id) ?? true);
  return (await Promise.all(all.map(({ id }) => call('pipelines.list', { projectId: id })))).flat();
}
