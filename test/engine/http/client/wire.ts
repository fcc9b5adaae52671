/**
 * How the Python SDK speaks (reference section 2): what it sends with every request, when it takes a token for good, and
 * how it takes answers. Nothing of ours is used on this side, so that the server is met as that client meets it.
 */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Looked into freely: what it must be is what the readers are about. */
export type Json = ReturnType<typeof JSON.parse>;

export type Environment = {
  /** Ends in `/api/v1`. */
  readonly url: string;
  /** Where tokens are had: not below `/api/v1`. */
  readonly gate: string;
};

export type Login = { readonly token: string | null; readonly refreshToken?: string | null };

/** What is sent beside method and path; at most one of the bodies. */
export type Sending = {
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Sent in these pieces, without their length being said before. */
  readonly chunks?: readonly Buffer[];
  readonly headers?: Readonly<Record<string, string>>;
};

export type Reply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly json: () => Json;
};

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Client = {
  readonly environment: Environment;
  /** What went out, as `GET /items/ID`. */
  readonly sent: string[];
  /** @throws ClientError for all but 2xx. */
  request(method: Method, path: string, sending?: Sending): Promise<Reply>;
  /** The same for answers that are read as JSON. */
  ask(method: Method, path: string, json?: unknown): Promise<Json>;
  /** Whose the token is, as it says itself. */
  email(): string;
  token(): string | null;
  logIn(login: Login): void;
};

/** The answer was an error: the client shows its message and raises by its status. */
export class ClientError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'ClientError';
    this.status = status;
  }
}

/** Nothing was sent: the client does not take the token. */
export class TokenExpired extends Error {}

/** A token is taken when it ends later than in so many seconds. */
const AHEAD_SECONDS = 60;

export function connect(environment: Environment, first: Login): Client & { close(): void } {
  const agent = new Agent({ keepAlive: true });
  const sent: string[] = [];
  let login = first;

  async function renew(): Promise<void> {
    const { refreshToken } = login;
    if (!refreshToken) throw new TokenExpired('600');
    const tokens = await askGate(environment, { type: 'refresh_token', refresh_token: refreshToken });
    login = { token: tokens.id_token, refreshToken };
  }

  async function send(method: Method, path: string, sending: Sending = {}): Promise<Reply> {
    if (!isGood(login.token)) await renew();
    sent.push(`${method} ${path}`);
    const headers = { authorization: `Bearer ${login.token}`, ...sending.headers };
    return accepted(await exchange(environment.url + path, { agent, method, ...sending, headers }));
  }

  return {
    environment,
    sent,
    request: send,
    ask: async (method, path, json) => (await send(method, path, json === undefined ? {} : { json })).json(),
    email: () => claimsOf(login.token)?.email ?? '',
    token: () => login.token,
    logIn: (given) => {
      login = given;
    },
    close: () => agent.destroy(),
  };
}

/** `POST {gate}/token?default`, which needs no token. @throws ClientError */
export async function askGate({ gate }: Environment, json: object): Promise<Json> {
  return accepted(await exchange(`${gate}/token?default`, { method: 'POST', json })).json();
}

/** Three parts, a number that says when it ends, and that not soon: the signature is not looked at. */
export function isGood(token: string | null): boolean {
  const exp = claimsOf(token)?.exp;
  return typeof exp === 'number' && Date.now() / 1000 < exp - AHEAD_SECONDS;
}

function claimsOf(token: string | null): Json {
  const parts = (token ?? '').split('.');
  if (parts.length !== 3) return null;
  try {
    return JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString());
  } catch {
    return null;
  }
}

/** An error has a JSON object with the text that is shown; 5xx would be tried again, and is nothing that a user did. */
function accepted(reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  if (reply.status >= 500) throw new Error(`The server failed: ${reply.status} ${reply.bytes}`);
  const { message } = reply.json();
  if (typeof message !== 'string' || message === '') throw new Error(`No message: ${reply.bytes}`);
  throw new ClientError(reply.status, message);
}

type Exchange = Sending & { readonly method: Method; readonly agent?: Agent };

function exchange(url: string, { method, agent, json, form, chunks, headers }: Exchange): Promise<Reply> {
  const text = json === undefined ? form && new URLSearchParams(form).toString() : pythonJson(json);
  const type = json === undefined ? form && 'application/x-www-form-urlencoded' : 'application/json';
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method,
      ...(agent ? { agent } : {}),
      headers: {
        'user-agent': 'dtlpy/1.124.2 CPython/3.11',
        'accept-encoding': 'identity',
        accept: '*/*',
        ...(type ? { 'content-type': type } : {}),
        ...(text === undefined ? {} : { 'content-length': Buffer.byteLength(text) }),
        // Of requests that could have a body the length is said, even without one.
        ...(text === undefined && !chunks && method !== 'GET' ? { 'content-length': 0 } : {}),
        ...headers,
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(pieces);
        const status = incoming.statusCode ?? 0;
        resolve({ status, headers: incoming.headers, bytes, json: () => JSON.parse(bytes.toString()) });
      });
    });
    for (const chunk of chunks ?? []) outgoing.write(chunk);
    outgoing.end(text);
  });
}

/** Python's JSON has nothing in it but ASCII. */
export function pythonJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Asks until it is so, as clients do; theirs wait longer in between. */
export async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  const last = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > last) throw new Error(`still ${JSON.stringify(answer).slice(0, 800)}`);
    await sleep(5);
  }
}
