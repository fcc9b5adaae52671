/** Who is asking, and how tokens are had (reference section 2.1). */
import { z } from 'zod';
import { HttpError } from '../errors.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import type { TokenPair } from '../tokens.ts';

const tokensReply = z.object({ id_token: z.string(), refresh_token: z.string() });

const askedSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('refresh_token'), refresh_token: z.string() }),
  z.looseObject({ type: z.literal('user_credentials'), username: z.string(), password: z.string() }),
]);

export const sessionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/users/me',
    tag: 'session',
    summary: 'Whose the token is.',
    role: 'annotator',
    reply: z.object({
      id: z.string(),
      email: z.string(),
      username: z.string(),
      type: z.string(),
      role: z.string(),
    }),
    handle: (_input, { who }) => ({
      id: who.email,
      email: who.email,
      username: who.email,
      type: 'user',
      role: who.role,
    }),
  }),
  route({
    method: 'POST',
    path: '/sdk/check',
    tag: 'session',
    summary: 'Asked by clients once in a while, whether their version will do.',
    role: 'annotator',
    reads: true,
    form: true,
    body: z.looseObject({ version: z.string().nullish(), email: z.string().nullish() }),
    reply: z.object({ level: z.string(), msg: z.string() }),
    handle: () => ({ level: 'info', msg: 'This is Sluice, on your own computer.' }),
  }),
  route({
    method: 'POST',
    path: '/token',
    tag: 'session',
    summary:
      'A new token: for a refresh token, or for an address with its password, or with a token of its own as the password.',
    role: 'annotator',
    atRoot: true,
    open: true,
    form: true,
    body: askedSchema,
    reply: tokensReply,
    handle: async ({ body }, context) =>
      body.type === 'refresh_token'
        ? reply(await context.accounts.refresh(body.refresh_token))
        : await replyToPassword(body.username, body.password, context),
  }),
];

/** Machines have no password: they give a token in its place. */
const isToken = (password: string) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(password);

async function replyToPassword(username: string, password: string, { accounts, from }: RouteContext) {
  if (!isToken(password)) return reply(await accounts.logIn(username, password, from));
  const refreshed = await accounts.refresh(password).catch(() => null);
  const pair = refreshed ?? { token: password, refreshToken: '' };
  const who = await accounts.identify(pair.token, from);
  if (who.email === username) return reply(pair);
  throw new HttpError(
    401,
    'This token is another person\'s. "sluice token --email" makes one for an address.',
  );
}

function reply({ token, refreshToken }: TokenPair) {
  return { id_token: token, refresh_token: refreshToken };
}
