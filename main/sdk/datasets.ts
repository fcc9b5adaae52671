/** Datasets (reference section 2.3). */
import type { z } from 'zod';
import type { datasetReply } from '#core/formats/dataloop/replies.ts';
import type { CommandJson } from './commands.ts';
import type { Context } from './context.ts';
import {
  type CopyOptions,
  copyDataset,
  type DatasetCloneOptions,
  type ExportOptions,
  type ExportZipOptions,
  exportDataset,
  exportDatasetZip,
  mergeDatasets,
  type Shares,
  type SplitOptions,
  splitDataset,
} from './copies.ts';
import { diffOf } from './diff.ts';
import { Entity } from './entity.ts';
import { NotFound } from './errors.ts';
import { Filters } from './filters.ts';
import { Items } from './items/items.ts';
import type { NewLabel } from './labels.ts';
import { firstOf, type Named, pathOf } from './named.ts';
import { Ontologies, type Ontology } from './ontologies.ts';
import { type Page, PagedList } from './paging.ts';
import { type Recipe, Recipes } from './recipes.ts';
import type { Cancel, Json } from './transport.ts';

export type DatasetJson = z.output<typeof datasetReply>;

export type DatasetChange = { readonly name?: string; readonly metadata?: Json };

export type NewDataset = Cancel & {
  /** Labels of its recipe. */
  readonly labels?: readonly NewLabel[];
  /** False: it has no recipe, until it is given one. */
  readonly createDefaultRecipe?: boolean;
};

/** A folder of a dataset. */
export type Folder = { readonly name: string; readonly path: string; readonly children: readonly Folder[] };

export class Dataset extends Entity<DatasetJson> {
  readonly items: Items;
  readonly #context: Context;

  constructor(context: Context, json: DatasetJson) {
    super(json);
    this.#context = context;
    this.items = new Items(context, this.id);
  }

  get name(): string {
    return this.json.name;
  }

  get projectId(): string {
    return this.json.projects[0] ?? '';
  }

  get itemsCount(): number {
    return this.json.itemsCount;
  }

