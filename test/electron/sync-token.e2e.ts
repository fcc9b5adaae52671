/** Where the app keeps the token of a hub, and that it finds it there again. Runs with a key store and without one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestApp } from '#test/support/electron-app.ts';
import { addDataset, createTeam, tokenOf } from '../engine/sync/support/sides.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

/** A desktop that runs names its keyring; a bare display has none. */
const switches = process.env['GNOME_KEYRING_CONTROL'] ? ['--password-store=gnome-libsecret'] : [];

const hasKeyStore = async ({ app }: TestApp) =>
  await app.evaluate(
    ({ safeStorage }) =>
      safeStorage.isEncryptionAvailable() &&
      (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
  );

test('a token is kept in the key store where there is one, and used again after a restart', async ({
  launch,
  folder,
}) => {
  const team = createTeam();
  const hub = await team.open('hub', 'lead@example.com');
  const { address } = await hub.host.serve({ port: 0 });
  await addDataset(hub);
  const token = await tokenOf(hub, 'ada@example.com');
  const options = { workspace: join(folder, 'workspace'), userData: join(folder, 'app'), switches };

  const first = await launch(options);
  const keyStore = await hasKeyStore(first);
  await first.window.getByRole('link', { name: 'Sync', exact: true }).click();
  await first.window.getByLabel('Address').fill(address);
  await first.window.getByLabel('Token', { exact: true }).last().fill(token);
  await first.window.getByRole('button', { name: 'Connect', exact: true }).click();
  const said = keyStore ? "token in the system's key store" : 'token in a file that only you can read';
  await expect(first.window.getByText(said)).toBeVisible();
  await expect(first.window.getByText('In step', { exact: true })).toBeVisible();
  await shoot(first.window, `sync-token-${keyStore ? 'key-store' : 'file'}`);
  const kept = ['secrets.json', 'secrets-sealed.json'].map((name) => join(folder, 'app', name));
  const texts = kept.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''));
  expect(texts.join().includes(token)).toBe(!keyStore);
  await first.close();

  const again = await launch(options);
  await again.window.getByRole('link', { name: 'Sync', exact: true }).click();
  await expect(again.window.getByText('In step', { exact: true })).toBeVisible();
  await expect(again.window.getByText(said)).toBeVisible();
  await team.close();
});
