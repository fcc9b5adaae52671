/** A person sees the pictures of a linked dataset before its files are here, and then has all of them brought. */
import { join } from 'node:path';
import sharp from 'sharp';
import { addDataset, addPicture, createTeam, tokenOf } from '../engine/sync/support/sides.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

test('all files of a dataset are kept here when a person wants that', async ({ launch, folder }) => {
  const team = createTeam();
  const hub = await team.open('hub', 'lead@example.com');
  const { address } = await hub.host.serve({ port: 0 });
  const { datasetId } = await addDataset(hub);
  for (const [at, background] of ['#557799', '#997755', '#779955'].entries()) {
    const size = { width: 320, height: 200, channels: 3, background } as const;
    await addPicture(hub, datasetId, `road ${at + 1}.png`, await sharp({ create: size }).png().toBuffer());
  }
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByLabel('Address').fill(address);
  await page
    .getByLabel('Token', { exact: true })
    .last()
    .fill(await tokenOf(hub, 'ada@example.com'));
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('button', { name: 'Link Frames' }).click();
  await expect(page.getByText('4 not here yet')).toBeVisible();
  await shoot(page, 'sync-files-away');

  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await expect(page.getByText('road 3.png')).toBeVisible();
  const shown = () =>
    page
      .locator('main img')
      .evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length);
  await expect.poll(shown).toBe(4);
  await shoot(page, 'sync-files-grid');
  const storages = async () =>
    (await app.call('items.list', { datasetId })).items.map(({ storage }) => storage);
  expect(new Set(await storages())).toEqual(new Set(['remote']));

  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByLabel('Keep all files of Frames here').check({ force: true });
  await expect(page.getByText('all here')).toBeVisible();
  expect(new Set(await storages())).toEqual(new Set(['stored']));
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'sync-files-here-dark');
  await team.close();
});
