/** Links from outside, while the app runs: a second start hands its link over and ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { expect, test } from '../support/app-test.ts';

test('a second start with a link shows its place in the window that is open', async ({ launch, folder }) => {
  const app = await launch();
  const { window: page } = app;
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const { pipelineId } = await app.call('projects.setUp', { name: 'Flow' });
  // Another project is open: the link leads to that of the pipeline.
  await app.call('projects.setUp', { name: 'Other' });

  const env = await app.app.evaluate(() => ({ ...process.env }) as Record<string, string>);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(
    app.app.process().spawnfile,
    [...sandbox, PROJECT_ROOT, `sluice://pipelines/${pipelineId}`],
    { env, stdio: 'ignore' },
  );
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain(`/pipelines/${pipelineId}`);
  await expect(page.getByRole('button', { name: 'Flow' })).toBeVisible();
});
