/**
 * Addresses at which the reference system shows things to people. Clients open them in a browser, which has no token: each
 * answers the same small page, which leads on into the app by a `sluice://` address. It does not say what there is here:
 * nothing is looked up.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { HttpError } from './errors.ts';
import type { Guarded } from './guard.ts';

/** The last one is what is opened. */
const PAGES: readonly (readonly [path: string, kind: string, id: string])[] = [
  ['/projects/:project', 'projects', 'project'],
  ['/projects/:project/pipelines', 'projects', 'project'],
  ['/projects/:project/pipelines/:pipeline', 'pipelines', 'pipeline'],
  ['/projects/:project/tasks/:task', 'tasks', 'task'],
  ['/projects/:project/datasets/:dataset', 'datasets', 'dataset'],
  ['/projects/:project/datasets/:dataset/items', 'datasets', 'dataset'],
  ['/projects/:project/datasets/:dataset/items/:item', 'items', 'item'],
];

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;color:#1c2430;background:#fff}
a{color:#0b66c3}@media(prefers-color-scheme:dark){body{color:#dfe5ee;background:#14181f}a{color:#7ab7ff}}`;

const OPEN = { open: true } as const satisfies Guarded;

export function addWebPages(app: FastifyInstance): void {
  const style = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  for (const [path, kind, id] of PAGES) {
    app.get(path, { config: OPEN }, (request, reply) => {
      const params = request.params as Readonly<Record<string, string>>;
      // Only ids get into the page: nothing that anybody could write into it does anything.
      if (!Object.values(params).every((value) => /^[0-9a-f]{24}$/.test(value))) {
        throw new HttpError(404, 'This is no address of anything: an id has 24 hexadecimal characters.');
      }
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', policy)
        .send(pageOf(`sluice://${kind}/${params[id]}`));
    });
  }
}

function pageOf(address: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}">
<title>Open in Sluice</title><style>${STYLE}</style></head>
<body><h1>Open in Sluice</h1><p>This opens in the Sluice app on this computer. When nothing happens:
<a href="${address}">${address}</a>.</p></body></html>
`;
}
