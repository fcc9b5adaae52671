/** An owner looks after a hub on its page: people, tokens, backups; in a browser's window, by keys and by mouse. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { expect, test } from '../support/app-test.ts';
import { accessProblems } from '../support/axe.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';

const LEAD = 'lead@example.com';
const PASSWORD = 'correct horse battery';

async function openHub(folder: string) {
  const host = createHost({
    ports: systemPorts({ logFile: null }),
    configDir: join(folder, 'hub-config'),
    packagedDir: null,
    version: '1.0.0',
  });
  const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> =>
    open(await host.call(name, input)) as CallOutput<N>;
  await call('workspaces.open', { path: join(folder, 'labels') });
  await call('users.add', { email: LEAD, role: 'owner', password: PASSWORD });
  await call('users.add', { email: 'grace@example.com', role: 'annotationManager', password: PASSWORD });
  await call('users.add', { email: 'linus@example.com', role: 'annotator' });
  await call('users.update', { email: 'linus@example.com', isDisabled: true });
  const { id: projectId } = await call('projects.create', { name: 'Roads' });
  for (const name of ['Day 1', 'Day 2', 'Night'])
    await call('datasets.create', { projectId, name, recipeId: null });
  const { address } = await host.serve({ port: 0 });
  const { token } = await call('api.createToken', {
    email: 'grace@example.com',
    role: 'annotator',
    seconds: 3600,
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ session: 'a'.repeat(20), number: 1, changes: [] });
  await fetch(`${address}/api/v1/hub/parcels`, { method: 'POST', headers, body });
  return { host, call, address };
}

/** A window as a browser's, beside the app's. */
async function browse({ app }: TestApp, address: string): Promise<Page> {
  const coming = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ width: 1240, height: 860, webPreferences: { partition: 'browser' } });
    void window.loadURL(url);
  }, address);
  const page = await coming;
  await page.waitForLoadState('load');
  return page;
}

/** Goes to a section; what the one before it showed is gone by then. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

test('an owner logs in, adds people, makes a backup, and logs out', async ({ launch, folder }) => {
  const hub = await openHub(folder);
  const app = await launch({
    workspace: join(folder, 'workspace'),
    expectedErrors: [/status of 401/, /status of 400/],
  });
  const page = await browse(app, `${hub.address}/admin`);
  await expect(page.getByLabel('E-mail address')).toBeFocused();
  await page.keyboard.type(LEAD);
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('password is wrong');
  await shoot(page, 'hub-log-in');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(page.getByText('Day 2')).toBeVisible();
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.getByText('Free on the disk')).toBeVisible();
  await shoot(page, 'hub-overview');
  expect(await accessProblems(page)).toEqual([]);

  await goTo(page, 'People');
  await page.getByLabel('E-mail address').fill('ada@example.com');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const secret = page.getByRole('dialog').locator('code');
  await expect(secret).toHaveText(/^(\w{5}-){3}\w{5}$/);
  const password = (await secret.textContent()) ?? '';
  await shoot(page, 'hub-password');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Role of ada@example.com').selectOption('developer');
  await expect(page.getByLabel('Role of ada@example.com')).toHaveValue('developer');
  await expect
    .poll(() => hub.call('users.list', {}))
    .toContainEqual(
      expect.objectContaining({ email: 'ada@example.com', role: 'developer', hasPassword: true }),
    );
  await expect(page.getByLabel(`Role of ${LEAD}`)).toBeDisabled();
  await shoot(page, 'hub-people');
  expect(await accessProblems(page)).toEqual([]);

  await page
    .getByRole('row', { name: /ada@example/ })
    .getByRole('button', { name: 'Disable' })
    .click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('row', { name: /ada@example/ })).toContainText('disabled');
  const refused = await fetch(`${hub.address}/token?default`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'user_credentials', username: 'ada@example.com', password }),
  });
  expect(refused.status).toBe(401);

  await goTo(page, 'Tokens');
  await page.getByLabel('Whose it is').fill('bot@example.com');
  await page.getByRole('button', { name: 'Make', exact: true }).click();
  await expect(page.getByRole('dialog').locator('code')).toContainText('.');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Take back the token of bot@example.com' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByRole('cell', { name: 'bot@example.com', exact: true })).toHaveCount(0);
  await shoot(page, 'hub-tokens');

  await goTo(page, 'Workstations');
  await expect(page.getByRole('cell', { name: 'grace@example.com', exact: true })).toBeVisible();
  await shoot(page, 'hub-workstations');

  await goTo(page, 'Backups');
  await page.getByLabel('Folder on the hub').fill('relative');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('not a full path');
  await page.getByLabel('Folder on the hub').fill(join(folder, 'shelf'));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Saved');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByRole('status')).toContainText('made and checked: labels-');
  await shoot(page, 'hub-backups');
  expect(await accessProblems(page)).toEqual([]);

  await goTo(page, 'Log');
  await expect(page.getByText('POST /call/backups.make')).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'hub-log-dark');
  await goTo(page, 'People');
  await expect(page.getByLabel('Role of ada@example.com')).toBeVisible();
  await shoot(page, 'hub-people-dark');
  expect(await accessProblems(page, 'colours')).toEqual([]);

  await app.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.getTitle().endsWith('Sluice hub')) window.setSize(560, 760);
  });
  await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThan(600);
  await shoot(page, 'hub-narrow');
  // Tables are scrolled by themselves: the page is not wider than its window.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  expect((await hub.call('api.tokens', {})).filter(({ isLogin }) => isLogin)).toEqual([]);
  await hub.host.close();
});
