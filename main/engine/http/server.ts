/**
 * The local server. Two faces, one guard: the API in the reference system's shape under `/api/v1`, made of the table of
 * routes, and the contract's calls for programs of our own.
 */
import { X509Certificate } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { invalidInput, open } from '#contract/envelope.ts';
import type { CallName, CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Ports } from '#core/ports.ts';
import { actingAs } from '../actor.ts';
import { addressOf, isLoopback, type Reach } from './access.ts';
import type { Accounts } from './accounts/accounts.ts';
import { addAdminPage } from './admin-page.ts';
import { openAudit } from './audit.ts';
import { addBodyParsers, BODY_LIMIT_BYTES, PARTS, typeOf } from './body.ts';
import { addContractFace, type ContractFace } from './contract-face.ts';
import { addDocuments } from './documents.ts';
import { HttpError, refusalOf } from './errors.ts';
import { addEvents } from './events.ts';
import { sendFile } from './files.ts';
import { addGuard, type Guarded } from './guard.ts';
import { FOR_BROWSERS, notHere } from './missing.ts';
import { receiveParts } from './parts.ts';
import { createRate, RATE_LIMITS, type RateLimits } from './rate.ts';
import { fileReply, type Route, type RouteContext, readingOf } from './route.ts';
import { ROUTES } from './table.ts';
import { addWebPages } from './web-pages.ts';

export type ServerOptions = ContractFace & {
  readonly accounts: Accounts;
  readonly ports: Ports;
  /** Where what is done is noted down. */
  readonly auditFile: string;
  /** An address of this computer; beyond loopback only with a certificate. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  readonly certificate?: { readonly key: string; readonly cert: string } | undefined;
  readonly limits?: RateLimits;
  /** For tests: what a route answers must be what it says it answers. */
  readonly checkReplies?: boolean;
};

export type ApiServer = {
  readonly address: string;
  readonly port: number;
  /** SHA-256 of its certificate, for people to compare; null: it has none. */
  readonly fingerprint: string | null;
  close(): Promise<void>;
};

export const API_PATH = '/api/v1';

/** @throws SluiceError `conflict` when the port is taken, `invalid-input` for a plain server beyond this computer. */
export async function startServer(options: ServerOptions): Promise<ApiServer> {
  const host = options.host ?? '127.0.0.1';
  const tls = options.certificate !== undefined;
  if (!isLoopback(host) && !tls) {
    const message = `Tokens would cross the network in the clear at ${host}: without TLS only 127.0.0.1 is served.`;
    throw new SluiceError('invalid-input', message, { host });
  }
  const place = { host, port: options.port, tls };
  const app = createApp(options, () => place);
  try {
    await app.listen({ host, port: options.port });
  } catch (cause) {
    await app.close();
    throw portError(options.port, cause);
  }
  const address = app.server.address();
  if (address === null || typeof address !== 'object') {
    throw new SluiceError('internal', 'The server has no address.');
  }
  place.port = address.port;
  const { certificate } = options;
  return {
    address: addressOf(place),
    port: place.port,
    fingerprint: certificate ? new X509Certificate(certificate.cert).fingerprint256 : null,
    close: async () => await app.close(),
  };
}

/** The server without a port: tests hand it requests directly. */
export function createApp(options: ServerOptions, reach: () => Reach): FastifyInstance {
  const { ports, accounts, certificate } = options;
  const app: FastifyInstance = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    // Listeners of events stay as long as they like: they are let go when the server ends.
    forceCloseConnections: true,
    // By the guard, as what is uploaded may take longer.
    requestTimeout: 0,
    exposeHeadRoutes: false,
    // No longer than Node lets an address be: what is no id is told by the route, not by the router.
    routerOptions: { maxParamLength: 16_384 },
    ...(certificate ? { https: { ...certificate, minVersion: 'TLSv1.2' } } : {}),
  } as object);
  app.server.headersTimeout = 10_000;
  addBodyParsers(app);
  const audit = openAudit(options.auditFile, ports);
  const limits = options.limits ?? RATE_LIMITS;
  addGuard(app, { reach, accounts, rate: createRate(ports.clock), limits, audit });
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) {
      const facts = { what: `${request.method} ${request.url.split('?')[0]}`, error: String(error) };
      ports.logger.log('error', 'a request failed unexpectedly', facts);
    }
    if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
    if (refusal.status === 429) reply.header('retry-after', '10');
    const { code, message } = refusal;
    const config: Guarded = request.routeOptions.config;
    const body = config.envelope ? { ok: false, error: { code, message, details: {} } } : { message };
    return reply.code(refusal.status).send(body);
  });
  // Whoever has no token yet shall read here how one is had, and where to look instead.
  for (const path of FOR_BROWSERS) {
    app.get(path, { config: { open: true } satisfies Guarded }, (request) => {
      throw new HttpError(404, notHere(request.method, request.url));
    });
  }
  app.setNotFoundHandler(async (request) => {
    throw new HttpError(404, notHere(request.method, request.url));
  });
  addContractFace(app, options);
  if (options.news) addEvents(app, API_PATH, options.news);
  addDocuments(app, ROUTES, options.version);
  addWebPages(app);
  addAdminPage(app);
  for (const route of ROUTES) addRoute(app, route, options, reach);
  return app;
}

function addRoute(app: FastifyInstance, route: Route, options: ServerOptions, reach: () => Reach): void {
  const config: Guarded = {
    ...(route.open ? { open: true } : { role: route.role }),
    form: route.form,
    parts: route.parts,
    reads: readingOf(route),
  };
  app.route({
    method: route.method,
    url: route.atRoot ? route.path : API_PATH + route.path,
    config,
    handler: async (request, reply) => {
      const input = parseInput(route, request);
      const value = await route.handle(input, contextOf({ request, reply }, options, reach()));
      if (options.checkReplies) route.reply.parse(value);
      if (route.file) return await sendFile(request, reply, fileReply.parse(value));
      if (route.empty) return reply.code(204).send();
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(value ?? {}));
    },
  });
}

function parseInput(route: Route, request: FastifyRequest) {
  const params = route.params?.safeParse(request.params);
  if (params && !params.success) {
    const [name] = Object.values(request.params as Record<string, string>);
    throw new HttpError(404, `There is no ${route.tag.replace(/s$/, '')} "${name?.slice(0, 100)}".`);
  }
  const query = route.query?.safeParse(request.query);
  if (query && !query.success) throw invalidInput('The query', query.error.issues);
  const body = route.body?.safeParse(request.body ?? {});
  if (body && !body.success) throw invalidInput('The body', body.error.issues);
  return { params: params?.data, query: query?.data, body: body?.data };
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

function contextOf({ request, reply }: Exchange, options: ServerOptions, reach: Reach): RouteContext {
  const who = request.who ?? { id: '', email: '', role: 'annotator' };
  const scheme = reach.tls ? 'https' : 'http';
  return {
    who,
    accounts: options.accounts,
    from: request.ip,
    header: (name, value) => void reply.header(name, value),
    receive: typeOf(request) === PARTS ? (placeFor) => receiveParts(request.raw, placeFor) : null,
    base: `${scheme}://${request.headers.host}${API_PATH}`,
    call: async <N extends CallName>(name: N, input: unknown) =>
      open(await actingAs(who.email, () => options.call(name, input))) as CallOutput<N>,
  };
}

function portError(port: number, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message;
  const message = `Port ${port} cannot be used: ${why}. Choose another with --port, or 0 for any.`;
  return new SluiceError('conflict', message, { port }, { cause });
}
