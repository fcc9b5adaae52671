/** The description of the API: for programs as OpenAPI, for people as one plain page without scripts. */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Guarded } from './guard.ts';
import { describeApi, operationId, schemaOf } from './openapi.ts';
import type { Route } from './route.ts';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #d5dae2;text-transform:capitalize}
article{margin:1rem 0}h3{margin:0;font:600 15px ui-monospace,monospace}p{margin:.2rem 0}
small{color:#5a6675}pre{background:#f4f6f9;padding:.8rem;overflow:auto;font-size:13px}
@media(prefers-color-scheme:dark){body{color:#dfe5ee;background:#14181f}h2{border-color:#333c49}pre{background:#1e242e}small{color:#97a3b3}a{color:#7ab7ff}}`;

const OPEN = { open: true } as const satisfies Guarded;

export function addDocuments(app: FastifyInstance, routes: readonly Route[], version: string): void {
  // Made when first asked for: most starts are never asked.
  let document: string | null = null;
  let page: string | null = null;
  app.get('/api/v1/openapi.json', { config: OPEN }, (_request, reply) => {
    document ??= JSON.stringify(describeApi(routes, version));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  app.get('/api/v1/docs', { config: OPEN }, (_request, reply) => {
    page ??= pageOf(routes, version);
    const style = createHash('sha256').update(STYLE).digest('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'sha256-${style}'; frame-ancestors 'none'`,
      )
      .send(page);
  });
}

function pageOf(routes: readonly Route[], version: string): string {
  const tags = [...new Set(routes.map((route) => route.tag))];
  const contents = tags.map((tag) => `<a href="#${asText(tag)}">${asText(tag)}</a>`).join(' · ');
  const sections = tags.map(
    (tag) =>
      `<h2 id="${asText(tag)}">${asText(tag)}</h2>${routes
        .filter((route) => route.tag === tag)
        .map(articleOf)
        .join('')}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sluice API</title><style>${STYLE}</style></head>
<body><h1>Sluice API ${asText(version)}</h1>
<p>Every call but the open ones needs <code>Authorization: Bearer TOKEN</code>; <code>sluice token</code> makes one.
For programs: <a href="/api/v1/openapi.json">openapi.json</a>. What happens is told at <code>GET /api/v1/events</code>, as
server-sent events.</p><p>${contents}</p>${sections.join('')}</body></html>`;
}

function articleOf(route: Route): string {
  const path = (route.atRoot ? '' : '/api/v1') + route.path;
  const who = route.open ? 'no token needed' : `least role: ${route.role}`;
  const parts = [
    route.query ? detailsOf('Query', schemaOf(route.query, 'input')) : '',
    route.body ? detailsOf('Body', schemaOf(route.body, 'input')) : '',
    detailsOf('Reply', schemaOf(route.reply, 'output')),
  ];
  return `<article id="${operationId(route)}"><h3>${route.method} ${asText(path)}</h3>
<p>${asText(route.summary)} <small>${who}</small></p>${parts.join('')}</article>`;
}

function detailsOf(title: string, schema: object): string {
  return `<details><summary>${title}</summary><pre>${asText(JSON.stringify(schema, null, 2))}</pre></details>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function asText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (found) => ENTITIES[found] ?? found);
}
