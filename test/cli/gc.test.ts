import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { collectedSchema } from '#contract/storage.ts';
import { cliHome } from './support/cli.ts';
import { graphFile, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

it('takes away what nothing refers to, and says so before', async () => {
  await using home = await cliHome();
  const workspace = ['--workspace', home.path('w')];
  await mkdir(home.path('photos'));
  await picture(home.path('photos'), 'one.png', 20);
  await home.run('run', await graphFile(home.folder, PICTURES), '--input', home.path('photos'), ...workspace);
  const name = `${'0'.repeat(64)}.png`;
  await mkdir(home.path('w', 'originals', '00'), { recursive: true });
  const nobodys = home.path('w', 'originals', '00', name);
  await writeFile(nobodys, 'x');

  expect(collectedSchema.parse(await home.json('gc', ...workspace))).toMatchObject({ young: { files: 1 } });
  await utimes(nobodys, new Date(0), new Date(0));
  const dry = await home.run('gc', '--dry-run', ...workspace);
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toContain(`1 file (0.0 MB) that nothing refers to would be moved`);
  expect(dry.stdout).toContain(`originals/00/${name}`);
  expect(await readdir(home.path('w', 'originals', '00'))).toEqual([name]);
  const done = await home.json('gc', '--empty-trash', ...workspace);
  expect(done).toMatchObject({ moved: { files: 1 }, removed: { files: 1 }, dryRun: false });
  expect(await home.json('doctor', '--deep', ...workspace)).toMatchObject({ findings: [] });
});
