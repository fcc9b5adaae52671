import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findNpm, npmFetcher } from '#dev/runtime/npm.ts';
import { tempFolder } from './support/temp.ts';

describe('which npm is run', () => {
  test('the one that runs the script', () => {
    const npm = findNpm({ npm_execpath: '/usr/lib/node_modules/npm/bin/npm-cli.js' });
    expect(npm).toEqual({ command: process.execPath, args: ['/usr/lib/node_modules/npm/bin/npm-cli.js'] });
  });

  test('the one on the PATH under another package manager or none', () => {
    expect(findNpm({ npm_execpath: '/usr/lib/yarn/bin/yarn.js' })).toEqual({ command: 'npm', args: [] });
    expect(findNpm({})).toEqual({ command: 'npm', args: [] });
  });
});

/** Stands in for npm: it records its arguments and then does what the script says. */
async function fakeNpm(
  script: string,
): Promise<{ root: string; folder: string; fetch: ReturnType<typeof npmFetcher> }> {
  const root = await tempFolder();
  const folder = join(root, 'download');
  await mkdir(folder);
  await writeFile(join(root, 'npm.cjs'), script);
  const npm = { command: process.execPath, args: [join(root, 'npm.cjs')] };
  return { root, folder, fetch: npmFetcher(npm, { ...process.env, npm_config_probe: 'yes' }, root) };
}

describe('fetching with npm pack', () => {
  test('asks by name and version, in the project, with the settings in the environment', async () => {
    const { root, folder, fetch } = await fakeNpm(`
      const { writeFileSync } = require('node:fs');
      const args = process.argv.slice(2);
      const told = { args, cwd: process.cwd(), probe: process.env.npm_config_probe };
      writeFileSync(args[args.indexOf('--pack-destination') + 1] + '/someone-app-1.2.3.tgz', JSON.stringify(told));`);
    const path = await fetch({ spec: '@someone/app@1.2.3', folder, received: () => undefined });
    expect(path).toBe(join(folder, 'someone-app-1.2.3.tgz'));
    const told: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(told).toMatchObject({ cwd: root, probe: 'yes' });
    expect(told).toHaveProperty('args', [
      'pack',
      '@someone/app@1.2.3',
      '--pack-destination',
      folder,
      '--loglevel=error',
      '--dry-run=false',
      '--ignore-scripts',
    ]);
  });

  test('tells the reason npm gives, and what to check', async () => {
    const { folder, fetch } = await fakeNpm(`
      console.error('npm error code E404');
      console.error('npm error 404 Not Found - GET https://registry.example/app.');
      process.exit(1);`);
    const start = fetch({ spec: '@someone/app@1.2.3', folder, received: () => undefined });
    await expect(start).rejects.toThrow(
      'npm could not fetch @someone/app@1.2.3: 404 Not Found - GET https://registry.example/app. Check the network',
    );
  });

  test('does not take success without a file for success', async () => {
    const { folder, fetch } = await fakeNpm('');
    const start = fetch({ spec: 'app@1', folder, received: () => undefined });
    await expect(start).rejects.toThrow(/npm ended without a reason/);
  });

  test('names a missing npm', async () => {
    const root = await tempFolder();
    const fetch = npmFetcher({ command: join(root, 'npm'), args: [] }, process.env, root);
    const start = fetch({ spec: 'app@1', folder: root, received: () => undefined });
    await expect(start).rejects.toThrow(/could not fetch app@1: spawn .*ENOENT/);
  });
});
