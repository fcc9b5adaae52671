/** Where a link from outside leads. */
import { SluiceError } from '#core/errors.ts';
import { call } from '#renderer/client/client.ts';
import { routes, taskRoute } from '#renderer/ui/routes.ts';

export type Linked = {
  readonly address: string;
  /** The project to be shown; null: whichever it is. */
  readonly projectId: string | null;
};

/** Where what a link names is shown. @throws SluiceError `not-found` when this workspace does not have it. */
export async function findLinked(kind: string, id: string, ask: typeof call = call): Promise<Linked> {
  const datasetPlace = async (datasetId: string) => await ask('datasets.get', { datasetId });
  switch (kind) {
    case 'projects':
      return { address: routes.pipelines(), projectId: (await ask('projects.get', { projectId: id })).id };
    case 'pipelines': {
      const { projectId } = await ask('pipelines.get', { pipelineId: id });
      return { address: routes.pipelines(id), projectId };
    }
    case 'tasks': {
      const task = await ask('tasks.get', { taskId: id });
      return { address: taskRoute(task), projectId: task.projectId };
    }
    case 'datasets':
      return { address: routes.data(id), projectId: (await datasetPlace(id)).projectId };
    case 'items': {
      const { datasetId } = await ask('items.get', { itemId: id });
      return { address: routes.view(id), projectId: (await datasetPlace(datasetId)).projectId };
    }
    default:
      throw new SluiceError('not-found', `Links to ${kind} lead nowhere.`);
  }
}
