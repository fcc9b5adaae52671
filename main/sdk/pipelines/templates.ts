/** Pipelines to start from. */
import type { Context } from '../context.ts';
import { Filters } from '../filters.ts';
import { pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel, Json } from '../transport.ts';
import type { PipelineJson } from './json.ts';

export type TemplateJson = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What it is made of, by the names under which `parts` says what to take. */
  readonly needs: readonly Json[];
};

export type NewFromTemplate = {
  readonly name: string;
  readonly projectId: string;
  /** Ids of datasets, addresses of people, numbers: what the template needs. */
  readonly parts?: Readonly<Record<string, string | number>>;
};

export class Templates {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  list({ signal }: Cancel = {}): PagedList<TemplateJson> {
    return new PagedList({
      filters: new Filters({ resource: 'pipeline' }),
      signal,
      ask: async () => await this.#context.transport.request<Page>('GET', PATH, { signal }),
      make: (json) => json as TemplateJson,
    });
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<TemplateJson> {
    return await this.#context.transport.request('GET', pathOf('pipelines', 'templates', id), { signal });
  }

  /** A new pipeline. @throws BadRequest naming what it needs and has not got */
  async create(id: string, json: NewFromTemplate, { signal }: Cancel = {}): Promise<PipelineJson> {
    const path = pathOf('pipelines', 'templates', id);
    return await this.#context.transport.request('POST', path, { json, signal });
  }
}

const PATH = '/pipelines/templates';
