/** Pipelines and compositions as clients see them, with what is known of them besides their graphs. */
import type { CallOutput } from '#contract/index.ts';
import { writeComposition } from '#core/formats/dataloop/composition.ts';
import { isRecord } from '#core/formats/dataloop/json.ts';
import { writePipeline } from '#core/formats/dataloop/pipeline.ts';
import type { RouteContext } from './route.ts';

type Pipeline = CallOutput<'pipelines.get'>;

/** With what its dataset nodes have run of what was there already. */
export async function pipelineOf(pipeline: Pipeline, { call, base }: RouteContext) {
  const { id: pipelineId, graph } = pipeline;
  const isLoading = graph.nodes.some(
    ({ metadata: { triggerToPipeline: asked } }) => isRecord(asked) && asked['active'] === true,
  );
  return writePipeline(pipeline, base, isLoading ? await call('pipelines.loaded', { pipelineId }) : []);
}

/** With its tasks, and why it could not be installed. */
export async function compositionOf(pipeline: Pipeline, { call, base }: RouteContext) {
  const [all, problems] = await Promise.all([
    call('tasks.list', { projectId: pipeline.projectId }),
    call('pipelines.validate', { graph: pipeline.graph }),
  ]);
  const tasks = all.filter((task) => task.pipelineId === pipeline.id);
  return writeComposition(pipeline, { tasks, problems }, base);
}
