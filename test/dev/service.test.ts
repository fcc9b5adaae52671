/** What comes with Sluice to run a hub as a service: each path, command and option that it names is there. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '#cli/program.ts';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { type CliHome, cliHome } from '../cli/support/cli.ts';

const FOLDER = join(PROJECT_ROOT, 'resources', 'service');
const unit = readFileSync(join(FOLDER, 'sluice.service'), 'utf8');
const container = readFileSync(join(FOLDER, 'Containerfile'), 'utf8');
/** Where both have it. */
const INSTALLED = '/opt/sluice';

/** What "serve" does not know of these words. */
function unknownIn(words: readonly string[]): string[] {
  const serve = createProgram(async () => undefined).commands.find((one) => one.name() === 'serve');
  const known = serve?.options.map(({ long }) => long) ?? [];
  return words.filter((word) => word.startsWith('--') && !known.includes(word));
}

/** In the source tree, or made by the build of a target. */
const isThere = (path: string) =>
  existsSync(join(PROJECT_ROOT, path)) || path === 'node_modules' || /^out\/cli(\/sluice\.js)?$/.test(path);

describe('the unit', () => {
  const valuesOf = (name: string) =>
    [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

  test('starts what there is, with options that there are', () => {
    const [node, script = '', command, ...options] = valuesOf('ExecStart')[0]?.split(' ') ?? [];
    expect([node, command]).toEqual(['/usr/bin/node', 'serve']);
    expect(isThere(script.replace(`${INSTALLED}/`, ''))).toBe(true);
    expect(options).toContain('--no-token');
    expect(unknownIn([...options, ...(/SLUICE_SERVE=(.*)/.exec(unit)?.[1]?.split(' ') ?? [])])).toEqual([]);
    expect(isThere(valuesOf('Documentation')[0]?.replace(`file:${INSTALLED}/`, '') ?? '')).toBe(true);
  });

  test('shuts it in, and lets it end in order', () => {
    const wanted = { NoNewPrivileges: 'yes', ProtectSystem: 'strict', User: 'sluice', Restart: 'on-failure' };
    for (const [name, value] of Object.entries(wanted)) expect(valuesOf(name)).toEqual([value]);
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThanOrEqual(60);
  });

  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.skipIf(!analyze)('is what systemd understands', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-unit-'));
    try {
      // With a program that this computer has in the place of the one that is to be installed.
      const here = unit.replace('/usr/bin/node', process.execPath).replace(/^(User|Group)=.*$/gm, '');
      writeFileSync(join(folder, 'sluice.service'), here);
      const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, 'sluice.service')], {
        encoding: 'utf8',
      });
      expect((stdout + stderr).split('\n').filter((line) => line.includes('sluice.service'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the container', () => {
  test('copies what there is', () => {
    const copied = [...container.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' ').map((path) => path.replace(`${INSTALLED}/`, '')),
    );
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !isThere(path))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
    for (const [, script = ''] of container.matchAll(/npm run (\w+)/g))
      expect(scripts).toHaveProperty(script);
  });

  test('is nobody with rights, and starts what there is', () => {
    const list = (name: string) =>
      JSON.parse(new RegExp(`^${name}.* ?(\\[.*\\])$`, 'm').exec(container)?.[1] ?? '[]') as string[];
    expect(container).toMatch(/^USER node$/m);
    expect(container).toMatch(/^VOLUME \/data$/m);
    expect(container).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect([list('ENTRYPOINT')[0], list('CMD')[0]]).toEqual(['node', 'serve']);
    expect(
      unknownIn([...list('CMD'), ...container.split(/\s+/).filter((word) => word === '--backup-to')]),
    ).toEqual([]);
    for (const [, script = ''] of [list('ENTRYPOINT'), list('HEALTHCHECK')])
      expect(isThere(script)).toBe(true);
  });
});

describe('started as a service', () => {
  let home: CliHome;
  beforeAll(async () => {
    home = await cliHome();
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  const health = (port: number) => spawnSync(process.execPath, [join(FOLDER, 'health.js'), String(port)]);

  test('it tells no token, answers for its health, and ends in order', async () => {
    const options = ['--host', '0.0.0.0', '--port', '0', '--no-token', '--json'];
    const server = home.start('serve', '--workspace', home.path('w'), ...options);
    const told = JSON.parse(await server.firstLine());
    expect(Object.keys(told).toSorted()).toEqual(['address', 'fingerprint', 'pid', 'workspace']);
    expect(await home.json('token', 'list')).toEqual([]);
    const port = Number(new URL(told.address).port);
    expect(health(port).status).toBe(0);
    expect((await server.end('SIGTERM')).code).toBe(0);
    const gone = health(port);
    expect([gone.status, String(gone.stderr)]).toEqual([1, expect.stringContaining('does not answer')]);
  }, 60_000);
});
