/** Executions: single runs of nodes, of which cycles are made (reference section 1.15). */
import type { Context } from './context.ts';
import { Entity } from './entity.ts';
import { Filters } from './filters.ts';
import { pathOf } from './named.ts';
import { type Page, PagedList } from './paging.ts';
import type { Cancel, Json } from './transport.ts';

export type ExecutionJson = Json & {
  readonly id: string;
  readonly attempts: number;
  readonly input: Json;
  readonly output: Json | null;
  readonly latestStatus: { readonly status: string; readonly percentComplete: number } & Json;
  /** Seconds. */
  readonly duration: number;
  readonly pipeline: { readonly id: string; readonly nodeId: string; readonly executionId: string } & Json;
};

export class Execution extends Entity<ExecutionJson> {
  readonly #context: Context;

  constructor(context: Context, json: ExecutionJson) {
    super(json);
    this.#context = context;
  }

  get status(): string {
    return this.json.latestStatus.status;
  }

  /** As the server has it now. */
  async reload({ signal }: Cancel = {}): Promise<this> {
    this.json = await this.#context.transport.request('GET', pathOf('executions', this.id), { signal });
    return this;
  }

  /** Its attempts, the first one first, as far as the server tells of them. */
  async attempts({ signal }: Cancel = {}): Promise<readonly ExecutionJson[]> {
    return await this.#context.transport.request('GET', pathOf('executions', this.id, 'attempts'), {
      signal,
    });
  }

  /**
   * Runs it again, and what comes after it. Answers what runs: this one when it had failed, a new one of the same cycle when
   * it had succeeded. @throws BadRequest while it has not ended
   */
  async rerun(cancel: Cancel = {}): Promise<Execution> {
    return new Execution(this.#context, await this.#post('rerun', {}, cancel));
  }

  /** Ends it; its cycle goes on with the rest. */
  async terminate(cancel: Cancel = {}): Promise<this> {
    this.json = await this.#post('terminate', {}, cancel);
    return this;
  }

  /** Says how far it has come. @throws BadRequest when it has ended */
  async progressUpdate(
    { percentComplete, message }: { readonly percentComplete?: number; readonly message?: string },
    cancel: Cancel = {},
  ): Promise<this> {
    const json = {
      status: 'in-progress',
      ...(percentComplete === undefined ? {} : { percentComplete }),
      ...(message === undefined ? {} : { message }),
    };
    this.json = await this.#post('progress', json, cancel);
    return this;
  }

  async #post(what: string, json: Json, { signal }: Cancel): Promise<ExecutionJson> {
    return await this.#context.transport.request('POST', pathOf('executions', this.id, what), {
      json,
      signal,
    });
  }

  protected shown(): Json {
    const { id, latestStatus, attempts, duration, pipeline } = this.json;
    return { id, status: latestStatus.status, attempts, duration, pipeline };
  }
}

export class Executions {
  readonly #context: Context;
  readonly #only: readonly Json[];

  /** @param only conditions that each list has besides its own. */
  constructor(context: Context, only: readonly Json[] = []) {
    this.#context = context;
    this.#only = only;
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<Execution> {
    return this.#make(await this.#context.transport.request('GET', pathOf('executions', id), { signal }));
  }

  list({
    filters = new Filters({ resource: 'executions' }),
    signal,
  }: Cancel & { filters?: Filters } = {}): PagedList<Execution> {
    return new PagedList({
      filters: filters.also(this.#only),
      signal,
      ask: async (json) =>
        await this.#context.transport.request<Page>('POST', '/query/faas', { json, signal }),
      make: (json) => this.#make(json as ExecutionJson),
    });
  }

  #make(json: ExecutionJson): Execution {
    return new Execution(this.#context, json);
  }
}
