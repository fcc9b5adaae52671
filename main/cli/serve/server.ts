/** The contract over HTTP on this computer: POST /call/NAME, GET /events, GET /health. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Envelope, enclose } from '#contract/envelope.ts';
import { calls, isCallName } from '#contract/index.ts';
import { type ErrorCode, SluiceError, toWireError } from '#core/errors.ts';
import { type Refusal, refuseForeign, refuseToken } from './access.ts';
import { readJson } from './body.ts';
import { type Subscribe, streamEvents } from './event-stream.ts';

export type ServeOptions = {
  /** 0: any free one. */
  readonly port: number;
  readonly token: string;
  readonly version: string;
  readonly call: (name: string, input: unknown) => Promise<Envelope<unknown>>;
  readonly subscribe: Subscribe;
};

export type LocalServer = { readonly port: number; close(): Promise<void> };

/** A server serves one workspace from its start to its end. */
const KEPT_SHUT: readonly string[] = ['workspaces.open', 'workspaces.close', 'workspaces.forget'];

/** @throws SluiceError `conflict` when the port is taken. */
export async function startServer(options: ServeOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    const { port } = addressOf(server);
    void answer(request, response, { ...options, port }).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: toWireError(error) });
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  await listen(server, options.port);
  return {
    port: addressOf(server).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const foreign = refuseForeign(request, options.port);
  if (foreign) return refuse(request, response, foreign);
  if (pathname === '/health' && request.method === 'GET') {
    return sendJson(response, 200, { ok: true, value: { version: options.version } });
  }
  const stranger = refuseToken(request, options.token);
  if (stranger) return refuse(request, response, stranger);
  if (pathname === '/events' && request.method === 'GET') return streamEvents(response, options.subscribe);
  const name = /^\/call\/([\w.]+)$/.exec(pathname)?.[1];
  if (name !== undefined && request.method === 'POST') {
    const envelope = await enclose(async () => {
      refuseCall(name);
      refuseType(request);
      return await readJson(request);
    });
    const answered = envelope.ok ? await options.call(name, envelope.value) : envelope;
    // What is left of a body that was not read must not be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close');
    return sendJson(response, answered.ok ? 200 : statusOf(answered.error.code), answered);
  }
  const message = `There is no ${request.method} ${pathname} here: GET /health, GET /events, POST /call/NAME.`;
  const error = toWireError(new SluiceError('not-found', message));
  sendJson(response, 404, { ok: false, error });
}

function refuseCall(name: string): void {
  if (!isCallName(name)) throw new SluiceError('unknown-call', `There is no call "${name}".`, { name });
  const spec = calls[name];
  if (spec.internal) throw new SluiceError('forbidden', `"${name}" is for Sluice's own processes.`, { name });
  if (KEPT_SHUT.includes(name)) {
    throw new SluiceError('forbidden', 'This server keeps to its one workspace. Start another for another.', {
      name,
    });
  }
  if (spec.home === 'shell') {
    throw new SluiceError('unsupported', `"${name}" needs the desktop app; this is a headless engine.`, {
      name,
    });
  }
}

/** A form on a web page cannot send this type without asking first. */
function refuseType(request: IncomingMessage): void {
  if (/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return;
  throw new SluiceError('invalid-input', 'The body must be sent as "Content-Type: application/json".');
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (refusal.status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (!request.complete) response.setHeader('connection', 'close');
  const error = toWireError(new SluiceError('forbidden', refusal.message));
  sendJson(response, refusal.status, { ok: false, error });
}

function sendJson(response: ServerResponse, status: number, envelope: Envelope<unknown>): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(envelope));
}

function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'invalid-input':
    case 'pipeline-invalid':
    case 'media-unreadable':
    case 'unsupported':
      return 400;
    case 'forbidden':
      return 403;
    case 'not-found':
    case 'unknown-call':
      return 404;
    case 'conflict':
    case 'wrong-state':
    case 'workspace-locked':
    case 'workspace-not-open':
      return 409;
    case 'engine-restarted':
    case 'engine-unavailable':
    case 'aborted':
      return 503;
    case 'database-corrupt':
    case 'database-from-future':
    case 'disk-full':
    case 'internal':
    case 'io':
    case 'read-only':
    case 'tool-failed':
    case 'tool-missing':
      return 500;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message;
      const message = `Port ${port} cannot be used: ${why}. Choose another with --port, or 0 for any.`;
      reject(new SluiceError('conflict', message, { port }, { cause }));
    });
    // This computer only: 0.0.0.0 would show the workspace to the network.
    server.listen(port, '127.0.0.1', resolve);
  });
}

function addressOf(server: Server): { readonly port: number } {
  const address = server.address();
  if (address !== null && typeof address === 'object') return address;
  throw new SluiceError('internal', 'The server has no address.');
}
