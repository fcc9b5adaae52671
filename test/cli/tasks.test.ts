/** Tasks and assignments on the command line. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open } from '#contract/envelope.ts';
import type { CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { putItems } from '../engine/http/support/tasks.ts';
import { type CliHome, cliHome } from './support/cli.ts';

let home: CliHome;
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
  putItems({ folder: home.folder }, id, ['a.png', 'b.png', 'c.png']);
  await host.close();
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('a task is made, filled, handed on and deleted', async () => {
  const made = await json(
    'tasks',
    'create',
    'Check',
    '--dataset',
    'frames',
    '--limit',
    '2',
    '--person',
    'ann',
  );
  expect(made).toMatchObject({ name: 'Check', type: 'annotation', counts: { total: 2, open: 2 } });
  const added = await json('tasks', 'add', 'Check', '--filter', '{"name": "c.png"}', '--person', 'cyd');
  expect(added).toMatchObject({ status: 'success', done: 1 });
  const parts = await json('assignments', 'list', '--task', 'Check');
  type Part = { assignment: { id: string; person: string; items: number } };
  expect(parts.map(({ assignment }: Part) => [assignment.person, assignment.items])).toEqual([
    ['ann', 2],
    ['cyd', 1],
  ]);
  const set = ['assignments', 'set', parts[0].assignment.id, '{"metadata": {"shift": "night"}}'];
  expect(await json(...set)).toMatchObject({ assignment: { extra: { metadata: { shift: 'night' } } } });
  const moved = await json('assignments', 'reassign', parts[0].assignment.id, 'dan');
  expect(moved).toMatchObject({ status: 'success', reply: { toAssignment: expect.any(String) } });
  expect(await json('tasks', 'delete', 'Check')).toMatchObject({ status: 'success', done: 3 });
});

test('what does not fit is told', async () => {
  const args = ['create', 'Check', '--dataset', 'nowhere', '--workspace', home.path('workspace')];
  const { stderr } = await home.run('tasks', ...args);
  expect(stderr).toContain('There is no dataset "nowhere". Datasets in this workspace: "frames".');
});
