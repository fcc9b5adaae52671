/** `fetch` for snippets: only to hosts that were granted, also after a redirect, and never much. */
import { lookup } from 'node:dns';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostGrant, isPrivateAddress } from './addresses.ts';

type Call = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

type Reply = {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Bytes of one body, either way. */
const BODY_LIMIT = 8 * 2 ** 20;
const TIME_LIMIT_MS = 30_000;
const MOST_REDIRECTS = 5;
/** Set by the connection itself. */
const OWN_HEADERS = new Set(
  'host connection content-length transfer-encoding upgrade expect te trailer keep-alive'.split(' '),
);
const PRIVATE_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * Takes and answers JSON texts (Call, Reply). Rejects with a message for the person when a host is not granted, cannot
 * be reached, takes longer than 30 seconds or sends more than 8 MB.
 */
export function createFetch(
  hosts: readonly string[],
): (call: string, signal: AbortSignal) => Promise<string> {
  return async (text, signal) => {
    let call = JSON.parse(text) as Call;
    if (call.body !== null && Buffer.byteLength(call.body) > BODY_LIMIT) {
      throw new Error(`fetch sends at most ${BODY_LIMIT / 2 ** 20} MB.`);
    }
    const within = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const answer = await send(call, hosts, within);
      if ('reply' in answer) return JSON.stringify(answer.reply);
      call = answer.next;
    }
    throw new Error(`${call.url} redirects more than ${MOST_REDIRECTS} times.`);
  };
}

type Answer = { readonly reply: Reply } | { readonly next: Call };

async function send(call: Call, hosts: readonly string[], signal: AbortSignal): Promise<Answer> {
  const url = parseUrl(call.url);
  const grant = hostGrant(url, hosts);
  if (grant === null)
    throw new Error(`The node may not reach ${url.host}: it is granted ${hosts.join(', ')}.`);
  if (!/^[A-Za-z]{1,20}$/.test(call.method)) throw new Error(`"${call.method}" is no HTTP method.`);
  const inner = grant === 'named';
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (!inner && isIP(address) !== 0 && isPrivateAddress(address))
    throw new Error(privateMessage(url.hostname));
  const response = await connect(call, url, inner, signal);
  const target = redirectOf(response, url);
  if (target !== null) {
    response.destroy();
    return { next: redirected(call, url, target, response.statusCode ?? 0) };
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const { statusCode: status = 0, statusMessage: statusText = '' } = response;
  return { reply: { status, statusText, url: url.href, headers, body: await readBody(response, url) } };
}

function connect(call: Call, url: URL, inner: boolean, signal: AbortSignal): Promise<IncomingMessage> {
  const method = call.method.toUpperCase();
  const headers = Object.fromEntries(
    Object.entries(call.headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase())),
  );
  const request = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new Error(`${url.host}: ${plainReason(error)}`));
    try {
      // Without an agent, so that no connection outlives its call.
      request(url, { method, headers, signal, agent: false, ...(inner ? {} : { lookup: publicLookup }) })
        .on('response', resolve)
        .on('error', fail)
        .end(method === 'GET' || method === 'HEAD' ? undefined : (call.body ?? undefined));
    } catch (error) {
      // A header that is not one.
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** Looks at the addresses that are then used: a name that leads elsewhere a moment later gains nothing. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(new Error(privateMessage(hostname)), []);
    }
    const [first] = addresses;
    if (options.all || !first) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

async function readBody(response: IncomingMessage, url: URL): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of response) {
      bytes += (piece as Buffer).length;
      if (bytes > BODY_LIMIT) break;
      pieces.push(piece as Buffer);
    }
  } catch (error) {
    throw new Error(`${url.host}: ${error instanceof Error ? plainReason(error) : String(error)}`);
  }
  if (bytes > BODY_LIMIT) throw new Error(`${url.host} sent more than ${BODY_LIMIT / 2 ** 20} MB.`);
  return Buffer.concat(pieces).toString('utf8');
}

function redirectOf(response: IncomingMessage, url: URL): URL | null {
  const { statusCode = 0, headers } = response;
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode);
  return isRedirect && headers.location !== undefined ? parseUrl(headers.location, url) : null;
}

function redirected(call: Call, from: URL, to: URL, status: number): Call {
  const asGet =
    status === 303 || ((status === 301 || status === 302) && call.method.toUpperCase() === 'POST');
  const headers = Object.entries(call.headers).filter(([name]) => {
    const key = name.toLowerCase();
    return (to.origin === from.origin || !PRIVATE_HEADERS.has(key)) && !(asGet && key === 'content-type');
  });
  return {
    url: to.href,
    method: asGet ? 'GET' : call.method,
    headers: Object.fromEntries(headers),
    body: asGet ? null : call.body,
  };
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base?.href) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error(`fetch takes http and https addresses, not "${text.slice(0, 200)}".`);
  }
  return url;
}

function privateMessage(host: string): string {
  return `${host} is in a private network; name the host in the node's network grant to allow it`;
}

function plainReason(error: Error): string {
  if (error.name === 'TimeoutError') return `no complete answer within ${TIME_LIMIT_MS / 1000} seconds`;
  // Several addresses were tried, each with its own error.
  if (error instanceof AggregateError) return error.errors.map((each) => plainReason(each)).join('; ');
  return error.message;
}
