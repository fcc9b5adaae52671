/** A pipeline of pictures: start dataset, halves, two labelling tasks, QA, two end datasets. No video in it. */
import type { CallArgs, CallOutput } from '#contract/index.ts';
import { videoToQa } from '#core/pipeline/templates/video-to-qa.ts';
import type { World } from './engine-world.ts';

export type ImagePipeline = {
  readonly projectId: CallOutput<'projects.create'>['id'];
  readonly pipelineId: CallOutput<'pipelines.create'>['id'];
  readonly datasets: Readonly<
    Record<'inbox' | 'approved' | 'discarded', CallOutput<'datasets.create'>['id']>
  >;
  task(nodeId: 'label-a' | 'label-b' | 'qa'): Promise<CallOutput<'tasks.get'>>;
};

export async function makeImagePipeline(world: World): Promise<ImagePipeline> {
  const { calls } = world;
  const made = await calls['projects.setUp']({ name: 'Pictures', labels: [], every: 1 });
  await calls['pipelines.pause']({ pipelineId: made.pipelineId });
  const graph = videoToQa.build({ ...made.datasets, recipe: made.recipeId, every: 1 });
  const inbox = graph.nodes.find((node) => node.id === 'inbox');
  if (inbox) inbox.metadata['triggerToPipeline'] = { active: true };
  const pictures: CallArgs<'pipelines.create'>['graph'] = {
    ...graph,
    nodes: graph.nodes.filter((node) => node.id !== 'frames'),
    connections: [
      {
        src: { nodeId: graph.connections[0]?.src.nodeId ?? fail(), portId: 'inbox-out' },
        tgt: { nodeId: graph.connections[1]?.tgt.nodeId ?? fail(), portId: 'halves-in' },
      },
      ...graph.connections.slice(2),
    ],
    startNodes: graph.startNodes.map((start) => ({
      ...start,
      trigger: { ...start.trigger, spec: { ...start.trigger?.spec, filter: '{}' } },
    })),
  };
  const projectId = made.project.id;
  const { id } = await calls['pipelines.create']({ projectId, name: 'Pictures to QA', graph: pictures });
  await calls['pipelines.install']({ pipelineId: id });
  return {
    projectId,
    pipelineId: id,
    datasets: made.datasets,
    async task(nodeId) {
      const tasks = await calls['tasks.list']({ projectId });
      const found = tasks.find((task) => task.pipelineId === id && task.nodeId === nodeId);
      return found ?? fail();
    },
  };
}

function fail(): never {
  throw new Error('the template has changed');
}
