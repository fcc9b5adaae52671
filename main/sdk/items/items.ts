/** The items of a dataset (reference section 2.4). */
import type { Context } from '../context.ts';
import { NotFound } from '../errors.ts';
import { Filters } from '../filters.ts';
import { pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel, Json } from '../transport.ts';
import { type DownloadOptions, downloadTo, within } from './download.ts';
import { Item, type ItemChange } from './item.ts';
import type { ItemJson } from './json.ts';
import type { Source } from './sources.ts';
import { type UploadOptions, upload } from './upload.ts';
import {
  entriesOf,
  type NewItem,
  type UploadFolderOptions,
  type UploadManyOptions,
  type UploadReport,
  uploadMany,
} from './upload-many.ts';

export type ListOptions = Cancel & { readonly filters?: Filters };

export class Items {
  readonly #context: Context;
  readonly #datasetId: string;
  readonly #only: readonly Json[];

  /** @param only conditions that each list has besides its own. */
  constructor(context: Context, datasetId: string, only: readonly Json[] = []) {
    this.#context = context;
    this.#datasetId = datasetId;
    this.#only = only;
  }

  /** Uploads one file, bytes or a stream, and gives the item; with mode `skip` the one that is there already. */
  async upload(source: Source, options: UploadOptions & Pick<NewItem, 'annotations'> = {}): Promise<Item> {
    const { annotations = [], ...rest } = options;
    const { json, outcome } = await upload(this.#context, this.#datasetId, source, rest);
    const item = this.#make(json);
    if (outcome === 'skipped' || annotations.length === 0) return item;
    await item.annotations.upload(annotations, rest);
    return await item.reload(rest);
  }

  /** Uploads many, several at once. What fails is told in the report and stops no other. */
  async uploadMany(
    entries: Iterable<NewItem> | AsyncIterable<NewItem>,
    options: UploadManyOptions = {},
  ): Promise<UploadReport<Item>> {
    return await uploadMany(this.#context, this.#datasetId, entries, options, (json) => this.#make(json));
  }

  /** Uploads the files of a folder and its folders, to folders of the same names. */
  async uploadFolder(folder: string, options: UploadFolderOptions = {}): Promise<UploadReport<Item>> {
    const { annotations: _beside, remotePath: _below, ...common } = options;
    return await this.uploadMany(entriesOf(folder, options), common);
  }

  /** @throws NotFound */
  async get(
    which: { readonly id: string } | { readonly filepath: string },
    { signal }: Cancel = {},
  ): Promise<Item> {
    if ('id' in which) {
      return this.#make(await this.#context.transport.request('GET', pathOf('items', which.id), { signal }));
    }
    const filters = new Filters({ useDefaults: false }).add('filename', which.filepath);
    const found = await this.list({ filters, signal }).first();
    if (found !== null) return found;
    throw new NotFound(`There is no item "${which.filepath}".`, { status: 404, request: 'a list of items' });
  }

  list({ filters = new Filters(), signal }: ListOptions = {}): PagedList<Item> {
    return new PagedList({
      filters: filters.also(this.#only),
      keyset: true,
      signal,
      ask: async (json) => await this.#query<Page>(json, signal),
      make: (json) => this.#make(json as ItemJson),
    });
  }

  /** Changes all that a filter matches, at once. */
  async updateAll(
    filters: Filters,
    change: Pick<ItemChange, 'metadata'>,
    { signal }: Cancel = {},
  ): Promise<void> {
    const { filter, resource } = filters.also(this.#only).prepare();
    await this.#query({ filter, resource, update: change }, signal);
  }

  async delete(id: string, { signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('items', id), { signal });
    return true;
  }

  /** Deletes all that a filter matches, at once. */
  async deleteAll(filters: Filters, { signal }: Cancel = {}): Promise<void> {
    const { filter, resource, join } = filters.also(this.#only).prepare();
    await this.#query({ filter, resource, ...(join === undefined ? {} : { join }), delete: true }, signal);
  }

  /** Writes the contents of all that a filter matches below a folder, in the folders they have there. @returns the paths. */
  async download(
    folder: string,
    { filters, ...options }: ListOptions & Omit<DownloadOptions, 'onProgress'> = {},
  ): Promise<string[]> {
    const paths: string[] = [];
    for await (const { json } of this.list({ ...(filters ? { filters } : {}), signal: options.signal })) {
      paths.push(await downloadTo(this.#context, json, within(folder, json.filename), options));
    }
    return paths;
  }

  /** A folder, which is an item of type "dir"; one that is there already is given as it is. */
  async makeDir(path: string, { signal }: Cancel = {}): Promise<Item> {
    const form = { type: 'dir', path };
    const address = pathOf('datasets', this.#datasetId, 'items');
    return this.#make(await this.#context.transport.request('POST', address, { form, signal }));
  }

  /** Moves items and folders, with all that is in them, into a folder, which is made when it is not there: all or none. */
  async move(destination: string, ids: readonly string[], { signal }: Cancel = {}): Promise<boolean> {
    const { id } = await this.makeDir(destination, { signal });
    const address = pathOf('datasets', this.#datasetId, 'items', id);
    await this.#context.transport.request('PUT', address, { json: ids, signal });
    return true;
  }

  async #query<T>(json: Json, signal: AbortSignal | undefined): Promise<T> {
    return await this.#context.transport.request('POST', pathOf('datasets', this.#datasetId, 'query'), {
      json,
      signal,
    });
  }

  #make(json: ItemJson): Item {
    return new Item(this.#context, json);
  }
}
