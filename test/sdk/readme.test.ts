/** The blocks of the SDK's README, one after the other as one script, in a Node of their own against a real server. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Installed, install } from './support/package.ts';
import { type Served, serve } from './support/server.ts';

const README = resolve(import.meta.dirname, '..', '..', 'main', 'sdk', 'README.md');

let served: Served;
let installed: Installed;
let blocks: readonly string[];
beforeAll(async () => {
  [served, installed] = await Promise.all([serve(), install()]);
  blocks = [...(await readFile(README, 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, block = '']) => block,
  );
});
afterAll(async () => await Promise.all([served.close(), installed.remove()]));

test('the package is plain modules that need no other package', async () => {
  const built = await readFile(
    join(installed.folder, 'node_modules', 'sluice', 'out', 'sdk', 'index.js'),
    'utf8',
  );
  const imported = [...built.matchAll(/^import .*?from ["'](.*?)["']/gm)].map(([, name]) => name);
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
});

test('every block fits the types that the package ships', async () => {
  const { code, stdout } = await installed.check(blocks.join('\n'));
  expect(stdout).toBe('');
  expect(code).toBe(0);
});

test('every block runs', async () => {
  const script = blocks.map((block, at) => `${block}\nconsole.log('block ${at} has run');\n`).join('\n');
  const { code, stdout, stderr } = await installed.run(script, {
    SLUICE_URL: served.url,
    SLUICE_TOKEN: served.api.token,
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout.match(/^block \d+ has run$/gm)).toEqual(blocks.map((_block, at) => `block ${at} has run`));
  expect(stdout).toContain("Project(id='");
  expect(served.api.logged).toEqual([]);
});
