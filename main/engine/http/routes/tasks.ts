/** Tasks (reference section 2.7). */
import { z } from 'zod';
import type { CallInput, CallOutput } from '#contract/index.ts';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { isRecord } from '#core/formats/dataloop/json.ts';
import { commandReply, taskReply } from '#core/formats/dataloop/replies.ts';
import {
  readActions,
  readDueDate,
  readQuery,
  readSettings,
  readTaskChange,
  readTaskExtra,
  writeTask,
} from '#core/formats/dataloop/task.ts';
import { nameSchema, personSchema } from '#core/model/common.ts';
import { datasetIdSchema, projectIdSchema, recipeIdSchema, taskIdSchema } from '#core/model/ids.ts';
import { pageOf, pageReply, projectsIn, type Query, querySchema, select } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { taskDatasets } from '../task-dataset.ts';
import { jsonBody, systemQuery } from '../wire.ts';

const tag = 'tasks';
const byId = z.object({ taskId: taskIdSchema });

export const workloadSchema = z.array(
  z.looseObject({ assigneeId: personSchema, load: z.number().min(0).max(1e9) }),
);

/** As people and their shares; one without a share gets nothing. */
export function peopleOf(workload: z.output<typeof workloadSchema> | null | undefined) {
  return (workload ?? [])
    .filter(({ load }) => load > 0)
    .map(({ assigneeId, load }) => ({ person: assigneeId, load }));
}

/** As an object, or as JSON in a text. */
const queryText = z.union([z.string(), z.record(z.string(), z.unknown())]);
const limit = z.int().min(0).nullish();

const madeSchema = z.looseObject({
  name: nameSchema,
  projectId: projectIdSchema,
  datasetId: datasetIdSchema,
  query: queryText.nullish(),
  spec: z
    .looseObject({ type: z.enum(['annotation', 'qa']).nullish(), parentTaskId: taskIdSchema.nullish() })
    .nullish(),
  recipeId: recipeIdSchema.nullish(),
  dueDate: z.number().nullish(),
  priority: z.int().min(1).max(3).nullish(),
  workload: workloadSchema.nullish(),
  limit,
});

async function write(
  task: CallOutput<'tasks.get'>,
  { call, base }: RouteContext,
  datasetOf = taskDatasets(call),
) {
  const assignments = await call('tasks.assignments', { taskId: task.id });
  return writeTask(
    { ...task, datasetId: await datasetOf(task) },
    assignments.map(({ id }) => id),
    base,
  );
}

/** What the query asks for, of the projects that it names. */
async function find(query: Query, context: RouteContext) {
  const projects = projectsIn(query);
  const all = (await context.call('projects.list', {})).filter(({ id }) => projects?.has(id) ?? true);
  const lists = await Promise.all(all.map(({ id }) => context.call('tasks.list', { projectId: id })));
  const datasetOf = taskDatasets(context.call);
  return select(await Promise.all(lists.flat().map((task) => write(task, context, datasetOf))), query);
}

/** A task that is there already and will do instead of the one that is asked for. */
async function findPresent(body: z.output<typeof madeSchema>, context: RouteContext) {
  const { checkIfExist, name, projectId } = body;
  if (!isRecord(checkIfExist) && checkIfExist !== true) return undefined;
  const asked = isRecord(checkIfExist)
    ? querySchema.safeParse(checkIfExist['query'] ?? checkIfExist).data
    : undefined;
  const filter = asked?.filter ?? { name };
  const [found] = await find({ filter, context: { projects: [projectId] } }, context);
  return found;
}

function draftOf(body: z.output<typeof madeSchema>): CallInput<'tasks.create'> {
  const { settings, allowed } = readSettings(body);
  const people = peopleOf(body.workload);
  return {
    projectId: body.projectId,
    datasetId: body.datasetId,
    name: body.name,
    type: body.spec?.type ?? 'annotation',
    parentTaskId: body.spec?.parentTaskId ?? null,
    recipeId: body.recipeId ?? null,
    priority: body.priority ?? 2,
    dueAt: readDueDate(body),
    actions: readActions(body),
    people: people.length > 0 ? people : allowed.map((person) => ({ person, load: 1 })),
    settings,
    filter: readQuery(body.query),
    limit: body.limit || null,
    extra: readTaskExtra(body),
    reply: { createTaskPayload: body },
  };
}

export const taskRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/annotationtasks',
    tag,
    summary:
      'A new task with the items of a dataset that its query matches; one that is there with checkIfExist.',
    role: 'annotationManager',
    body: madeSchema,
    reply: z.union([commandReply, taskReply]),
    handle: async ({ body }, context) => {
      const present = await findPresent(body, context);
      if (present) return present;
      const { command } = await context.call('tasks.create', draftOf(body));
      return writeCommand(command, context.base);
    },
  }),
  route({
    method: 'POST',
    path: '/annotationtasks/query',
    tag,
    summary: 'The tasks that a filter matches.',
    role: 'annotator',
    reads: true,
    body: querySchema,
    reply: pageReply(taskReply),
    handle: async ({ body }, context) => pageOf(await find(body, context), body),
  }),
  route({
    method: 'GET',
    path: '/annotationtasks/:taskId',
    tag,
    summary: 'One task.',
    role: 'annotator',
    params: byId,
    reply: taskReply,
    handle: async ({ params }, context) => await write(await context.call('tasks.get', params), context),
  }),
  route({
    method: 'PATCH',
    path: '/annotationtasks/:taskId',
    tag,
    summary: 'Changes name, due date, priority, actions and what is kept with a task.',
    role: 'annotationManager',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: taskReply,
    handle: async ({ params, query, body }, context) => {
      const change = readTaskChange(await context.call('tasks.get', params), body, query.system);
      return await write(await context.call('tasks.update', { ...params, ...change }), context);
    },
  }),
  route({
    method: 'DELETE',
    path: '/annotationtasks/:taskId',
    tag,
    summary: 'Deletes a task; its items stay, without the statuses that they have in it.',
    role: 'annotationManager',
    params: byId,
    body: jsonBody.nullish(),
    reply: commandReply,
    handle: async ({ params }, { call, base }) =>
      writeCommand(await call('tasks.delete', { ...params, reply: { deleteTaskId: params.taskId } }), base),
  }),
  route({
    method: 'POST',
    path: '/annotationtasks/:taskId/addToTask',
    tag,
    summary: 'Puts the items that its query matches into a task.',
    role: 'annotationManager',
    params: byId,
    body: z.looseObject({ query: queryText, workload: workloadSchema.nullish(), limit }),
    reply: commandReply,
    handle: async ({ params, body }, { call, base }) => {
      const people = peopleOf(body.workload);
      const added = await call('tasks.addItems', {
        ...params,
        filter: readQuery(body.query),
        limit: body.limit || null,
        people: people.length > 0 ? people : null,
        reply: { addToTaskPayload: body },
      });
      return writeCommand(added, base);
    },
  }),
  route({
    method: 'POST',
    path: '/annotationtasks/:taskId/removeFromTask',
    tag,
    summary: 'Takes the items that its query matches out of a task.',
    role: 'annotationManager',
    params: byId,
    body: z.looseObject({ query: queryText }),
    reply: commandReply,
    handle: async ({ params, body }, { call, base }) => {
      const reply = { removeFromTaskId: params.taskId };
      return writeCommand(
        await call('tasks.removeItems', { ...params, filter: readQuery(body.query), reply }),
        base,
      );
    },
  }),
];
