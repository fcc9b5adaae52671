/** The annotations of an item (reference section 2.5). */
import type { Context } from '../context.ts';
import { diffOf } from '../diff.ts';
import { Entity } from '../entity.ts';
import { Filters } from '../filters.ts';
import { pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel, Json } from '../transport.ts';
import { type AnnotationJson, addAnnotations } from './add.ts';

export type AnnotationChange = {
  readonly label?: string;
  readonly coordinates?: unknown;
  readonly metadata?: { readonly user?: unknown; readonly system?: Json };
};

/** What a reviewer has said of it; null: nothing, or no more. */
export type IssueStatus = 'issue' | 'review' | 'approved' | null;

export class Annotation extends Entity<AnnotationJson> {
  readonly #context: Context;

  constructor(context: Context, json: AnnotationJson) {
    super(json);
    this.#context = context;
  }

  get type(): string {
    return this.json.type;
  }

  get label(): string {
    return this.json.label;
  }

  get coordinates(): unknown {
    return this.json['coordinates'];
  }

  /** Values by the keys of attributes. */
  get attributes(): Json {
    const { attributes } = this.json.metadata.system;
    return typeof attributes === 'object' && attributes !== null ? { ...attributes } : {};
  }

  /** Sends what differs; null takes away. `metadata.system` changes only with `system`. */
  async update(
    change: AnnotationChange,
    { system, signal }: Cancel & { system?: boolean } = {},
  ): Promise<this> {
    const json = diffOf(this.json, change);
    if (Object.keys(json).length === 0) return this;
    const sent = { json, query: { system }, signal };
    this.json = await this.#context.transport.request('PUT', pathOf('annotations', this.id), sent);
    return this;
  }

  /** Gives it values of attributes; null takes one away. */
  async updateAttributes(attributes: Json, cancel: Cancel = {}): Promise<this> {
    return await this.update({ metadata: { system: { attributes } } }, { ...cancel, system: true });
  }

  /** Opens an issue on it, hands it back, or ends it. */
  async updateStatus(status: IssueStatus, cancel: Cancel = {}): Promise<this> {
    return await this.update({ metadata: { system: { status } } }, { ...cancel, system: true });
  }

  async delete({ signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('annotations', this.id), { signal });
    return true;
  }

  protected shown(): Json {
    const { id, type, label, creator, createdAt, itemId } = this.json;
    return {
      id,
      type,
      label,
      coordinates: this.coordinates,
      attributes: this.attributes,
      creator,
      created_at: createdAt,
      item_id: itemId,
    };
  }
}

export type Annotated = { readonly itemId: string; readonly datasetId: string };

export class Annotations {
  readonly #context: Context;
  readonly #of: Annotated;

  constructor(context: Context, of: Annotated) {
    this.#context = context;
    this.#of = of;
  }

  /** Adds them, in order; `shapes` makes them. */
  async upload(annotations: Json | readonly Json[], { signal }: Cancel = {}): Promise<Annotation[]> {
    const all = Array.isArray(annotations) ? annotations : [annotations];
    const added = await addAnnotations(this.#context, this.#of.itemId, all, { signal });
    return added.map((json) => this.#make(json));
  }

  /** Those of the item; notes and descriptions only when the filter asks for them. */
  list({
    filters = new Filters({ resource: 'annotations' }),
    signal,
  }: Cancel & { filters?: Filters } = {}): PagedList<Annotation> {
    const { itemId, datasetId } = this.#of;
    return new PagedList({
      filters: filters.also([{ itemId }]),
      keyset: true,
      signal,
      ask: async (json) =>
        await this.#context.transport.request<Page>('POST', pathOf('datasets', datasetId, 'query'), {
          json,
          signal,
        }),
      make: (json) => this.#make(json as AnnotationJson),
    });
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<Annotation> {
    return this.#make(await this.#context.transport.request('GET', pathOf('annotations', id), { signal }));
  }

  async update(
    id: string,
    change: AnnotationChange,
    options: Cancel & { system?: boolean } = {},
  ): Promise<Annotation> {
    return await (await this.get(id, options)).update(change, options);
  }

  async delete(id: string, { signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('annotations', id), { signal });
    return true;
  }

  /** Deletes all that a filter matches, by default all that the item has. */
  async deleteAll({ filters, signal }: Cancel & { filters?: Filters } = {}): Promise<void> {
    const { itemId, datasetId } = this.#of;
    const chosen = filters ?? new Filters({ resource: 'annotations', useDefaults: false });
    const json = { ...chosen.also([{ itemId }]).prepare(), delete: true };
    await this.#context.transport.request('POST', pathOf('datasets', datasetId, 'query'), { json, signal });
  }

  #make(json: AnnotationJson): Annotation {
    return new Annotation(this.#context, json);
  }
}
