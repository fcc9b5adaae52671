/** One task (reference sections 1.7 and 2.7). */
import type { z } from 'zod';
import type { taskReply } from '#core/formats/dataloop/replies.ts';
import { type CommandJson, Commands, type WaitOptions } from '../commands.ts';
import type { Context } from '../context.ts';
import { diffOf } from '../diff.ts';
import { Entity } from '../entity.ts';
import type { Filters } from '../filters.ts';
import { Items } from '../items/items.ts';
import { setStatus } from '../items/status.ts';
import { pathOf } from '../named.ts';
import type { Cancel, Json } from '../transport.ts';
import { Assignments, type Workload } from './assignments.ts';

export type TaskJson = z.output<typeof taskReply>;

export type TaskChange = {
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly dueDate?: number | null;
  readonly priority?: 1 | 2 | 3;
  readonly availableActions?: readonly Json[];
  readonly metadata?: Json;
};

export class Task extends Entity<TaskJson> {
  /** Those that it has. */
  readonly items: Items;
  readonly assignments: Assignments;
  readonly #context: Context;

  constructor(context: Context, json: TaskJson) {
    super(json);
    this.#context = context;
    this.items = new Items(context, json.datasetId ?? '', [
      { 'metadata.system.refs.id': { $in: [json.id] } },
    ]);
    this.assignments = new Assignments(context, { projectId: json.projectId, taskId: json.id });
  }

  get name(): string {
    return this.json.name;
  }

  get status(): string {
    return this.json.status;
  }

  async reload({ signal }: Cancel = {}): Promise<this> {
    this.json = await this.#context.transport.request('GET', pathOf('annotationtasks', this.id), { signal });
    return this;
  }

  /** Sends what differs. */
  async update(change: TaskChange, { signal }: Cancel = {}): Promise<this> {
    const json = diffOf(this.json, change);
    if (Object.keys(json).length === 0) return this;
    this.json = await this.#context.transport.request('PATCH', pathOf('annotationtasks', this.id), {
      json,
      signal,
    });
    return this;
  }

  /** Its items stay, without the statuses they have in it. */
  async delete(wait: WaitOptions = {}): Promise<boolean> {
    await this.#command('DELETE', [], { asynced: true }, wait);
    return true;
  }

  /** Puts the items that a filter matches into it. */
  async addItems(
    filters: Filters,
    { workload, ...wait }: WaitOptions & { workload?: Workload } = {},
  ): Promise<CommandJson> {
    const more = workload === undefined ? {} : { workload };
    return await this.#command(
      'POST',
      ['addToTask'],
      { query: queryOf(filters), asynced: true, ...more },
      wait,
    );
  }

  /** Takes the items that a filter matches out of it. */
  async removeItems(filters: Filters, wait: WaitOptions = {}): Promise<CommandJson> {
    return await this.#command('POST', ['removeFromTask'], { query: queryOf(filters), asynced: true }, wait);
  }

  /** Gives an item of it a status; `clear` takes that away again. */
  async setItemStatus(
    itemId: string,
    status: string,
    { clear = false, signal }: Cancel & { clear?: boolean } = {},
  ): Promise<void> {
    await setStatus(this.#context, { itemId, refs: [], status }, { taskId: this.id, clear, signal });
  }

  /** @returns the address that was opened. */
  async openInWeb(): Promise<string> {
    const url = `${this.#context.web}/projects/${this.json.projectId}/tasks/${this.id}`;
    await this.#context.open(url);
    return url;
  }

  async #command(
    method: 'POST' | 'DELETE',
    what: readonly string[],
    json: Json,
    wait: WaitOptions,
  ): Promise<CommandJson> {
    const sent = { json, signal: wait.signal };
    const path = pathOf('annotationtasks', this.id, ...what);
    return await new Commands(this.#context).wait(
      await this.#context.transport.request(method, path, sent),
      wait,
    );
  }

  protected shown(): Json {
    const { id, name, status, projectId, datasetId, totalItems, creator, createdAt, spec } = this.json;
    const places = { project_id: projectId, dataset_id: datasetId };
    return {
      id,
      name,
      status,
      type: spec.type,
      ...places,
      total_items: totalItems,
      creator,
      created_at: createdAt,
    };
  }
}

/** As tasks hold it: a text. */
export function queryOf(filters: Filters): string {
  const { filter, page, pageSize, resource, join } = filters.prepare();
  return JSON.stringify({ filter, page, pageSize, resource, ...(join === undefined ? {} : { join }) });
}