  /** Its recipe. @throws NotFound when it has none. */
  async recipe(cancel: Cancel = {}): Promise<Recipe> {
    const [id] = this.json.metadata.system.recipes;
    if (id !== undefined) return await new Recipes(this.#context, this.projectId).get(id, cancel);
    throw new NotFound(`The dataset "${this.name}" has no recipe.`, { status: 404, request: 'its recipe' });
  }

  async ontology(cancel: Cancel = {}): Promise<Ontology> {
    return await (await this.recipe(cancel)).ontology(cancel);
  }

  /** Adds labels to its ontology; those that are there are changed. */
  async addLabels(labels: readonly NewLabel[], cancel: Cancel = {}): Promise<Ontology> {
    return await (await this.ontology(cancel)).addLabels(labels, cancel);
  }

  /** Labels with another recipe from now on. */
  async switchRecipe(recipeId: string, { signal }: Cancel = {}): Promise<this> {
    const json = { metadata: { system: { recipes: [recipeId] } } };
    const sent = { json, query: { system: true }, signal };
    this.json = await this.#context.transport.request('PATCH', pathOf('datasets', this.id), sent);
    return this;
  }

  /** Sends what differs; null takes away. */
  async update(change: DatasetChange, { signal }: Cancel = {}): Promise<this> {
    const json = diffOf(this.json, change);
    if (Object.keys(json).length === 0) return this;
    this.json = await this.#context.transport.request('PATCH', pathOf('datasets', this.id), { json, signal });
    return this;
  }

  /** As the server has it now. */
  async reload({ signal }: Cancel = {}): Promise<this> {
    this.json = await this.#context.transport.request('GET', pathOf('datasets', this.id), { signal });
    return this;
  }

  async delete({ signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('datasets', this.id), { signal });
    return true;
  }

  /** Its folders that hold items, from the root. */
  async directoryTree({ signal }: Cancel = {}): Promise<Folder> {
    return await this.#context.transport.request('GET', pathOf('datasets', this.id, 'directoryTree'), {
      signal,
    });
  }

  /**
   * A dataset with the same recipe and copies of its items, or of those that the filters match; waits until all are there.
   * @throws FailedDependency when it ended before.
   */
  async clone(name: string, options: DatasetCloneOptions = {}): Promise<Dataset> {
    const id = await copyDataset(this.#context, this.id, name, options);
    return await new Datasets(this.#context, this.projectId).get({ id }, options);
  }

  /** Marks its items for one subset each, by shares in percent. @throws FailedDependency when it ended before. */
  async split(shares: Shares, options: SplitOptions = {}): Promise<CommandJson> {
    return await splitDataset(this.#context, this.id, shares, options);
  }

  /** Its items as one list, each with its annotations. @throws FailedDependency when it ended before. */
  async export(options: ExportOptions = {}): Promise<Json[]> {
    return await exportDataset(this.#context, this.id, options);
  }

  /**
   * The same as a zip with a JSON file for each item, in the item's folder; it appears once it is whole.
   * @param place a path; one that ends in a slash is the folder, in which it gets its own name.
   * @returns the path of the file. @throws FailedDependency when it ended before.
   */
  async exportZip(place: string, options: ExportZipOptions = {}): Promise<string> {
    return await exportDatasetZip(this.#context, this.id, place, options);
  }

  /** @returns the address that was opened. */
  async openInWeb(): Promise<string> {
    const url = `${this.#context.web}/projects/${this.projectId}/datasets/${this.id}/items`;
    await this.#context.open(url);
    return url;
  }

  protected shown(): Json {
    const { id, name, creator, itemsCount, annotationsCount, createdAt, url } = this.json;
    return {
      id,
      name,
      creator,
      items_count: itemsCount,
      annotations_count: annotationsCount,
      created_at: createdAt,
      url,
    };
  }
}

export class Datasets {
  readonly #context: Context;
  readonly #projectId: string | null;

  /** @param projectId null: those of all projects, in which none can be made. */
  constructor(context: Context, projectId: string | null) {
    this.#context = context;
    this.#projectId = projectId;
  }

  /** A new dataset, with a recipe of its own that has the labels. */
  async create(name: string, options: NewDataset = {}): Promise<Dataset> {
    const { labels = [], createDefaultRecipe = true, signal } = options;
    if (this.#projectId === null)
      throw new TypeError('A dataset is made in a project: project.datasets.create(…).');
    const projects = [this.#projectId];
    const json = { name, projects, createDefaultRecipe: createDefaultRecipe && labels.length === 0 };
    const dataset = this.#make(await this.#context.transport.request('POST', '/datasets', { json, signal }));
    if (labels.length === 0) return dataset;
    const ontology = await new Ontologies(this.#context, this.#projectId).create(
      { labels, title: name },
      { signal },
    );
    const recipes = new Recipes(this.#context, this.#projectId);
    const recipe = await recipes.create({ title: name, ontologyIds: [ontology.id] }, { signal });
    return await dataset.switchRecipe(recipe.id, { signal });
  }

  /** @throws NotFound */
  async get(which: Named, { signal }: Cancel = {}): Promise<Dataset> {
    if ('id' in which) {
      return this.#make(
        await this.#context.transport.request('GET', pathOf('datasets', which.id), { signal }),
      );
    }
    const filters = new Filters({ resource: 'datasets' }).add('name', which.name);
    return await firstOf(this.list({ filters, signal }), 'dataset', which.name);
  }

  list({
    filters = new Filters({ resource: 'datasets' }),
    signal,
  }: Cancel & { filters?: Filters } = {}): PagedList<Dataset> {
    const context = this.#projectId === null ? {} : { context: { projects: [this.#projectId] } };
    return new PagedList({
      filters,
      signal,
      ask: async (query) =>
        await this.#context.transport.request<Page>('POST', '/datasets/query', {
          json: { ...query, ...context },
          signal,
        }),
      make: (json) => this.#make(json as DatasetJson),
    });
  }

  /** A dataset with copies of all items of these; waits until all are there. @throws FailedDependency when it ended before. */
  async merge(
    name: string,
    datasets: readonly (Dataset | string)[],
    options: CopyOptions = {},
  ): Promise<Dataset> {
    const ids = datasets.map((one) => (typeof one === 'string' ? one : one.id));
    const made = await mergeDatasets(this.#context, { name, ids, projectId: this.#projectId }, options);
    // Some servers say of a merge no more than that it is done.
    return await this.get(made === null ? { name } : { id: made }, options);
  }

  async update(id: string, change: DatasetChange, cancel: Cancel = {}): Promise<Dataset> {
    return await (await this.get({ id }, cancel)).update(change, cancel);
  }

  async delete(id: string, { signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('datasets', id), { signal });
    return true;
  }

  #make(json: DatasetJson): Dataset {
    return new Dataset(this.#context, json);
  }
}
