/** The window's own files, served as `sluice-app://app/...` so that the window has an origin; `file:` has none. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export const APP_SCHEME = 'sluice-app';
export const APP_ORIGIN = `${APP_SCHEME}://app`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/**
 * Nothing but the app's own files; pictures and videos besides from the media scheme. Styles may be written by scripts:
 * the component library puts its variables into style elements, and a style can reach nothing that this policy forbids.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' sluice-media: data: blob:",
  'media-src sluice-media: blob:',
  "connect-src 'self' sluice-media:",
  "font-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Serves the files in the folder. Whatever else is asked for is not there. */
export function serveAppFiles(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const type = TYPES[extname(url.pathname)];
    if (request.method !== 'GET' || url.host !== 'app' || type === undefined) return notFound();
    try {
      const path = normalize(join(folder, decodeURIComponent(url.pathname)));
      if (!path.startsWith(folder + sep)) return notFound();
      return new Response(await readFile(path), { headers: { ...HEADERS, 'content-type': type } });
    } catch {
      return notFound();
    }
  };
}

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function notFound(): Response {
  return new Response('Not found', { status: 404 });
}
