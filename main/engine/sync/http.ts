/** Requests to a remote: one at a time or many, over connections that are kept. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { trustingAgent } from './trust.ts';

/** Milliseconds without a byte after which a server is taken for gone. */
const SILENCE_MS = 30_000;

/** Bytes: no answer that we ask for comes near it. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** A server's refusal, with its status. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

export type Asked<T> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the address, with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly reply: z.ZodType<T>;
  /** Not below the address, but at the server's root. */
  readonly atRoot?: boolean;
};

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | AsyncIterable<Buffer>;
  readonly atRoot?: boolean;
};

export type Http = {
  /**
   * @throws Refused for an answer of 4xx but those that say "later"; SluiceError `remote-offline` when there was no answer,
   * one that says "later", or one that cannot be read
   */
  ask<T>(asked: Asked<T>, signal: AbortSignal): Promise<T>;
  /** An answer of 2xx, to be read by the caller. Throws as above. */
  open(sent: Sent, signal: AbortSignal): Promise<IncomingMessage>;
  /** Whether the system trusts the certificate that was shown last; true where there is none. */
  systemTrusts(): boolean;
  close(): void;
};

export type HttpOptions = {
  /** Without a slash at its end. */
  readonly address: string;
  /** SHA-256 of the one certificate that it may show; null: any that the system trusts. */
  readonly certificate: string | null;
  /** Null: none is sent. */
  readonly token: () => string | null;
};

export function createHttp({ address, token, certificate }: HttpOptions): Http {
  const secure = address.startsWith('https:');
  const trusting = secure ? trustingAgent(certificate) : null;
  const agent = trusting?.agent ?? new HttpAgent({ keepAlive: true });
  const { host } = new URL(address);

  function send(
    { method, path, headers, body, atRoot }: Sent,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const url = atRoot ? new URL(path, address) : new URL(address + path);
    const own = token();
    const all = {
      ...headers,
      ...(own === null ? {} : { authorization: `Bearer ${own}` }),
      ...(Buffer.isBuffer(body) ? { 'content-length': String(body.length) } : {}),
    };
    return new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(
        url,
        { method, headers: all, agent, signal },
        resolve,
      );
      request.setTimeout(SILENCE_MS, () => request.destroy(new Error('It does not answer.')));
      request.once('error', reject);
      if (body === undefined || Buffer.isBuffer(body)) request.end(body);
      else void pipeline(body, request).catch(reject);
    });
  }

  async function open(sent: Sent, signal: AbortSignal): Promise<IncomingMessage> {
    const response = await send(sent, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw unreachable(host, cause);
    });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const said = messageIn(await readAll(response).catch(() => ''));
    if (status < 500 && status !== 408 && status !== 429) throw new Refused(status, said);
    throw new SluiceError('remote-offline', `${host} cannot do it now (${status}): ${said}`);
  }

  return {
    open,
    async ask({ method, path, body, reply, atRoot = false }, signal) {
      const headers = {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const payload = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
      const response = await open({ method, path, headers, atRoot, ...payload }, signal);
      const text = await readAll(response).catch((cause: unknown) => {
        signal.throwIfAborted();
        throw unreachable(host, cause);
      });
      const read = reply.safeParse(jsonOf(text));
      if (read.success) return read.data;
      // It may have done what was asked: only an answer that can be read says so.
      const message = `${host} answered ${path.split('?')[0]} with something that cannot be read.`;
      throw new SluiceError('remote-offline', message);
    },
    systemTrusts: () => trusting?.systemTrusts() ?? true,
    close: () => (trusting ?? agent).destroy(),
  };
}

function unreachable(host: string, cause: unknown): SluiceError {
  if (isSluiceError(cause)) return cause;
  return new SluiceError('remote-offline', `${host} cannot be reached: ${wordOf(cause)}`, {}, { cause });
}

async function readAll(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    const bytes = part as Buffer;
    size += bytes.length;
    if (size > LARGEST_ANSWER) throw new Error('The answer does not end.');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function wordOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Of several addresses tried the message is empty, and each has its own.
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : cause.message;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the server says is wrong, cut to what fits on a screen. */
function messageIn(text: string): string {
  const json = jsonOf(text);
  const { message } = (typeof json === 'object' && json !== null ? json : {}) as { message?: unknown };
  return (typeof message === 'string' ? message : text).slice(0, 300);
}
