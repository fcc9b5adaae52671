/** A person compares the certificate of a hub, trusts it, and is asked again when the hub shows another. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { addDataset, createTeam, tokenOf } from '../engine/sync/support/sides.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

test('a hub is trusted by its fingerprint, and anew when it shows another', async ({ launch, folder }) => {
  const team = createTeam();
  let hub = await team.open('hub', 'lead@example.com');
  const { port, fingerprint } = await hub.host.serve({ host: '0.0.0.0', port: 0 });
  await addDataset(hub);
  const token = await tokenOf(hub, 'ada@example.com');
  const { window: page } = await launch({ workspace: join(folder, 'workspace') });

  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByLabel('Address').fill(`https://127.0.0.1:${port}`);
  await page.getByLabel('Token', { exact: true }).last().fill(token);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const note = page.getByRole('region', { name: 'Certificate of the hub' });
  await expect(note).toContainText(fingerprint ?? 'none');
  await shoot(page, 'sync-certificate');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'sync-certificate-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await note.getByRole('button', { name: 'Trust this hub' }).click();
  await expect(page.getByText('In step', { exact: true })).toBeVisible();
  await expect(page.getByText('certificate trusted by you')).toBeVisible();
  await page.getByRole('button', { name: 'Link Frames' }).click();
  await expect(page.getByRole('link', { name: 'Open', exact: true })).toBeVisible();

  await hub.host.close();
  rmSync(join(hub.folder, 'config', 'api', 'tls-cert.pem'));
  hub = await team.open('hub', 'lead@example.com');
  const again = await hub.host.serve({ host: '0.0.0.0', port });
  expect(again.fingerprint).not.toBe(fingerprint);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(note).toContainText(again.fingerprint ?? 'none');
  await shoot(page, 'sync-certificate-changed');
  await note.getByRole('button', { name: 'Trust this hub' }).click();
  await expect(page.getByText('In step', { exact: true })).toBeVisible();
  await team.close();
});
