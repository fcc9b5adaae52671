/** The sample project that a demo works in: found again, or made. */
import type { Caller } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Graph } from '#core/model/graph.ts';
import type { DatasetId, PipelineId, ProjectId } from '#core/model/ids.ts';
import { nodeById } from '#core/pipeline/graph.ts';
import { parseConfig } from '#core/pipeline/specs.ts';

export type Sample = {
  readonly projectId: ProjectId;
  readonly pipelineId: PipelineId;
  readonly inbox: DatasetId;
  readonly frames: DatasetId;
  readonly approved: DatasetId;
  readonly discarded: DatasetId;
};

/** How sample projects are called. A demo decides in place of people, so it keeps away from every other project. */
const SAMPLE_NAME = /^Sample project\b/;

/** The latest sample project whose video has arrived; null when there is none. */
export async function findSample(call: Caller): Promise<Sample | null> {
  const projects = await call('projects.list', {});
  const named = projects.filter((project) => SAMPLE_NAME.test(project.name));
  for (const project of named.toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
    const [pipeline] = await call('pipelines.list', { projectId: project.id });
    if (!pipeline) continue;
    const { graph } = await call('pipelines.get', { pipelineId: pipeline.id });
    const sample = { projectId: project.id, pipelineId: pipeline.id, ...datasetsOf(graph) };
    const { count } = await call('items.count', { datasetId: sample.inbox, filter: { kind: 'video' } });
    // Somebody has cancelled the import, or taken the video out: that one is passed over.
    if (count > 0) return sample;
  }
  return null;
}

/** A new sample project with a clip of that many frames. */
export async function makeSample(call: Caller, frames: number): Promise<Sample> {
  const { project, pipelineId, datasets } = await call('projects.createSample', { frames });
  return { projectId: project.id, pipelineId, ...datasets };
}

function datasetsOf(graph: Graph): Pick<Sample, 'inbox' | 'frames' | 'approved' | 'discarded'> {
  const storage = (nodeId: string) => {
    const config = parseConfig('storage', nodeById(graph, nodeId));
    if (config.success) return config.data.datasetId;
    throw new SluiceError('conflict', `The sample project's node ${nodeId} names no dataset.`, { nodeId });
  };
  const split = parseConfig('video.split', nodeById(graph, 'frames'));
  const frames = split.data?.customNodeConfig?.datasetId ?? storage('inbox');
  return { inbox: storage('inbox'), frames, approved: storage('approved'), discarded: storage('discarded') };
}
