/** What every request passes before anything is done for it: where it comes from, whose it is, what that one may do. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayAct, type Role } from '#core/model/api.ts';
import { type Reach, refuseForeign } from './access.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Audit } from './audit.ts';
import { refuseBody } from './body.ts';
import { HttpError, refusalOf } from './errors.ts';
import type { Rate, RateLimits } from './rate.ts';
import type { Identity } from './tokens.ts';

/** What a route's configuration says about who may use it. Without one nobody finds anything there. */
export type Guarded = {
  /** Anybody on this computer, without a token. */
  readonly open?: true;
  readonly role?: Role;
  readonly form?: true | undefined;
  readonly parts?: true | undefined;
  /** Changes nothing: not noted down. */
  readonly reads?: boolean | ((body: unknown, params: unknown) => boolean);
  /** Errors as the contract's envelope. */
  readonly envelope?: true;
};

declare module 'fastify' {
  interface FastifyRequest {
    who: Identity | null;
  }
  interface FastifyContextConfig extends Guarded {}
}

export type Guard = {
  readonly reach: () => Reach;
  readonly accounts: Accounts;
  readonly rate: Rate;
  readonly limits: RateLimits;
  readonly audit: Audit;
};

export function addGuard(app: FastifyInstance, guard: Guard): void {
  app.decorateRequest('who', null);
  app.addHook('onRequest', async (request) => {
    refuseForeign(request.raw, guard.reach());
    const config: Guarded = request.routeOptions.config;
    if (config.open) guard.rate.count(`from ${request.ip}`, guard.limits.perStranger);
    else request.who = await identify(request, guard);
    refuseRole(request.who, config);
    refuseBody(request, config);
    limitTime(request);
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    secure(reply);
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => note(request, reply.statusCode, guard.audit));
}

/** However slowly a body comes: nobody keeps a connection for ever by sending one byte now and then, or none at all. */
const BODY_MS = 60_000;

function limitTime({ raw, routeOptions }: FastifyRequest): void {
  const { parts }: Guarded = routeOptions.config;
  if (parts) {
    // A file of gigabytes takes as long as it takes, while something comes.
    const { socket } = raw;
    const giveUp = () => socket.destroy();
    socket.setTimeout?.(BODY_MS, giveUp);
    // The connection stays for other requests; work on what has come may take longer.
    raw.once('end', () => socket.setTimeout?.(0, giveUp));
    return;
  }
  const timer = setTimeout(() => raw.destroy(), BODY_MS);
  raw.once('end', () => clearTimeout(timer));
  raw.once('close', () => clearTimeout(timer));
}

async function identify(request: FastifyRequest, { accounts, rate, limits }: Guard): Promise<Identity> {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  try {
    if (given === undefined) {
      throw new HttpError(401, 'The token is missing: send "Authorization: Bearer TOKEN".');
    }
    const who = await accounts.identify(given, request.ip);
    rate.count(who.id, limits.perToken);
    return who;
  } catch (error) {
    if (refusalOf(error).status === 401) rate.count(`from ${request.ip}`, limits.perStranger);
    throw error;
  }
}

function refuseRole(who: Identity | null, { role }: Guarded): void {
  if (!who || !role || mayAct(who.role, role)) return;
  const message = `A token with the role ${who.role} may not do this; it needs the role ${role}.`;
  throw new HttpError(403, message);
}

/** Answers are data, and nothing a browser should show, run, keep or hand on. */
function secure(reply: FastifyReply): void {
  if (!reply.hasHeader('content-security-policy')) {
    reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  }
  reply.header('x-content-type-options', 'nosniff');
  reply.header('cache-control', 'no-store');
  reply.header('referrer-policy', 'no-referrer');
  reply.header('cross-origin-resource-policy', 'same-origin');
}

/** Changes and refusals; what only reads and succeeds is not worth a line. */
function note(request: FastifyRequest, status: number, audit: Audit): void {
  const { reads } = request.routeOptions.config as Guarded;
  const isOnlyRead = typeof reads === 'function' ? reads(request.body, request.params) : reads === true;
  const isReading = isOnlyRead || request.method === 'GET' || request.method === 'HEAD';
  const isRefusal = status === 401 || status === 403 || status === 429;
  if (isReading && !isRefusal) return;
  audit.note({
    token: request.who?.id ?? null,
    who: request.who?.email ?? null,
    from: request.ip,
    what: `${request.method} ${request.url.slice(0, 500).split('?')[0]}`,
    status,
  });
}
