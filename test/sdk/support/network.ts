/** A network that answers as it is told, and notes what it was asked: for faults, and for what another server would say. */
export type Asked = {
  readonly method: string;
  /** Below `/api/v1`, with its query. */
  readonly path: string;
  readonly headers: Headers;
  /** Parsed when it is JSON. */
  readonly body: unknown;
};

export type Reply =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | Error;

export type Network = { readonly fetch: typeof fetch; readonly asked: Asked[] };

export const PLACE = 'http://127.0.0.1:7411/api/v1';

/** @param answer the reply to each request; an error breaks the connection. */
export function network(answer: (asked: Asked, nth: number) => Reply): Network {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: async (input, init = {}) => {
      init.signal?.throwIfAborted();
      const url = String(input);
      const text = await textOf(init.body);
      const one: Asked = {
        method: init.method ?? 'GET',
        path: url.slice(url.indexOf('/api/v1') + '/api/v1'.length),
        headers: new Headers(init.headers),
        body: parsed(text),
      };
      asked.push(one);
      const reply = answer(one, asked.length);
      if (reply instanceof Error) throw new TypeError('fetch failed', { cause: reply });
      const { status = 200, body = {}, headers = {} } = reply;
      const isBare = status === 204;
      return new Response(isBare ? null : typeof body === 'string' ? body : JSON.stringify(body), {
        status,
        headers,
      });
    },
  };
}

async function textOf(body: unknown): Promise<string> {
  if (body instanceof ReadableStream) return await new Response(body).text();
  return typeof body === 'string' ? body : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** An error of a connection, as Node has them. */
export function broken(code: string): Error {
  return Object.assign(new Error(code), { code });
}
