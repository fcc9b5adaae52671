/** Tasks, assignments and the statuses of items as the SDK works with them (reference section 2.7). */
import { specOf } from './commands.ts';
import { bare, type Filters, filters, prepared } from './filters.ts';
import { items } from './items.ts';
import { must, readAssignment, readPage, readTask } from './readers.ts';
import { type Client, ClientError, type Json } from './wire.ts';

export type Load = { readonly assigneeId: string; readonly load: number };

export type TaskWish = {
  readonly name: string;
  readonly people?: readonly string[];
  readonly asked?: Filters;
  readonly more?: object;
  readonly checkIfExist?: Filters;
};

/** Equal shares, in percent. */
export function shares(people: readonly string[]): Load[] {
  return people.map((assigneeId) => ({ assigneeId, load: Math.floor(10_000 / people.length) / 100 }));
}

/** Milliseconds with a fraction: seconds of Python times a thousand. */
const DUE = 1795948595496.74;

/** A query goes as JSON in a text. */
const textOf = (asked: Filters) => JSON.stringify(prepared(asked));

export const tasks = {
  async create(client: Client, dataset: Json, wish: TaskWish): Promise<Json> {
    const { name, people = [], asked = filters('items'), more = {}, checkIfExist } = wish;
    const sent = {
      name,
      query: textOf(asked),
      taskOwner: client.email(),
      spec: { type: 'annotation' },
      datasetId: dataset.id,
      projectId: dataset.projects[0],
      assignmentIds: [],
      recipeId: dataset.metadata.system.recipes[0],
      dueDate: DUE,
      asynced: true,
      priority: 2,
      ...(people.length > 0 ? { workload: shares(people) } : {}),
      ...(checkIfExist ? { checkIfExist: { query: prepared(checkIfExist) } } : {}),
      ...more,
    };
    const answer = await client.ask('POST', '/annotationtasks', sent);
    if (checkIfExist && 'name' in answer) return readTask(answer);
    const { createdTaskId } = await specOf(client, answer, 'createTaskPayload', 'createdTaskId');
    return await tasks.get(client, createdTaskId);
  },
  /** Of what has a status in the parent. */
  createQa: (client: Client, dataset: Json, parent: Json, people: readonly string[]): Promise<Json> => {
    const metadata = { status: { $exists: true } };
    const asked = bare('items', {
      'metadata.system.refs': { $match: { id: parent.id, type: 'task', metadata } },
    });
    const more = { spec: { type: 'qa', parentTaskId: parent.id } };
    return tasks.create(client, dataset, { name: `${parent.name}_qa`, people, asked, more });
  },
  get: async (client: Client, id: string) => readTask(await client.ask('GET', `/annotationtasks/${id}`)),
  async list(client: Client, dataset: Json, ...conditions: readonly object[]): Promise<Json[]> {
    const asked = bare('tasks', { datasetId: dataset.id }, ...conditions);
    const query = { ...prepared(asked), pageSize: 500, context: { projectIds: dataset.projects } };
    return readPage(await client.ask('POST', '/annotationtasks/query', query), readTask).items;
  },
  update: async (client: Client, task: Json): Promise<Json> =>
    readTask(await client.ask('PATCH', `/annotationtasks/${task.id}`, task)),
  async delete(client: Client, id: string): Promise<void> {
    await specOf(
      client,
      await client.ask('DELETE', `/annotationtasks/${id}`, { asynced: true }),
      'deleteTaskId',
    );
  },
  async add(client: Client, task: Json, asked: Filters, more: object = {}): Promise<Json> {
    const sent = { query: textOf(asked), ...more, asynced: true };
    const answer = await client.ask('POST', `/annotationtasks/${task.id}/addToTask`, sent);
    await specOf(client, answer, 'addToTaskPayload');
    return await tasks.get(client, task.id);
  },
  async remove(client: Client, task: Json, asked: Filters): Promise<void> {
    const sent = { query: textOf(asked), asynced: true };
    const answer = await client.ask('POST', `/annotationtasks/${task.id}/removeFromTask`, sent);
    await specOf(client, answer, 'removeFromTaskId');
  },
  items: (client: Client, dataset: Json, id: string): Promise<Json[]> =>
    items.list(client, dataset, filters('items', { 'metadata.system.refs.id': { $in: [id] } })),
};

export const assignments = {
  async list(client: Client, task: Json, ...more: readonly string[]): Promise<Json[]> {
    const query = [`projects=${task.projectId}`, ...more, 'pageSize=500', `taskId=${task.id}`].join('&');
    return readPage(await client.ask('GET', `/assignments?${query}`), readAssignment).items;
  },
  get: async (client: Client, id: string) => readAssignment(await client.ask('GET', `/assignments/${id}`)),
  update: async (client: Client, one: Json, system = false) =>
    readAssignment(await client.ask('PATCH', `/assignments/${one.id}${system ? '?system=true' : ''}`, one)),
  async reassign(client: Client, task: Json, id: string, annotator: string): Promise<Json> {
    const sent = { taskId: task.id, annotator, asynced: true };
    const answer = await client.ask('POST', `/assignments/${id}/reassign`, sent);
    return await assignments.get(client, (await specOf(client, answer, 'toAssignment')).toAssignment);
  },
  async redistribute(client: Client, task: Json, id: string, workload: readonly Load[]): Promise<Json[]> {
    const sent = { taskId: task.id, workload, asynced: true };
    await specOf(client, await client.ask('POST', `/assignments/${id}/redistribute`, sent), 'workload');
    const people = workload.map(({ assigneeId }) => assigneeId);
    return (await assignments.list(client, task)).filter(({ annotator }) => people.includes(annotator));
  },
};

type Where = { readonly taskId?: string; readonly assignmentId?: string };

/**
 * `item.update_status`: without ids the SDK takes them from the item's refs, which it has from the last answer.
 * @throws ClientError 400 when the refs do not say.
 */
export async function updateStatus(
  client: Client,
  item: Json,
  status: string,
  where: Where = {},
  clear = false,
) {
  const { refs } = item.metadata.system;
  const named = where.taskId ?? where.assignmentId;
  const found = (type: string) => refs.find((ref: Json) => ref.type === type)?.id;
  const few = named === undefined && refs.length <= 2;
  const taskId = few ? found('task') : where.taskId;
  const assignmentId = few ? found('assignment') : where.assignmentId;
  const operation = clear ? 'delete' : 'create';
  if (assignmentId) {
    const path = `/assignments/${assignmentId}/items/${item.id}/status`;
    return objectOf(await client.ask('POST', path, { operation, status }));
  }
  if (!taskId) throw new ClientError(400, 'must provide assignment_id or task_id');
  return await updateStatuses(client, [item], status, taskId, operation);
}

export async function updateStatuses(
  client: Client,
  of: readonly Json[],
  status: string,
  taskId: string,
  operation: 'create' | 'delete' = 'create',
) {
  const statusPayload = { operation, returnLastStatus: true, status };
  const sent = { itemIds: of.map(({ id }) => id), statusPayload };
  const answer = objectOf(await client.ask('POST', `/assignments/items/tasks/${taskId}/status`, sent));
  for (const { id } of of) must(id in answer, 'the statuses are not keyed by item');
  return answer;
}

function objectOf(answer: Json): Json {
  must(typeof answer === 'object' && answer !== null && !Array.isArray(answer), 'the status is no object');
  return answer;
}

/** `item.status(task)`: read from the refs, without asking. */
export const statusIn = (item: Json, id: string): string | null =>
  item.metadata.system.refs.find((ref: Json) => ref.id === id)?.metadata?.status ?? null;
