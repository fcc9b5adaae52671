/** What is there before the first kill: datasets, the installed pipeline and its tasks. */
import type { DatasetId, PipelineId, ProjectId, TaskId } from '#core/model/ids.ts';
import type { Client } from './client.ts';
import { chaosGraph, type Ends } from './graph.ts';

export type Ground = {
  readonly projectId: ProjectId;
  readonly pipelineId: PipelineId;
  readonly inbox: DatasetId;
  readonly ends: Ends;
  readonly tasks: { readonly label: TaskId; readonly qa: TaskId };
};

export async function makeGround({ ask }: Client, url: string): Promise<Ground> {
  const { id: projectId } = await ask('projects.create', { name: 'Chaos' });
  const dataset = async (name: string) => (await ask('datasets.create', { projectId, name })).id;
  const inbox = await dataset('inbox');
  const ends = { approved: await dataset('approved'), discarded: await dataset('discarded') };
  const graph = chaosGraph({ inbox, ends, url });
  const { id: pipelineId } = await ask('pipelines.create', { projectId, name: 'Chaos', graph });
  await ask('pipelines.install', { pipelineId });
  const tasks = await ask('tasks.list', { projectId });
  const task = (nodeId: string) => {
    const found = tasks.find((one) => one.nodeId === nodeId);
    if (!found) throw new Error(`The pipeline has no task ${nodeId}.`);
    return found.id;
  };
  return { projectId, pipelineId, inbox, ends, tasks: { label: task('label'), qa: task('qa') } };
}
