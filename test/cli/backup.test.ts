import { mkdir, readdir, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { workspaceReportSchema } from '#contract/workspace-check.ts';
import { cliHome } from './support/cli.ts';
import { graphFile, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

it('backs a workspace up and brings it back, with what waits in its tasks', async () => {
  await using home = await cliHome();
  const workspace = ['--workspace', home.path('w')];
  await mkdir(home.path('photos'));
  await picture(home.path('photos'), 'one.png', 20);
  await home.run('run', await graphFile(home.folder, PICTURES), '--input', home.path('photos'), ...workspace);
  const tasks = await home.json('tasks', 'list', ...workspace);

  const report = workspaceReportSchema.parse(await home.json('backup', 'w', 'backups/monday'));
  expect(report).toMatchObject({ path: home.path('backups', 'monday'), totals: { error: 0 }, findings: [] });
  expect(await readdir(home.path('backups'))).toEqual(['monday']);
  const again = await home.run('backup', 'w', 'backups/monday');
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('not there yet') });

  await rm(home.path('w'), { recursive: true });
  const restored = await home.run('restore', 'backups/monday', 'w');
  expect(restored).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('Nothing is damaged'),
  });
  expect(await home.json('tasks', 'list', ...workspace)).toEqual(tasks);

  await rm(home.path('backups', 'monday', 'originals'), { recursive: true });
  const partly = await home.run('restore', 'backups/monday', 'partly');
  expect(partly).toMatchObject({ code: 3, stdout: expect.stringContaining('one.png is not there') });
});

it("backs up what a hub serves meanwhile, to a place of one's own and to that of its plan", async () => {
  await using home = await cliHome();
  const tls = ['--host', '0.0.0.0', '--backup-to', home.path('shelf'), '--backup-keep', '2'];
  const server = home.start('serve', '--workspace', home.path('w'), ...tls, '--json');
  expect(JSON.parse(await server.firstLine()).address).toMatch(/^https:/);
  expect(await home.json('backup', 'w', 'monday')).toMatchObject({ totals: { error: 0 } });
  const made = (await home.json('backup', 'w')) as { name: string; path: string };
  expect(made).toMatchObject({ errors: 0, path: home.path('shelf', made.name) });
  expect(await readdir(home.path('shelf'))).toEqual([made.name]);
  expect((await server.end('SIGTERM')).code).toBe(0);
  // The plan stays with the workspace.
  expect(await home.json('backup', 'w')).toMatchObject({ errors: 0 });
  expect(await readdir(home.path('shelf'))).toHaveLength(2);
  expect((await home.run('backup', 'fresh')).stderr).toContain('no folder for backups yet');
}, 60_000);
