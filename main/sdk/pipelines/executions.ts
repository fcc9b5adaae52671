/** Cycles: what the API calls the executions of a pipeline (reference sections 1.12 and 2.8). */
import { type CommandJson, Commands, LOOKS, type WaitOptions } from '../commands.ts';
import type { Context } from '../context.ts';
import { Entity } from '../entity.ts';
import { Filters } from '../filters.ts';
import { pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import { pause } from '../retry.ts';
import type { Cancel, Json } from '../transport.ts';
import type { CycleJson } from './json.ts';

/** Values by the names of the first node's inputs; an item, or another entity, counts as its id. */
export type ExecutionInput = Readonly<Record<string, unknown>>;

export type ExecuteOptions = Cancel & {
  /** Starts at this node; those before it stay as they are. */
  readonly nodeId?: string;
  readonly testMode?: boolean;
};

export type RerunMethod = 'startFromBeginning' | 'startFromNodes' | 'startFromFailedExecutions';

const FINISHED: readonly string[] = ['failed', 'success', 'terminated'];

export class PipelineExecution extends Entity<CycleJson> {
  readonly #context: Context;

  constructor(context: Context, json: CycleJson) {
    super(json);
    this.#context = context;
  }

  get status(): CycleJson['status'] {
    return this.json.status;
  }

  get nodes(): CycleJson['nodes'] {
    return this.json.nodes;
  }

  get inProgress(): boolean {
    return !FINISHED.includes(this.status);
  }

  async reload({ signal }: Cancel = {}): Promise<this> {
    const path = pathOf('pipelines', this.json.pipelineId, 'executions', this.id);
    this.json = await this.#context.transport.request('GET', path, { signal });
    return this;
  }

  /** Looks after it until it has ended, however it did. A cycle that waits for people waits here, too: give a signal. */
  async wait({
    signal,
    firstMs = LOOKS.firstMs,
    mostMs = LOOKS.mostMs,
  }: Omit<WaitOptions, 'onProgress'> = {}): Promise<this> {
    for (let ms = firstMs; this.inProgress; ms = Math.min(mostMs, ms * 2)) {
      await pause(ms, signal);
      await this.reload({ signal });
    }
    return this;
  }

  protected shown(): Json {
    const { id, pipelineId, status, createdAt, nodes } = this.json;
    const states = Object.fromEntries(nodes.map((node) => [node.name, node.status]));
    return { id, pipeline_id: pipelineId, status, created_at: createdAt, nodes: states };
  }
}

export class PipelineExecutions {
  readonly #context: Context;
  readonly #pipelineId: string;

  constructor(context: Context, pipelineId: string) {
    this.#context = context;
    this.#pipelineId = pipelineId;
  }

  /** Starts a cycle. */
  async create(
    input: ExecutionInput,
    { nodeId, testMode, signal }: ExecuteOptions = {},
  ): Promise<PipelineExecution> {
    const pipeline = {
      ...(testMode === undefined ? {} : { testMode }),
      input: inputOf(input),
      ...(nodeId ? { nodeId } : {}),
    };
    return this.#make(await this.#post('execute', { pipeline }, signal));
  }

  /** Starts a cycle for each item that the filter matches, and waits until all are started. */
  async createBatch(
    filters: Filters,
    { nodeId, ...wait }: ExecuteOptions & WaitOptions = {},
  ): Promise<CommandJson> {
    const batch = { query: filters.prepare(), args: {} };
    const command = await this.#post<CommandJson>(
      'execute',
      { batch, ...(nodeId ? { nodeId } : {}) },
      wait.signal,
    );
    return await new Commands(this.#context).wait(command, wait);
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<PipelineExecution> {
    const path = pathOf('pipelines', this.#pipelineId, 'executions', id);
    return this.#make(await this.#context.transport.request('GET', path, { signal }));
  }

  list({
    filters = new Filters({ resource: 'pipelineState' }),
    signal,
  }: Cancel & { filters?: Filters } = {}): PagedList<PipelineExecution> {
    return new PagedList({
      filters: filters.also([{ pipelineId: this.#pipelineId }]),
      signal,
      ask: async (json) =>
        await this.#context.transport.request<Page>('POST', '/pipelines/query', { json, signal }),
      make: (json) => this.#make(json as CycleJson),
    });
  }

  /** Runs cycles again, all or those that a filter matches, and waits until they have begun. */
  async rerun(
    method: RerunMethod,
    {
      startNodeIds,
      filters,
      ...wait
    }: WaitOptions & { startNodeIds?: readonly string[]; filters?: Filters } = {},
  ): Promise<CommandJson> {
    const json = {
      pipeline: { method, startNodeIds: startNodeIds ?? null },
      batch: { query: filters?.prepare() ?? {} },
    };
    const command = await this.#post<CommandJson>('executions/rerun', json, wait.signal);
    return await new Commands(this.#context).wait(command, wait);
  }

  /** Ends cycles, all that are open or those that a filter matches; what they made stays. */
  async terminate({ filters, ...wait }: WaitOptions & { filters?: Filters } = {}): Promise<CommandJson> {
    const json = { batch: { query: filters?.prepare() ?? {} } };
    const command = await this.#post<CommandJson>('executions/terminate', json, wait.signal);
    return await new Commands(this.#context).wait(command, wait);
  }

  async #post<T>(what: string, json: Json, signal: AbortSignal | undefined): Promise<T> {
    return await this.#context.transport.request('POST', `${pathOf('pipelines', this.#pipelineId)}/${what}`, {
      json,
      signal,
    });
  }

  #make(json: CycleJson): PipelineExecution {
    return new PipelineExecution(this.#context, json);
  }
}

function inputOf(input: ExecutionInput): Json {
  const idOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(idOf);
    return value instanceof Entity ? value.id : value;
  };
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, idOf(value)]));
}
