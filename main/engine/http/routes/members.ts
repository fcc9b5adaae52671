/** Members of projects (reference section 2.2): who has an account or a token has every project, and nobody is told apart by project. */
import { z } from 'zod';
import { projectIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type Member, membersOf } from '../members.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { done } from '../wire.ts';

const memberReply = z.object({ id: z.string(), email: z.string(), username: z.string(), role: z.string() });

const byEmail = z.object({ projectId: projectIdSchema, email: z.string().min(1).max(320) });
const roleBody = z.looseObject({ role: z.string().max(100).nullish() });

function everybody({ tokens, users }: RouteContext['accounts']): Member[] {
  return membersOf(tokens.list(), users.list());
}

/** The member, when what is asked for is so already. @throws HttpError 400 with what makes it so otherwise. */
function settled(accounts: RouteContext['accounts'], email: string, role: string | null | undefined): Member {
  const member = everybody(accounts).find((one) => one.email === email);
  if (member && (!role || role === member.role)) return member;
  const have = member ? `${email} is ${member.role} here` : `${email} has no account`;
  const make = member
    ? `sluice users set ${email} --role ${role}`
    : `sluice users add ${email} --role ${role || 'annotator'}`;
  throw new HttpError(
    400,
    `${have}. "${make}" on the computer with the workspace gives them the role, for all projects; tasks can be assigned to anybody without an account.`,
  );
}

const common = { tag: 'projects', params: byEmail, role: 'owner' } as const;

export const memberRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/projects/:projectId/members',
    tag: 'projects',
    summary: 'Who has an account or a token: every project is theirs.',
    role: 'annotationManager',
    params: byEmail.pick({ projectId: true }),
    reply: z.array(memberReply),
    handle: async ({ params }, { call, accounts }) => {
      await call('projects.get', params);
      return everybody(accounts);
    },
  }),
  ...(['POST', 'PATCH'] as const).map((method) =>
    route({
      ...common,
      method,
      path: '/projects/:projectId/members/:email',
      summary: 'Who has this role is a member already; for others it says how they get it.',
      body: roleBody,
      reply: memberReply,
      handle: async ({ params: { projectId, email }, body }, { call, accounts }) => {
        await call('projects.get', { projectId });
        return settled(accounts, email, body.role);
      },
    }),
  ),
  route({
    ...common,
    method: 'DELETE',
    path: '/projects/:projectId/members/:email',
    summary: 'Says how somebody loses the way in: nobody leaves one project alone.',
    reply: done,
    handle: async ({ params: { projectId, email } }, { call, accounts }) => {
      await call('projects.get', { projectId });
      if (!everybody(accounts).some((one) => one.email === email)) {
        throw new HttpError(
          404,
          `${email.slice(0, 100)} is no member: nobody of that address has an account or a token.`,
        );
      }
      throw new HttpError(
        400,
        `${email} has all projects: "sluice users disable ${email}" and "sluice users revoke ${email}" on the computer with the workspace take them away.`,
      );
    },
  }),
];
