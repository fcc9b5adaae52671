import { mkdir, readdir, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { workspaceReportSchema } from '#contract/workspace-check.ts';
import { cliHome } from './support/cli.ts';
import { graphFile, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

it('checks a workspace: 0 when all is well, 3 when a file is lost', async () => {
  await using home = await cliHome();
  const workspace = ['--workspace', home.path('w')];
  await mkdir(home.path('photos'));
  await picture(home.path('photos'), 'one.png', 20);
  await home.run('run', await graphFile(home.folder, PICTURES), '--input', home.path('photos'), ...workspace);

  const sound = workspaceReportSchema.parse(await home.json('doctor', '--deep', ...workspace));
  expect(sound).toMatchObject({ deep: true, totals: { error: 0, warning: 0, note: 0 }, findings: [] });

  const [folder = ''] = await readdir(home.path('w', 'originals'));
  await rm(home.path('w', 'originals', folder), { recursive: true });
  const { code, stdout, stderr } = await home.run('doctor', ...workspace);
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(stdout).toMatch(/^files +1 +1$/m);
  expect(stdout).toMatch(
    /^error: originals\/.*\n {2}The file of one\.png is not there\.\n {2}Take the file/m,
  );

  const nowhere = await home.run('doctor', '--workspace', home.path('nowhere'));
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no workspace in') });
  expect(await home.run('doctor', '--deep')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--workspace'),
  });
});

it('leaves a workspace alone that another Sluice has, which checks it itself', async () => {
  await using home = await cliHome();
  const serving = home.start('serve', '--port', '0', '--workspace', home.path('w'), '--json');
  const { address, token } = JSON.parse(await serving.firstLine());
  const refused = await home.run('doctor', '--workspace', home.path('w'));
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('/call/workspaces.check') });
  const answer = await fetch(`${address}/call/workspaces.check`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const envelope = (await answer.json()) as { value: unknown };
  expect(workspaceReportSchema.parse(envelope.value).totals.error).toBe(0);
  await serving.end('SIGTERM');
});
