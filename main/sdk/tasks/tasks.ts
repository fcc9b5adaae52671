/** The tasks of a project (reference section 2.7). */
import { type CommandJson, Commands, type WaitOptions } from '../commands.ts';
import type { Context } from '../context.ts';
import { isRecord } from '../diff.ts';
import { Filters } from '../filters.ts';
import { firstOf, type Named, pathOf } from '../named.ts';
import { type Page, PagedList } from '../paging.ts';
import type { Cancel } from '../transport.ts';
import type { Workload } from './assignments.ts';
import { queryOf, Task, type TaskJson } from './task.ts';

export type NewTask = WaitOptions & {
  readonly name: string;
  readonly datasetId: string;
  /** Which items; default: all of the dataset. */
  readonly filters?: Filters;
  readonly type?: 'annotation' | 'qa';
  /** Of a QA task. */
  readonly parentTaskId?: string;
  readonly recipeId?: string;
  /** Who answers for it; default: whose the token is. */
  readonly taskOwner?: string;
  readonly workload?: Workload;
  /** Statuses that people may give. */
  readonly actions?: readonly string[];
  /** Milliseconds since 1970. */
  readonly dueDate?: number;
  readonly priority?: 1 | 2 | 3;
};

export type QaTask = WaitOptions &
  Pick<NewTask, 'workload' | 'taskOwner' | 'dueDate' | 'priority' | 'actions'> & { readonly name?: string };

export class Tasks {
  readonly #context: Context;
  readonly #projectId: string;

  constructor(context: Context, projectId: string) {
    this.#context = context;
    this.#projectId = projectId;
  }

  /** Makes a task and waits until its items are in it. */
  async create(task: NewTask): Promise<Task> {
    const { signal, filters = new Filters(), actions, type = 'annotation', parentTaskId } = task;
    const json = {
      name: task.name,
      query: queryOf(filters),
      taskOwner: task.taskOwner ?? (await this.#me(signal)),
      spec: { type, ...(parentTaskId === undefined ? {} : { parentTaskId }) },
      datasetId: task.datasetId,
      projectId: this.#projectId,
      assignmentIds: [],
      ...(task.recipeId === undefined ? {} : { recipeId: task.recipeId }),
      ...(task.dueDate === undefined ? {} : { dueDate: task.dueDate }),
      asynced: true,
      priority: task.priority ?? 2,
      workload: task.workload ?? [],
      ...(actions === undefined
        ? {}
        : { availableActions: actions.map((action) => ({ action, displayName: action })) }),
    };
    const made = await this.#context.transport.request<CommandJson | TaskJson>('POST', '/annotationtasks', {
      json,
      signal,
    });
    const id = isCommand(made) ? await this.#made(made, task) : made.id;
    return await this.get({ id }, { signal });
  }

  /** A QA task for what has a status in another one. */
  async createQaTask(parent: Task, { name, ...rest }: QaTask = {}): Promise<Task> {
    const decided = { id: parent.id, type: 'task', metadata: { status: { $exists: true } } };
    return await this.create({
      name: name ?? `${parent.name}_qa`,
      datasetId: parent.json.datasetId ?? '',
      ...(parent.json.recipeId === null ? {} : { recipeId: parent.json.recipeId }),
      filters: new Filters().add('metadata.system.refs', decided, 'match'),
      type: 'qa',
      parentTaskId: parent.id,
      ...rest,
    });
  }

  /** @throws NotFound */
  async get(which: Named, { signal }: Cancel = {}): Promise<Task> {
    if ('id' in which) {
      return this.#make(
        await this.#context.transport.request('GET', pathOf('annotationtasks', which.id), { signal }),
      );
    }
    const filters = new Filters({ resource: 'tasks' }).add('name', which.name);
    return await firstOf(this.list({ filters, signal }), 'task', which.name);
  }

  list({
    filters = new Filters({ resource: 'tasks', pageSize: 500 }),
    signal,
  }: Cancel & { filters?: Filters } = {}): PagedList<Task> {
    return new PagedList({
      filters: filters.also([]).context({ projectIds: [this.#projectId] }),
      signal,
      ask: async (json) =>
        await this.#context.transport.request<Page>('POST', '/annotationtasks/query', { json, signal }),
      make: (json) => this.#make(json as TaskJson),
    });
  }

  async delete(id: string, wait: WaitOptions = {}): Promise<boolean> {
    const sent = { json: { asynced: true }, signal: wait.signal };
    const command = await this.#context.transport.request<CommandJson>(
      'DELETE',
      pathOf('annotationtasks', id),
      sent,
    );
    await new Commands(this.#context).wait(command, wait);
    return true;
  }

  async #made(command: CommandJson, wait: WaitOptions): Promise<string> {
    const { spec } = await new Commands(this.#context).wait(command, wait);
    return String(spec['createdTaskId'] ?? '');
  }

  async #me(signal: AbortSignal | undefined): Promise<string> {
    return (await this.#context.transport.request<{ email: string }>('GET', '/users/me', { signal })).email;
  }

  #make(json: TaskJson): Task {
    return new Task(this.#context, json);
  }
}

/** A server that has such a task already may answer with that. */
function isCommand(made: CommandJson | TaskJson): made is CommandJson {
  return isRecord(made['spec']) && 'progress' in made && !('assignmentIds' in made);
}
