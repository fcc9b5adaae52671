/** The versions of a pipeline: each change of its graph is one. */
import type { Context } from '../context.ts';
import { Filters } from '../filters.ts';
import { pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel, Json } from '../transport.ts';
import type { PipelineJson } from './json.ts';

export type VersionJson = Json & {
  readonly versionNumber: number;
  readonly creator: string;
  readonly createdAt: string;
};

export class Versions {
  readonly #context: Context;
  readonly #pipelineId: string;

  constructor(context: Context, pipelineId: string) {
    this.#context = context;
    this.#pipelineId = pipelineId;
  }

  /** Latest first. */
  list({ signal }: Cancel = {}): PagedList<VersionJson> {
    return new PagedList({
      filters: new Filters({ resource: 'pipeline' }),
      signal,
      ask: async () => await this.#context.transport.request<Page>('GET', this.#path(), { signal }),
      make: (json) => json as VersionJson,
    });
  }

  /** The pipeline as it was. @throws NotFound */
  async get(version: number, { signal }: Cancel = {}): Promise<PipelineJson> {
    return await this.#context.transport.request('GET', this.#path(String(version)), { signal });
  }

  /** Makes it the latest again, as a new one. Reload the pipeline to see it there. */
  async restore(version: number, { signal }: Cancel = {}): Promise<PipelineJson> {
    const path = this.#path(String(version), 'restore');
    return await this.#context.transport.request('POST', path, { json: {}, signal });
  }

  #path(...rest: readonly string[]): string {
    return pathOf('pipelines', this.#pipelineId, 'versions', ...rest);
  }
}
