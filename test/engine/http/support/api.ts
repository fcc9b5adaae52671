/** The API on a real engine and a temporary workspace; requests are handed to the server without a port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import type { Role } from '#core/model/api.ts';
import { createHost, type Host } from '#engine/host.ts';
import { type Accounts, openAccounts } from '#engine/http/accounts/accounts.ts';
import type { RateLimits } from '#engine/http/rate.ts';
import { createApp } from '#engine/http/server.ts';
import type { TokenStore } from '#engine/http/tokens.ts';
import { createNewsFeed, type NewsFeed } from '#engine/news/feed.ts';
import { systemPorts } from '#engine/ports.ts';

export type Sent = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, or from the root when it begins with two slashes. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON, a text or bytes as they are. */
  readonly body?: unknown;
  /** Null: none. */
  readonly token?: string | null;
};

export type Answer = {
  readonly status: number;
  /** Looked into freely: what it must be is what a test is about. */
  readonly body: ReturnType<typeof JSON.parse>;
  readonly headers: Record<string, unknown>;
};

export type TestApi = {
  readonly folder: string;
  readonly host: Host;
  readonly app: FastifyInstance;
  /** For servers that tell of events: answers to requests without a port would never end. */
  readonly news: NewsFeed;
  readonly accounts: Accounts;
  readonly tokens: TokenStore;
  readonly token: string;
  /** What went wrong inside, as the log has it. */
  readonly logged: string[];
  send(sent: Sent): Promise<Answer>;
  /** Sends as the Python SDK does. */
  sdk(method: Sent['method'], path: string, body?: unknown): Promise<Answer>;
  tokenFor(role: Role, email?: string): Promise<string>;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  close(): Promise<void>;
};

export const BASE = 'http://127.0.0.1:7411/api/v1';

const SDK_HEADERS = {
  'user-agent': 'dtlpy/1.124.2 CPython/3.11',
  'accept-encoding': 'identity',
  accept: '*/*',
};

export async function openApi(options: { readonly limits?: RateLimits } = {}): Promise<TestApi> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-http-'));
  const logged: string[] = [];
  const system = systemPorts({ logFile: null });
  const ports: typeof system = {
    ...system,
    logger: {
      log: (level, message, facts) =>
        void (level === 'error' && logged.push(`${message} ${JSON.stringify(facts)}`)),
    },
  };
  const news = createNewsFeed(ports.clock);
  const host = createHost({ ports, configDir: folder, packagedDir: null, version: '1.2.3', news });
  open(await host.call('workspaces.open', { path: join(folder, 'workspace') }));
  open(await host.call('settings.update', { person: 'ada@example.com' }));
  const accounts = openAccounts(join(folder, 'api'), ports);
  const { tokens } = accounts;
  const { token } = await tokens.create({ email: 'ada@example.com', role: 'owner', seconds: 3600 });
  const app = createApp(
    {
      version: '1.2.3',
      call: host.call,
      subscribe: host.subscribe,
      accounts,
      ports,
      auditFile: join(folder, 'api', 'audit.jsonl'),
      port: 7411,
      checkReplies: true,
      limits: options.limits ?? { perToken: Number.MAX_SAFE_INTEGER, perStranger: Number.MAX_SAFE_INTEGER },
    },
    () => ({ host: '127.0.0.1', port: 7411, tls: false }),
  );

  async function send(sent: Sent): Promise<Answer> {
    const bearer = sent.token === undefined ? token : sent.token;
    const isText = typeof sent.body === 'string' || Buffer.isBuffer(sent.body);
    const request: InjectOptions = {
      method: sent.method ?? 'GET',
      url: sent.path.startsWith('//') ? sent.path.slice(1) : `/api/v1${sent.path}`,
      headers: {
        host: '127.0.0.1:7411',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(sent.body === undefined || isText ? {} : { 'content-type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.body === undefined
        ? {}
        : { payload: isText ? (sent.body as string | Buffer) : JSON.stringify(sent.body) }),
    };
    const { statusCode, payload, headers } = await app.inject(request);
    const isJson = String(headers['content-type']).startsWith('application/json');
    return { status: statusCode, body: isJson ? JSON.parse(payload) : payload, headers };
  }

  return {
    folder,
    news,
    host,
    app,
    accounts,
    tokens,
    token,
    logged,
    send,
    sdk: (method, path, body) => send({ method: method ?? 'GET', path, body, headers: SDK_HEADERS }),
    tokenFor: async (role, email = `${role}@example.com`) =>
      (await tokens.create({ email, role, seconds: 3600 })).token,
    call: async (name, input) => open(await host.call(name, input)) as CallOutput<typeof name>,
    async close() {
      await app.close();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A form as `requests` sends it. */
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
