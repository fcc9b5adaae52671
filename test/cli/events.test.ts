import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#sdk/index.ts';
import { type CliHome, cliHome } from './support/cli.ts';

let home: CliHome;
let place: { readonly address: string; readonly token: string };

beforeAll(async () => {
  home = await cliHome();
  place = JSON.parse(await home.start('serve', '--workspace', home.path('w'), '--json').firstLine());
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('what happens is told line by line, of what is asked for, until it is ended', async () => {
  const session = connect({ url: place.address, token: place.token });
  const [project, other] = [await session.projects.create('P'), await session.projects.create('Q')];
  const where = ['--url', place.address, '--token', place.token];
  const events = home.start('events', ...where, '--type', 'dataset', '--project', project.id, '--json');
  const { stderr } = events.process;
  if (!stderr) throw new Error('it has no standard error');
  for await (const line of createInterface({ input: stderr })) if (line.includes('following')) break;
  await other.datasets.create('D');
  const { id } = await project.datasets.create('D');
  const told = JSON.parse(await events.firstLine());
  expect(told).toMatchObject({ event: 'dataset.created', id, projectId: project.id });
  expect((await events.end('SIGINT')).code).toBe(0);
});

test.each([
  ['a token that is none', () => ['--url', place.address, '--token', 'none']],
  ['an address that is none', () => ['--url', 'nowhere', '--token', 'none']],
  ['no token', () => ['--url', place.address]],
])('%s is refused in one line', async (_what, args) => {
  const { code, stdout, stderr } = await home.run('events', ...args());
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^sluice: [^\n]+\n$/);
});
