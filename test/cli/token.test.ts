import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHome, cliHome } from './support/cli.ts';

let home: CliHome;
beforeAll(async () => {
  home = await cliHome();
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('a token is made, opens the API of a server that runs already, is listed, and is taken back', async () => {
  const server = home.start('serve', '--workspace', home.path('w'), '--json');
  const { address } = JSON.parse(await server.firstLine());
  const made = (await home.json(
    'token',
    '--email',
    'eve@example.com',
    '--role',
    'annotator',
    '--expires',
    '2h',
  )) as {
    id: string;
    token: string;
    createdAt: number;
    expiresAt: number;
  };
  expect(made.expiresAt - made.createdAt).toBe(2 * 3_600_000);
  const me = async () =>
    await fetch(`${address}/api/v1/users/me`, { headers: { authorization: `Bearer ${made.token}` } });
  expect(await (await me()).json()).toMatchObject({ email: 'eve@example.com', role: 'annotator' });
  expect(await home.json('token', 'list')).toContainEqual(
    expect.objectContaining({ id: made.id, email: 'eve@example.com', role: 'annotator' }),
  );
  expect(await home.json('token', 'revoke', made.id)).toEqual({ id: made.id, revoked: true });
  expect((await me()).status).toBe(401);
  expect((await server.end('SIGTERM')).code).toBe(0);
  // The token of that start has ended with it.
  expect(await home.json('token', 'list')).toEqual([]);
});

test.each([
  [['--role', 'king'], '--role'],
  [['--expires', 'soon'], '--expires'],
  [['--expires', '1m'], '--expires'],
  [['revoke', '../secret'], 'id'],
  [['revoke', '0'.repeat(24)], '0'.repeat(24)],
])('%j is refused by its name', async (args, named) => {
  const { code, stdout, stderr } = await home.run('token', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(named);
});
