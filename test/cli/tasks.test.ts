/** Tasks and assignments on the command line. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open } from '#contract/envelope.ts';
import type { CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { putItems } from '../engine/http/support/tasks.ts';
import { type CliHome, cliHome } from './support/cli.ts';

let home: CliHome;
let items: string[];
const json = async (...args: string[]): Promise<ReturnType<typeof JSON.parse>> =>
  await home.json(...args, '--workspace', home.path('workspace'));

beforeAll(async () => {
  home = await cliHome();
  const ports = systemPorts({ logFile: null });
  const host = createHost({ ports, configDir: home.path('config'), packagedDir: null, version: '1' });
  const call = async <N extends CallName>(name: N, input: unknown) =>
    open(await host.call(name, input)) as CallOutput<N>;
  await call('workspaces.open', { path: home.path('workspace') });
  const { id: projectId } = await call('projects.create', { name: 'p' });
  const { id } = await call('datasets.create', { projectId, name: 'frames' });
  items = putItems({ folder: home.folder }, id, ['a.png', 'b.png', 'c.png']);
  await host.close();
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('a task is made, filled, changed, decided on, handed on and deleted', async () => {
  const [first = ''] = items;
  const people = ['--person', 'ann@example.com', '--person', 'bob@example.com'];
  const made = await json('tasks', 'create', 'Check', '--dataset', 'frames', '--limit', '2', ...people);
  expect(made).toMatchObject({ name: 'Check', type: 'annotation', counts: { total: 2, open: 2 } });
  const added = await json('tasks', 'add', 'Check', '--filter', '{"name": "c.png"}', '--person', 'cyd@example.com');
  expect(added).toMatchObject({ status: 'success', done: 1 });
  expect(await json('tasks', 'update', 'Check', '--actions', 'completed,unclear')).toMatchObject({
    actions: ['completed', 'unclear'],
  });
  expect(await json('tasks', 'status', 'Check', first, 'unclear')).toMatchObject({ status: 'unclear' });
  expect(await json('tasks', 'clear', 'Check', first)).toMatchObject({ status: null, state: 'open' });
  const parts = await json('assignments', 'list', '--task', 'Check');
  expect(parts.map((one: { assignment: { items: number } }) => one.assignment.items)).toEqual([1, 1, 1]);
  const { id } = parts[0].assignment;
  expect(await json('assignments', 'reassign', id, 'dan@example.com')).toMatchObject({ status: 'success' });
  expect(await json('assignments', 'show', id)).toMatchObject({ assignment: { items: 0 } });
  expect(await json('tasks', 'remove', 'Check', '--filter', '{"name": "c.png"}')).toMatchObject({ done: 1 });
  expect(await json('tasks', 'delete', 'Check')).toMatchObject({ status: 'success' });
  expect(await json('tasks', 'list')).toEqual([]);
});

test('what does not fit is told', async () => {
  const at = ['--workspace', join(home.folder, 'workspace')];
  const dataset = await home.run('tasks', 'create', 'Check', '--dataset', 'nowhere', ...at);
  expect(dataset.stderr).toContain('There is no dataset "nowhere". Datasets in this workspace: "frames".');
  const person = await home.run('tasks', 'add', 'Check', '--filter', '{}', '--person', 'ann=none', ...at);
  expect(person.stderr).toContain('PERSON=SHARE');
});
