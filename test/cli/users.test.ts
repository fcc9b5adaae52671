import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { type CliHome, cliHome } from './support/cli.ts';

let home: CliHome;
beforeAll(async () => {
  home = await cliHome();
});
afterAll(async () => await home[Symbol.asyncDispose]());

const EVE = 'eve@example.com';

test('somebody is added while a server runs, logs in, gets another role, is shut out and let in again', async () => {
  const server = home.start('serve', '--workspace', home.path('w'), '--json');
  const { address } = JSON.parse(await server.firstLine());
  const made = (await home.json('users', 'add', EVE, '--role', 'developer')) as { password: string };
  expect(made).toMatchObject({ email: EVE, role: 'developer', hasPassword: true });
  const logIn = async (password: string) =>
    await fetch(`${address}/token?default`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'user_credentials', username: EVE, password }),
    });
  expect((await logIn(made.password)).status).toBe(200);
  expect(await home.json('users', 'set', EVE, '--role', 'owner')).toMatchObject({ role: 'owner' });
  expect(await home.json('users', 'disable', EVE)).toMatchObject({ isDisabled: true });
  expect((await logIn(made.password)).status).toBe(401);
  expect(await home.json('users', 'enable', EVE)).toMatchObject({ isDisabled: false });
  const [listed] = (await home.json('users', 'list')) as { logins: number; seen: unknown }[];
  expect(listed).toMatchObject({ email: EVE, logins: 1 });
  expect(await home.json('users', 'revoke', EVE)).toEqual({ email: EVE, revoked: 1 });
  expect((await server.end('SIGTERM')).code).toBe(0);
}, 60_000);

test('a password comes from standard input, and one that will not do is refused', async () => {
  const script = join(PROJECT_ROOT, 'main', 'cli', 'sluice.ts');
  const give = (input: string) =>
    spawnSync(process.execPath, [script, 'users', 'password', EVE, '--password-stdin', '--json'], {
      input,
      encoding: 'utf8',
      env: home.env,
    });
  expect(JSON.parse(give('a good long password\n').stdout)).not.toHaveProperty('password');
  const short = give('short\n');
  expect([short.status, short.stderr]).toEqual([2, expect.stringContaining('10 characters')]);
  expect((await home.run('users', 'set', 'nobody@example.com', '--role', 'owner')).code).not.toBe(0);
});
