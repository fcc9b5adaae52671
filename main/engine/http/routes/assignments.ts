/** Assignments (reference section 2.7). */
import { z } from 'zod';
import type { CallOutput } from '#contract/index.ts';
import { readAssignmentChange, writeAssignment } from '#core/formats/dataloop/assignment.ts';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { assignmentReply, commandReply } from '#core/formats/dataloop/replies.ts';
import { personSchema } from '#core/model/common.ts';
import { assignmentIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { listParameter, pageOf, pageParameters, pageReply, select } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { taskDatasets } from '../task-dataset.ts';
import { jsonBody, systemQuery } from '../wire.ts';
import { peopleOf, workloadSchema } from './tasks.ts';

const tag = 'assignments';
const byId = z.object({ assignmentId: assignmentIdSchema });

const text = z.string().optional();

async function write(
  facts: CallOutput<'assignments.get'>,
  { call, base }: RouteContext,
  datasetOf = taskDatasets(call),
) {
  const { task } = facts;
  return writeAssignment({ ...facts, task: { ...task, datasetId: await datasetOf(task) } }, base);
}

export const assignmentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/assignments',
    tag,
    summary: 'The assignments of the projects, of a task, or of a person.',
    role: 'annotator',
    query: z.looseObject({
      projects: listParameter,
      taskId: text,
      status: text,
      name: text,
      annotator: text,
      ...pageParameters,
    }),
    reply: pageReply(assignmentReply),
    handle: async ({ query }, context) => {
      const { call } = context;
      const projects = await call('projects.list', {});
      const wanted = projects.filter(({ id }) => query.projects?.includes(id) ?? true);
      const lists = await Promise.all(wanted.map(({ id }) => call('assignments.list', { projectId: id })));
      const datasetOf = taskDatasets(call);
      const found = await Promise.all(lists.flat().map((one) => write(one, context, datasetOf)));
      const { taskId, status, name, annotator } = query;
      const asked = found.filter(
        (one) =>
          (taskId === undefined || one.metadata.system.taskId === taskId) &&
          (status === undefined || one.status === status) &&
          (name === undefined || one.name === name) &&
          (annotator === undefined || one.annotator === annotator),
      );
      return pageOf(select(asked, {}), { page: query.pageOffset, pageSize: query.pageSize });
    },
  }),
  route({
    method: 'GET',
    path: '/assignments/:assignmentId',
    tag,
    summary: 'One assignment.',
    role: 'annotator',
    params: byId,
    reply: assignmentReply,
    handle: async ({ params }, context) =>
      await write(await context.call('assignments.get', params), context),
  }),
  route({
    method: 'PATCH',
    path: '/assignments/:assignmentId',
    tag,
    summary: 'Changes the name of an assignment and what is kept with it.',
    role: 'annotationManager',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: assignmentReply,
    handle: async ({ params, query, body }, context) => {
      const { assignment } = await context.call('assignments.get', params);
      const extra = { ...readAssignmentChange(assignment, body, query.system) };
      return await write(await context.call('assignments.update', { ...params, extra }), context);
    },
  }),
  route({
    method: 'POST',
    path: '/assignments/:assignmentId/reassign',
    tag,
    summary: 'Gives all that waits for one person to another.',
    role: 'annotationManager',
    params: byId,
    body: z.looseObject({ annotator: personSchema.nullish(), assigneeId: personSchema.nullish() }),
    reply: commandReply,
    handle: async ({ params, body }, { call, base }) => {
      const to = body.annotator ?? body.assigneeId;
      if (!to) throw new HttpError(400, '"annotator" must be the address of whoever is to have it.');
      return writeCommand(await call('assignments.reassign', { ...params, to }), base);
    },
  }),
  route({
    method: 'POST',
    path: '/assignments/:assignmentId/redistribute',
    tag,
    summary: 'Shares what waits for one person out among others.',
    role: 'annotationManager',
    params: byId,
    body: z.looseObject({ workload: workloadSchema.min(1) }),
    reply: commandReply,
    handle: async ({ params, body }, { call, base }) => {
      const people = peopleOf(body.workload);
      return writeCommand(await call('assignments.redistribute', { ...params, people }), base);
    },
  }),
  route({
    method: 'POST',
    path: '/assignments/:assignmentId/batch',
    tag,
    summary: 'Takes the next items of a task whose people take items themselves.',
    role: 'annotator',
    params: byId,
    body: jsonBody.nullish(),
    reply: assignmentReply,
    handle: async ({ params }, context) =>
      await write(await context.call('assignments.pull', params), context),
  }),
  route({
    method: 'POST',
    path: '/assignments/:assignmentId/clear',
    tag,
    summary: 'Gives back what waits, in a task whose people take items themselves.',
    role: 'annotator',
    params: byId,
    body: jsonBody.nullish(),
    reply: assignmentReply,
    handle: async ({ params }, context) =>
      await write(await context.call('assignments.release', params), context),
  }),
];
