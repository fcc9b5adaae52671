/** What is in a dataset as the SDK downloads it: an export that is waited for, downloaded and unpacked (reference section 2.3). */
import { unzip } from '#test/support/unzip.ts';
import { specOf } from './commands.ts';
import { type Filters, filters, prepared } from './filters.ts';
import { download, items } from './items.ts';
import { must } from './readers.ts';
import type { Client, Json } from './wire.ts';

export type Wanted = {
  readonly items?: Filters;
  /** Which items there are goes by these, too, as a join; which annotations only with `filterOutput`. */
  readonly annotations?: Filters;
  readonly filterOutput?: boolean;
  readonly include?: boolean;
  readonly version?: 'V1' | 'V2';
  readonly summary?: boolean;
  readonly lock?: boolean;
};

/** The JSON files by their paths below the folder `json`, as `dataset.items.download` unpacks them beside the items. */
export async function downloadAnnotations(
  client: Client,
  dataset: Json,
  wanted: Wanted = {},
): Promise<ReadonlyMap<string, Json>> {
  const { items: asked = filters('items'), annotations, include = true, version = 'V1' } = wanted;
  const join = annotations && {
    on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
    filter: { $and: annotations.and },
  };
  const json = {
    itemsQuery: prepared(join ? { ...asked, join } : asked),
    annotations: {
      include,
      convertSemantic: false,
      ...(annotations ? { filter: wanted.filterOutput ?? false } : {}),
    },
    exportVersion: version,
    ...(annotations ? { annotationsQuery: prepared(annotations) } : {}),
    ...(wanted.lock ? { datasetLock: true, lockTimeoutSec: 300 } : {}),
    ...(wanted.summary ? { summary: true } : {}),
  };
  const item = await exportItem(client, dataset, { json, headers: { user_query: 'true' } });
  // It is saved under its name, which has to look like a file's, and unpacked there.
  must(/^[^/]+\.zip$/.test(item.name), `the export is called ${item.name}`);
  const files = await unzip(await download(client, item, [10]));
  return new Map([...files].map(([path, bytes]) => [path, JSON.parse(`${bytes}`)]));
}

/** One list, or what an archive unpacks to, as `dataset.export` has it: newer SDKs always say which. */
export async function exportOf(client: Client, dataset: Json, exportType: 'json' | 'zip'): Promise<Json[]> {
  const { filter } = prepared(filters('items'));
  const json = {
    exportType,
    itemsQuery: { filter, join: {} },
    itemsVectorQuery: {},
    annotations: { include: true, convertSemantic: false },
  };
  const bytes = await download(client, await exportItem(client, dataset, { json }));
  if (exportType === 'json') return JSON.parse(`${bytes}`);
  return [...(await unzip(bytes)).values()].map((one) => JSON.parse(`${one}`));
}

async function exportItem(client: Client, dataset: Json, sending: object): Promise<Json> {
  const reply = await client.request('POST', `/datasets/${dataset.id}/export`, sending);
  const { outputItemId } = await specOf(client, reply.json(), 'outputItemId');
  const item = await items.get(client, outputItemId);
  must(item.type === 'file' && item.annotated === false, 'the export is no plain file');
  return item;
}

/** Where the SDK looks for an item's JSON. */
export function jsonPathOf({ filename }: Json, version: 'V1' | 'V2' = 'V1'): string {
  const path = filename.slice(1);
  return `${version === 'V1' ? path.replace(/(?<=[^/.][^/]*)\.[^./]*$/, '') : path}.json`;
}
