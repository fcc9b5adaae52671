/**
 * Who may talk to the local server. It listens on this computer only, but a page in this computer's browser can reach
 * it too, by its address or by a name that someone points at 127.0.0.1; neither gets anything.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Refusal = { readonly status: 401 | 403; readonly message: string };

/** A token of 256 random bits, as text that fits a header. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Why a request from a page or under a foreign name is refused; null when it comes from a program here. */
export function refuseForeign(request: IncomingMessage, port: number): Refusal | null {
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const host = request.headers.host?.toLowerCase() ?? '';
  if (!names.includes(host)) {
    return { status: 403, message: `Requests to "${host}" are not answered here: use 127.0.0.1:${port}.` };
  }
  const site = request.headers['sec-fetch-site'];
  // This server has no pages, so a request that a page sends comes from a foreign one.
  if (request.headers.origin !== undefined || (site !== undefined && site !== 'none')) {
    return { status: 403, message: 'Requests from web pages are refused.' };
  }
  return null;
}

/** Why the request is refused for its token; null when it has the right one. */
export function refuseToken(request: IncomingMessage, token: string): Refusal | null {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  // Hashes have one length: the comparison takes the same time for every guess.
  if (given !== undefined && timingSafeEqual(sha256(given), sha256(token))) return null;
  return {
    status: 401,
    message:
      'The token is missing or wrong: send "Authorization: Bearer TOKEN" as "sluice serve" printed it.',
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
