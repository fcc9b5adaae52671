/** The application menu does what the page does by its own keys. */
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '../support/app-test.ts';

/** Chooses a menu item by the words on it. */
async function choose(app: ElectronApplication, label: string): Promise<void> {
  const found = await app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    const item = items.find((candidate) => candidate.label === wanted);
    item?.click();
    return item !== undefined;
  }, label);
  expect(found, label).toBe(true);
}

test('goes to screens and opens the list of commands', async ({ launch }) => {
  const { app, window: page } = await launch();
  await choose(app, 'Settings');
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/settings');
  await choose(app, 'Home');
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/home');
  await choose(app, 'Commands…');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('home');
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('home');
  await choose(app, 'Undo');
  await expect(page.getByRole('dialog').getByRole('textbox')).not.toHaveValue('home');
});

test('opens and closes a workspace', async ({ launch, folder }) => {
  const path = join(folder, 'chosen');
  const app = await launch();
  await app.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  await choose(app.app, 'Open workspace…');
  await expect.poll(async () => (await app.call('workspaces.current', {}))?.path).toBe(path);
  expect(await app.call('dialogs.chooseFolder', { title: 'Which?' })).toEqual({ path });
  expect(await app.call('dialogs.chooseFiles', { title: 'Which?' })).toEqual({ paths: [path] });
  await choose(app.app, 'Close workspace');
  await expect.poll(async () => await app.call('workspaces.current', {})).toBeNull();
});
