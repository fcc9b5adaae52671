/**
 * Which requests are looked at. A page in a browser on this computer can reach the server too, by its address or by a
 * name that somebody points at it; neither gets anything.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { HttpError } from './errors.ts';

export type Reach = {
  /** The address listened at. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
};

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host);
}

/** @throws HttpError 403 for a request from a page, or under a name that is not ours. */
export function refuseForeign(request: IncomingMessage, reach: Reach): void {
  const named = request.headers.host?.toLowerCase() ?? '';
  if (!isOurName(named, reach)) {
    throw new HttpError(
      403,
      `Requests to "${named.slice(0, 100)}" are not answered here: use ${addressOf(reach)}.`,
    );
  }
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = `${reach.tls ? 'https' : 'http'}://${named}`;
  // Requests of our own pages come from this very address; those of any other page are foreign.
  const isForeign = site !== undefined && site !== 'none' && site !== 'same-origin';
  if (isForeign || (origin !== undefined && origin.toLowerCase() !== own)) {
    throw new HttpError(403, 'Requests from web pages are refused.');
  }
}

/**
 * Names can be pointed at any address by whoever owns them, addresses cannot: beyond this computer every address is
 * ours that a request arrived at, and of names those that this computer is called by.
 */
function isOurName(named: string, reach: Reach): boolean {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d+))?$/.exec(named);
  if (!parts) return false;
  const name = (parts[1] ?? '').replaceAll(/[[\]]/g, '');
  const port = parts[2] === undefined ? (reach.tls ? 443 : 80) : Number(parts[2]);
  if (port !== reach.port) return false;
  if (LOOPBACK.includes(name)) return true;
  if (isLoopback(reach.host)) return false;
  const ours = hostname().toLowerCase();
  return isIP(name) !== 0 || [reach.host, ours, `${ours}.local`].includes(name);
}

/** Where clients find the server. */
export function addressOf({ host, port, tls }: Reach): string {
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host;
  return `${tls ? 'https' : 'http'}://${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
}
