/** Triggers: what starts cycles of pipelines by itself (reference sections 1.17 and 2.8). They are made with their pipeline. */
import type { Context } from './context.ts';
import { diffOf } from './diff.ts';
import { Entity } from './entity.ts';
import { Filters } from './filters.ts';
import { pathOf } from './named.ts';
import { type Page, PagedList } from './paging.ts';
import type { Cancel, Json } from './transport.ts';

export type StoredTriggerJson = Json & {
  readonly id: string;
  readonly name: string;
  readonly type: 'Event' | 'Cron';
  readonly active: boolean;
  readonly projectId: string;
  readonly spec: Json;
};

export type TriggerChange = { readonly name?: string; readonly active?: boolean; readonly spec?: Json };

export class Trigger extends Entity<StoredTriggerJson> {
  readonly #context: Context;

  constructor(context: Context, json: StoredTriggerJson) {
    super(json);
    this.#context = context;
  }

  get name(): string {
    return this.json.name;
  }

  get active(): boolean {
    return this.json.active;
  }

  /** Sends what differs. Of a new name or spec comes a new version of the pipeline. */
  async update(change: TriggerChange, { signal }: Cancel = {}): Promise<this> {
    const json = diffOf(this.json, change);
    if (Object.keys(json).length === 0) return this;
    this.json = await this.#context.transport.request('PATCH', pathOf('triggers', this.id), { json, signal });
    return this;
  }

  async pause(cancel: Cancel = {}): Promise<this> {
    return await this.update({ active: false }, cancel);
  }

  async resume(cancel: Cancel = {}): Promise<this> {
    return await this.update({ active: true }, cancel);
  }

  async delete({ signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('triggers', this.id), { signal });
    return true;
  }

  protected shown(): Json {
    const { id, name, type, active, projectId, spec } = this.json;
    return { id, name, type, active, project_id: projectId, spec };
  }
}

export class Triggers {
  readonly #context: Context;
  readonly #only: readonly Json[];

  /** @param only conditions that each list has besides its own. */
  constructor(context: Context, only: readonly Json[] = []) {
    this.#context = context;
    this.#only = only;
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<Trigger> {
    return this.#make(await this.#context.transport.request('GET', pathOf('triggers', id), { signal }));
  }

  list({
    filters = new Filters({ resource: 'triggers' }),
    signal,
  }: Cancel & { filters?: Filters } = {}): PagedList<Trigger> {
    return new PagedList({
      filters: filters.also(this.#only),
      signal,
      ask: async (json) =>
        await this.#context.transport.request<Page>('POST', '/query/faas', { json, signal }),
      make: (json) => this.#make(json as StoredTriggerJson),
    });
  }

  #make(json: StoredTriggerJson): Trigger {
    return new Trigger(this.#context, json);
  }
}
