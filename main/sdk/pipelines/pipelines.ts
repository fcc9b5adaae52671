/** The pipelines of a project (reference section 2.8), in the words of the Python SDK. */
import type { CommandJson, WaitOptions } from '../commands.ts';
import type { Context } from '../context.ts';
import { Filters } from '../filters.ts';
import { firstOf, type Named, pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel, Json } from '../transport.ts';
import {
  type ExecuteOptions,
  type ExecutionInput,
  type PipelineExecution,
  PipelineExecutions,
} from './executions.ts';
import type { PipelineJson, PipelineStats } from './json.ts';
import { Pipeline, type ResumeOption } from './pipeline.ts';
import { Templates } from './templates.ts';

/** Itself, or its id. */
export type PipelineOrId = Pipeline | string;

export class Pipelines {
  readonly #context: Context;
  readonly #projectId: string | null;
  /** Pipelines to start from. */
  readonly templates: Templates;

  /** @param projectId null: those of all projects, in which none can be made. */
  constructor(context: Context, projectId: string | null) {
    this.#context = context;
    this.#projectId = projectId;
    this.templates = new Templates(context);
  }

  /** An empty one, or one of the JSON of another, which gets ids of its own. */
  async create(nameOrJson: string | Json, { signal }: Cancel = {}): Promise<Pipeline> {
    if (this.#projectId === null)
      throw new TypeError('A pipeline is made in a project: project.pipelines.create(…).');
    const given = typeof nameOrJson === 'string' ? { name: nameOrJson } : nameOrJson;
    const json = {
      nodes: [],
      connections: [],
      startNodes: [],
      variables: [],
      ...given,
      projectId: this.#projectId,
    };
    return this.#make(await this.#context.transport.request('POST', '/pipelines', { json, signal }));
  }

  /** @throws NotFound */
  async get(which: Named, { signal }: Cancel = {}): Promise<Pipeline> {
    if ('id' in which) {
      return this.#make(
        await this.#context.transport.request('GET', pathOf('pipelines', which.id), { signal }),
      );
    }
    const filters = new Filters({ resource: 'pipeline' }).add('name', which.name);
    return await firstOf(this.list({ filters, signal }), 'pipeline', which.name);
  }

  list({
    filters = new Filters({ resource: 'pipeline' }),
    signal,
  }: Cancel & { filters?: Filters } = {}): PagedList<Pipeline> {
    return new PagedList({
      filters: this.#projectId === null ? filters : filters.also([{ projectId: this.#projectId }]),
      signal,
      ask: async (json) =>
        await this.#context.transport.request<Page>('POST', '/pipelines/query', { json, signal }),
      make: (json) => this.#make(json as PipelineJson),
    });
  }

  async delete(pipeline: PipelineOrId, { signal }: Cancel = {}): Promise<boolean> {
    await this.#context.transport.request('DELETE', pathOf('pipelines', idOf(pipeline)), { signal });
    return true;
  }

  async install(
    pipeline: PipelineOrId,
    options: Cancel & { resumeOption?: ResumeOption } = {},
  ): Promise<Pipeline> {
    return await (await this.#entity(pipeline, options)).install(options);
  }

  /** Stops it where it is. */
  async pause(
    pipeline: PipelineOrId,
    options: Cancel & { keepTriggersActive?: boolean } = {},
  ): Promise<Pipeline> {
    return await (await this.#entity(pipeline, options)).pause(options);
  }

  /** Forgets its cycles and counts. */
  async reset(pipeline: PipelineOrId, options: Cancel & { stopIfRunning?: boolean } = {}): Promise<Pipeline> {
    return await (await this.#entity(pipeline, options)).reset(options);
  }

  async stats(pipeline: PipelineOrId, { signal }: Cancel = {}): Promise<PipelineStats> {
    return await this.#context.transport.request('GET', pathOf('pipelines', idOf(pipeline), 'statistics'), {
      signal,
    });
  }

  /** Starts a cycle. */
  async execute(
    pipeline: PipelineOrId,
    input: ExecutionInput,
    options: ExecuteOptions = {},
  ): Promise<PipelineExecution> {
    return await this.#executions(pipeline).create(input, { testMode: false, ...options });
  }

  /** Starts a cycle for each item that the filter matches. */
  async executeBatch(
    pipeline: PipelineOrId,
    filters: Filters,
    options: ExecuteOptions & WaitOptions = {},
  ): Promise<CommandJson> {
    return await this.#executions(pipeline).createBatch(filters, options);
  }

  /** Says what the server thinks of a graph, without storing it. @throws BadRequest */
  async validate(json: Json, { signal }: Cancel = {}): Promise<Json> {
    return await this.#context.transport.request('POST', '/pipelines/validate', { json, signal });
  }

  /** Without one, all pipelines of the project. @returns the address that was opened. */
  async openInWeb(pipeline?: PipelineOrId): Promise<string> {
    if (pipeline !== undefined) return await (await this.#entity(pipeline, {})).openInWeb();
    const url = `${this.#context.web}/projects/${this.#projectId ?? ''}/pipelines`;
    await this.#context.open(url);
    return url;
  }

  async #entity(pipeline: PipelineOrId, { signal }: Cancel): Promise<Pipeline> {
    return typeof pipeline === 'string' ? await this.get({ id: pipeline }, { signal }) : pipeline;
  }

  #executions(pipeline: PipelineOrId): PipelineExecutions {
    return new PipelineExecutions(this.#context, idOf(pipeline));
  }

  #make(json: PipelineJson): Pipeline {
    return new Pipeline(this.#context, json);
  }
}

function idOf(pipeline: PipelineOrId): string {
  return typeof pipeline === 'string' ? pipeline : pipeline.id;
}
