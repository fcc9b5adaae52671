/**
 * The page at `/admin`, by which owners look after a hub: files that come with Sluice and say nothing of what there is
 * here. What it shows it asks for by the contract's calls, with the token of whoever has logged in.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { SluiceError } from '#core/errors.ts';
import type { Guarded } from './guard.ts';

/** Nothing but these is read. */
const SCRIPTS = [
  ...['admin', 'ask', 'backups', 'client', 'dom', 'overview'],
  ...['people', 'stations', 'tokens', 'words'],
] as const;

/** Below `resources`, by the address. */
const FILES: readonly (readonly [path: string, file: string])[] = [
  ['/admin', 'hub/admin.html'],
  ['/admin/admin.css', 'hub/admin.css'],
  ['/admin/words.json', 'i18n/en/hub.json'],
  ...SCRIPTS.map((name) => [`/admin/${name}.js`, `hub/${name}.js`] as const),
];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** Its own files and nothing else: no script within the page, and nobody shows it in a page of theirs. */
const POLICY = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "connect-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

const OPEN = { open: true } as const satisfies Guarded;

export function addAdminPage(app: FastifyInstance): void {
  for (const [path, file] of FILES) {
    app.get(path, { config: OPEN }, async (_request, reply) =>
      reply
        .type(TYPES[extname(file)] ?? '')
        .header('content-security-policy', POLICY)
        .send(await readFile(join(resourcesFolder(), file))),
    );
  }
}

/** Looked for upwards from this file, which lies at different depths in the source and in a build. */
function resourcesFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const found = join(folder, 'resources');
    if (existsSync(join(found, 'hub', 'admin.html'))) return found;
    if (folder === dirname(folder)) {
      throw new SluiceError('internal', 'The page of the hub is missing from this Sluice. Install it again.');
    }
  }
}
