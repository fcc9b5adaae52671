/** Copies of datasets and items, and subsets: commands that are waited for (reference sections 2.3 and 2.4). */
import { type CommandJson, Commands, type WaitOptions } from './commands.ts';
import type { Context } from './context.ts';
import { FailedDependency } from './errors.ts';
import { Filters } from './filters.ts';
import { downloadTo } from './items/download.ts';
import type { ItemJson } from './items/json.ts';
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
/** `annotations`: with those of the items; default true. */
export type ExportOptions = WaitOptions & Which & { readonly annotations?: boolean };
/** `fullNames`: the file of "a.png" is called "a.png.json", and not "a.json". */
export type ExportZipOptions = ExportOptions & { readonly fullNames?: boolean };
export type ItemCloneOptions = CopyOptions & {
  /** Default: its own. */
  readonly datasetId?: string;
  /** The whole remote path; default: its own. */
  readonly filename?: string;
  /** Laid over the copy's. */
  readonly metadata?: Json;
};

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

/** @returns the items, each with its annotations when they were asked for. */
export async function exportDataset(
  context: Context,
  datasetId: string,
  options: ExportOptions,
): Promise<Json[]> {
  const itemId = await exported(context, datasetId, { exportType: 'json' }, options);
  const { signal } = options;
  return await context.transport.request<Json[]>('GET', pathOf('items', itemId, 'stream'), { signal });
}

/** @returns the path of the archive. */
export async function exportDatasetZip(
  context: Context,
  datasetId: string,
  place: string,
  options: ExportZipOptions,
): Promise<string> {
  const exportVersion = options.fullNames ? 'V2' : 'V1';
  const itemId = await exported(context, datasetId, { exportType: 'zip', exportVersion }, options);
  const { signal } = options;
  const item = await context.transport.request<ItemJson>('GET', pathOf('items', itemId), { signal });
  return await downloadTo(context, item, place, { signal });
}

/** @returns the id of the item that is to be downloaded. */
async function exported(
  context: Context,
  datasetId: string,
  kind: Json,
  options: ExportOptions,
): Promise<string> {
  const { filters = new Filters(), annotations = true } = options;
  const json = {
    ...kind,
    itemsQuery: filters.prepare(),
    annotations: { include: annotations, convertSemantic: false },
  };
  const { id, spec } = await over(context, pathOf('datasets', datasetId, 'export'), json, options);
  const itemId = spec['outputItemId'];
  if (typeof itemId !== 'string') throw silent(id);
  return itemId;
}

/** @returns the id of the new item. */
export async function copyItem(context: Context, itemId: string, options: ItemCloneOptions): Promise<string> {
  const { datasetId, filename, metadata } = options;
  const json = {
    ...(datasetId === undefined ? {} : { targetDatasetId: datasetId }),
    ...(filename === undefined ? {} : { remoteFileName: filename }),
    ...(metadata === undefined ? {} : { metadata }),
    allowMany: false,
    cloneDatasetParams: paramsOf(options),
  };
  return madeIn(await over(context, pathOf('items', itemId, 'clone'), json, options));
}

function madeIn({ id, spec }: CommandJson): string {
  const [made] = [spec['returnedModelId']].flat();
  if (typeof made === 'string') return made;
  throw silent(id);
}

const silent = (id: string) =>
  new FailedDependency(`The command ${id} does not say what it has made.`, {
    status: 424,
    request: `GET /commands/${id}`,
  });
