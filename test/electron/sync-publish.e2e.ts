/** A person puts a dataset of theirs at the hub. */
import { join } from 'node:path';
import { addPicture, createTeam } from '../engine/sync/support/sides.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

test('a dataset of this workspace is published to a hub', async ({ launch }) => {
  const team = createTeam();
  const hub = await team.open('hub', 'lead@example.com');
  const { address } = await hub.host.serve({ port: 0 });
  const made = { email: 'ada@example.com', role: 'developer', seconds: 3600 } as const;
  const { token } = await hub.call('api.createToken', made);
  const before = await team.open('before', 'ada@example.com');
  const { id: projectId } = await before.call('projects.create', { name: 'Roads' });
  const day = { projectId, name: 'Day 1', createRecipe: true };
  await addPicture(before, (await before.call('datasets.create', day)).id, 'a.png');
  await before.host.close();
  const { window: page } = await launch({ workspace: join(before.folder, 'workspace') });

  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByLabel('Address').fill(address);
  await page.getByLabel('Token', { exact: true }).last().fill(token);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('combobox', { name: 'Dataset of this project' }).click();
  await page.getByRole('option', { name: 'Day 1' }).click();
  await shoot(page, 'sync-publish');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'sync-publish-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Unlink Day 1' })).toBeVisible();
  const there = async () => {
    const [project] = await hub.call('projects.list', {});
    return project ? await hub.call('datasets.list', { projectId: project.id }) : [];
  };
  await expect.poll(there, { timeout: 15_000 }).toMatchObject([{ name: 'Day 1', itemCount: 1 }]);
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /^Roads Day 1 1 / })).toBeVisible();
  await shoot(page, 'sync-published');
  await team.close();
});
