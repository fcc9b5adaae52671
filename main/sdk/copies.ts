/** Copies of datasets, and subsets: commands that are waited for (reference section 2.3). */
import { type CommandJson, Commands, type WaitOptions } from './commands.ts';
import type { Context } from './context.ts';
import { FailedDependency } from './errors.ts';
import { Filters } from './filters.ts';
import { pathOf } from './named.ts';
import type { Json } from './transport.ts';

export type CopyOptions = WaitOptions & {
  /** Default: with both. */
  readonly withAnnotations?: boolean;
  readonly withMetadata?: boolean;
};
/** Which items; default: all of the dataset. */
type Which = { readonly filters?: Filters };
export type DatasetCloneOptions = CopyOptions & Which;
export type SplitOptions = WaitOptions & Which;
/** Percent; together 100. */
export type Shares = { readonly train: number; readonly validation: number; readonly test: number };

const paramsOf = ({ withAnnotations = true, withMetadata = true }: CopyOptions) => ({
  withItemsAnnotations: withAnnotations,
  withMetadata,
  withTaskAnnotationsStatus: true,
});

async function over(context: Context, path: string, json: Json, options: WaitOptions): Promise<CommandJson> {
  const { signal } = options;
  const command = await context.transport.request<CommandJson>('POST', path, { json, signal });
  return await new Commands(context).wait(command, options);
}

/** @returns the id of the new dataset. */
export async function copyDataset(
  context: Context,
  datasetId: string,
  name: string,
  options: DatasetCloneOptions,
): Promise<string> {
  const { filters = new Filters() } = options;
  const json = { name, filter: filters.prepare(), cloneDatasetParams: paramsOf(options) };
  return madeIn(await over(context, pathOf('datasets', datasetId, 'clone'), json, options));
}

/** @returns the id of the new dataset; null when the server does not say. */
export async function mergeDatasets(
  context: Context,
  asked: { readonly name: string; readonly ids: readonly string[]; readonly projectId: string | null },
  options: CopyOptions,
): Promise<string | null> {
  const { name, ids: datasetsIds, projectId } = asked;
  const projectIds = projectId === null ? {} : { projectIds: [projectId] };
  const json = { name, datasetsIds, ...projectIds, mergeDatasetParams: paramsOf(options), asynced: true };
  const { spec } = await over(context, '/datasets/merge', json, options);
  const id = spec['returnedModelId'];
  return typeof id === 'string' ? id : null;
}

export async function splitDataset(
  context: Context,
  datasetId: string,
  shares: Shares,
  options: SplitOptions,
): Promise<CommandJson> {
  const { filters = new Filters() } = options;
  const json = { itemsQuery: filters.prepare(), MLSplitList: shares };
  return await over(context, pathOf('datasets', datasetId, 'split'), json, options);
}

function madeIn({ id, spec }: CommandJson): string {
  const made = spec['returnedModelId'];
  if (typeof made === 'string') return made;
  throw new FailedDependency(`The command ${id} does not say what it has made.`, {
    status: 424,
    request: `GET /commands/${id}`,
  });
}
