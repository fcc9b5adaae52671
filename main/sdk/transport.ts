/** Requests to one server: its address, the token, errors as types, and trying again. */
import { ConnectionFailed, errorOf } from './errors.ts';
import { mayResend, pause, RETRY, type RetryOptions, verdictOn, waitMs } from './retry.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Json = Readonly<Record<string, unknown>>;

export type Cancel = {
  /** Stops it: what is awaited then fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

export type TransportOptions = {
  /** With or without `/api/v1` at its end. */
  readonly url: string;
  /** The token, or what gets a fresh one for each request. */
  readonly token: string | (() => string | Promise<string>);
  readonly retry?: Partial<RetryOptions>;
  readonly fetch?: typeof fetch;
};

export type Sent = Cancel & {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** At most one of the three. A stream comes as a function, so that it can be sent again. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly stream?: () => ReadableStream<Uint8Array>;
  /** False: once and not again. */
  readonly retry?: boolean;
  /** Carrying it out twice is the same as once, though it is a POST. */
  readonly repeatable?: boolean;
};

/** Sends requests below one address. */
export class Transport {
  /** Ends in `/api/v1`. */
  readonly base: string;
  readonly #options: TransportOptions;
  readonly #retry: RetryOptions;

  constructor(options: TransportOptions) {
    this.base = baseOf(options.url);
    this.#options = options;
    this.#retry = { ...RETRY, ...options.retry };
  }

  /**
   * The JSON of the answer; null when it has none.
   * @throws ApiError of the class of its status, with the server's message.
   */
  async request<T>(method: Method, path: string, sent: Sent = {}): Promise<T> {
    const response = await this.send(method, path, sent);
    const text = await response.text();
    if (text === '') return null as T;
    try {
      // What it looks like is the API's promise: types say so, and another server's additions are kept.
      return JSON.parse(text) as T;
    } catch (cause) {
      const message = `${this.base} does not answer as the API does: ${text.slice(0, 80)}`;
      throw new ConnectionFailed(message, { status: response.status, request: `${method} ${path}`, cause });
    }
  }

  /** The answer itself, once it is a good one. @throws ApiError */
  async send(method: Method, path: string, sent: Sent = {}): Promise<Response> {
    const tries = sent.retry === false ? 1 : this.#retry.tries;
    for (let tried = 1; ; tried += 1) {
      sent.signal?.throwIfAborted();
      const answer = await this.#once(method, path, sent);
      const isLast = tried >= tries;
      if (answer instanceof Response) {
        const { again, afterMs } = verdictOn(answer);
        if (answer.ok) return answer;
        if (!again || isLast) throw errorOf(answer.status, await answer.text(), `${method} ${path}`);
        await answer.body?.cancel();
        await pause(waitMs(this.#retry, tried, afterMs), sent.signal);
      } else {
        if (isLast || !(sent.repeatable ?? mayResend(method, answer.cause))) throw answer;
        await pause(waitMs(this.#retry, tried), sent.signal);
      }
    }
  }

  async #once(method: Method, path: string, sent: Sent): Promise<Response | ConnectionFailed> {
    const { token } = this.#options;
    const bearer = typeof token === 'string' ? token : await token();
    try {
      return await (this.#options.fetch ?? fetch)(this.base + path + queryOf(sent.query), {
        method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${bearer}`,
          ...bodyType(sent),
          ...sent.headers,
        },
        signal: sent.signal ?? null,
        ...bodyOf(sent),
      });
    } catch (cause) {
      sent.signal?.throwIfAborted();
      const why = reasonOf(cause);
      const message = `${this.base} cannot be reached (${why}). Is the server on, and is this its address?`;
      return new ConnectionFailed(message, { status: 0, request: `${method} ${path}`, cause });
    }
  }
}

function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError(`"${url}" is no address; it looks like http://127.0.0.1:7411/api/v1.`);
  }
  const path = parsed.pathname.replace(/\/+$/, '');
  return parsed.origin + (path.endsWith('/api/v1') ? path : `${path}/api/v1`);
}

function queryOf(query: Sent['query'] = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given}`;
}

function bodyType({ json, form }: Sent): Readonly<Record<string, string>> {
  if (json !== undefined) return { 'content-type': 'application/json' };
  return form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
}

function bodyOf({ json, form, stream }: Sent): {
  body?: string | ReadableStream<Uint8Array>;
  duplex?: 'half';
} {
  if (json !== undefined) return { body: JSON.stringify(json) };
  if (form !== undefined) return { body: new URLSearchParams(form).toString() };
  return stream === undefined ? {} : { body: stream(), duplex: 'half' };
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? reasonOf(cause.cause) : cause.message || cause.name;
}
