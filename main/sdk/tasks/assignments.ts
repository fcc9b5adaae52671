/** Assignments: the parts of tasks that people have (reference section 2.7). */
import type { z } from 'zod';
import type { assignmentReply } from '#core/formats/dataloop/replies.ts';
import { type CommandJson, Commands, type WaitOptions } from '../commands.ts';
import type { Context } from '../context.ts';
import { diffOf } from '../diff.ts';
import { Entity } from '../entity.ts';
import { Filters } from '../filters.ts';
import { setStatus } from '../items/status.ts';
import { pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel, Json } from '../transport.ts';

export type AssignmentJson = z.output<typeof assignmentReply>;

/** People and their shares, in percent. */
export type Workload = readonly { readonly assigneeId: string; readonly load: number }[];

export type AssignmentChange = { readonly name?: string; readonly metadata?: Json };

export class Assignment extends Entity<AssignmentJson> {
  readonly #context: Context;

  constructor(context: Context, json: AssignmentJson) {
    super(json);
    this.#context = context;
  }

  /** Whose it is. */
  get annotator(): string {
    return this.json.annotator;
  }

  get status(): string {
    return this.json.status;
  }

  /** Gives an item of it a status; `clear` takes that away again. */
  async setItemStatus(
    itemId: string,
    status: string,
    { clear = false, signal }: Cancel & { clear?: boolean } = {},
  ): Promise<void> {
    await setStatus(this.#context, { itemId, refs: [], status }, { assignmentId: this.id, clear, signal });
  }

  /** Hands what is left of it to somebody else. */
  async reassign(assigneeId: string, wait: WaitOptions = {}): Promise<CommandJson> {
    const json = { taskId: this.json.metadata.system['taskId'], assigneeId, asynced: true };
    return await this.#command('reassign', json, wait);
  }

  /** Hands what is left of it to several, by shares. */
  async redistribute(workload: Workload, wait: WaitOptions = {}): Promise<CommandJson> {
    const json = { taskId: this.json.metadata.system['taskId'], workload, asynced: true };
    return await this.#command('redistribute', json, wait);
  }

  /** Sends what differs of its name and what is kept with it; null takes away. */
  async update(change: AssignmentChange, { signal }: Cancel = {}): Promise<this> {
    const json = diffOf(this.json, change);
    if (Object.keys(json).length === 0) return this;
    this.json = await this.#context.transport.request('PATCH', pathOf('assignments', this.id), {
      json,
      signal,
    });
    return this;
  }

  /** Takes the next items of a task whose people take items themselves. */
  async pull({ signal }: Cancel = {}): Promise<this> {
    return await this.#post('batch', signal);
  }

  /** Gives back what waits, in a task whose people take items themselves. */
  async release({ signal }: Cancel = {}): Promise<this> {
    return await this.#post('clear', signal);
  }

  async #post(what: string, signal: AbortSignal | undefined): Promise<this> {
    const path = pathOf('assignments', this.id, what);
    this.json = await this.#context.transport.request('POST', path, { json: {}, signal });
    return this;
  }

  async #command(what: string, json: Json, wait: WaitOptions): Promise<CommandJson> {
    const sent = { json, signal: wait.signal };
    const path = pathOf('assignments', this.id, what);
    return await new Commands(this.#context).wait(
      await this.#context.transport.request('POST', path, sent),
      wait,
    );
  }

  protected shown(): Json {
    const { id, annotator, status, totalItems, createdAt, metadata } = this.json;
    const { taskId } = metadata.system;
    return { id, annotator, status, task_id: taskId, total_items: totalItems, created_at: createdAt };
  }
}

export class Assignments {
  readonly #context: Context;
  readonly #of: { readonly projectId: string; readonly taskId?: string };

  constructor(context: Context, of: { readonly projectId: string; readonly taskId?: string }) {
    this.#context = context;
    this.#of = of;
  }

  /** @throws NotFound */
  async get(id: string, { signal }: Cancel = {}): Promise<Assignment> {
    const json = await this.#context.transport.request<AssignmentJson>('GET', pathOf('assignments', id), {
      signal,
    });
    return new Assignment(this.#context, json);
  }

  list({ signal }: Cancel = {}): PagedList<Assignment> {
    const { projectId, taskId } = this.#of;
    return new PagedList({
      filters: new Filters({ resource: 'assignments', pageSize: 500 }),
      signal,
      ask: async ({ page = 0, pageSize = 500 }) =>
        await this.#context.transport.request<Page>('GET', '/assignments', {
          query: { projects: projectId, taskId, pageOffset: page, pageSize },
          signal,
        }),
      make: (json) => new Assignment(this.#context, json as AssignmentJson),
    });
  }
}
