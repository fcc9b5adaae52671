/** Projects (reference section 2.2). */
import { z } from 'zod';
import { readProjectChange, writeProject } from '#core/formats/dataloop/project.ts';
import { projectReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { projectIdSchema } from '#core/model/ids.ts';
import type { Project } from '#core/model/project.ts';
import { HttpError } from '../errors.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { done, jsonBody, systemQuery } from '../wire.ts';

const tag = 'projects';
const byId = z.object({ projectId: projectIdSchema });

const write = (project: Project, { base, who }: RouteContext) =>
  writeProject(project, { base, role: who.role });

export const projectRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/projects',
    tag,
    summary: 'All projects.',
    role: 'annotator',
    reply: z.array(projectReply),
    handle: async (_input, context) =>
      (await context.call('projects.list', {})).map((project) => write(project, context)),
  }),
  route({
    method: 'POST',
    path: '/projects',
    tag,
    summary: 'A new project.',
    role: 'developer',
    form: true,
    body: z.looseObject({ name: nameSchema }),
    reply: projectReply,
    handle: async ({ body }, context) =>
      write(await context.call('projects.create', { name: body.name }), context),
  }),
  route({
    method: 'GET',
    path: '/projects/:projectId',
    tag,
    summary: 'One project.',
    role: 'annotator',
    params: byId,
    reply: projectReply,
    handle: async ({ params }, context) => write(await context.call('projects.get', params), context),
  }),
  route({
    method: 'GET',
    path: '/projects/:name/name',
    tag,
    summary: 'The projects of that name.',
    role: 'annotator',
    params: z.object({ name: z.string() }),
    reply: z.array(projectReply),
    handle: async ({ params: { name } }, context) => {
      const found = (await context.call('projects.list', {})).filter((project) => project.name === name);
      if (found.length === 0) throw new HttpError(404, `There is no project "${name.slice(0, 100)}".`);
      return found.map((project) => write(project, context));
    },
  }),
  route({
    method: 'PATCH',
    path: '/projects/:projectId',
    tag,
    summary: 'Changes what is given; null takes away.',
    role: 'developer',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: projectReply,
    handle: async ({ params, body }, context) => {
      const before = await context.call('projects.get', params);
      const change = readProjectChange(before, body);
      return write(await context.call('projects.update', { ...params, ...change }), context);
    },
  }),
  route({
    method: 'DELETE',
    path: '/projects/:projectId',
    tag,
    summary: 'Deletes a project with its datasets; files stay.',
    role: 'owner',
    params: byId,
    reply: done,
    handle: async ({ params }, { call }) => {
      await call('projects.delete', params);
      return {};
    },
  }),
];
