/** Storage in the settings: what takes space, freeing it, backup and restore, check and repair, in the real app. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Answers of the system's dialogs, which nobody could press here. */
async function answerDialogs({ app }: TestApp, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}

/** A workspace with the sample project, when nothing moves any more. */
async function sample(app: TestApp, workspace: string): Promise<void> {
  await app.call('workspaces.open', { path: workspace });
  await app.call('projects.createSample', { frames: 12 });
  await expect
    .poll(async () => await app.call('diagnostics.idle', {}), { timeout: 60_000 })
    .toMatchObject({ machineWork: 0, ingestBusy: false, waitingForPeople: 12 });
  await app.window.evaluate(() => {
    location.hash = '#/settings';
  });
}

test('a workspace is backed up into one file, damaged, repaired from it, and restored', async ({
  launch,
  folder,
}) => {
  const workspace = join(folder, 'work');
  const backup = join(folder, 'backup.tar');
  const app = await launch({ env: { HOME: folder } });
  const { window: page } = app;
  await sample(app, workspace);
  await answerDialogs(app, backup);
  await card(page, 'Backup').getByRole('button', { name: 'Back up…' }).click();
  await page.getByRole('menuitem', { name: 'Into one file…' }).click();
  await expect(page.getByText(`Backed up to ${backup}`)).toBeVisible({ timeout: 30_000 });
  expect(existsSync(backup)).toBe(true);

  const [frames = ''] = readdirSync(join(workspace, 'frames'));
  const [file = ''] = readdirSync(join(workspace, 'frames', frames));
  rmSync(join(workspace, 'frames', frames, file));
  const check = card(page, 'Check and repair');
  await check.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(check.getByRole('status')).toContainText('is not there');
  await shoot(page, 'settings-check');
  await check.getByRole('button', { name: 'Repair' }).click();
  await page.getByRole('menuitem', { name: 'With a backup in one file…' }).click();
  await expect(check.getByRole('status')).toContainText('taken from the backup');
  await check.getByRole('button', { name: 'Check every file' }).click();
  await expect(check.getByRole('status')).toContainText('Nothing is damaged.');

  await card(page, 'Backup').getByRole('button', { name: 'Restore from a backup…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore from a backup' });
  await dialog.getByRole('button', { name: 'File…' }).click();
  await expect(dialog.getByLabel('Backup')).toHaveValue(backup);
  const target = join(folder, 'restored');
  await dialog.getByLabel('Folder to make').fill(target);
  await dialog.getByRole('button', { name: 'Restore and open' }).click();
  await expect(page.getByText('The backup was restored.')).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await app.call('workspaces.current', {}))?.path).toBe(target);
  await expect(page.getByRole('banner').getByRole('button', { name: 'restored' })).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('what nothing refers to is shown and taken away', async ({ launch, folder }) => {
  const workspace = join(folder, 'work');
  const app = await launch({ env: { HOME: folder } });
  const { window: page } = app;
  await sample(app, workspace);
  const nobodys = join(workspace, 'originals', '00', `${'0'.repeat(64)}.png`);
  mkdirSync(join(nobodys, '..'), { recursive: true });
  writeFileSync(nobodys, 'x'.repeat(5_000_000));
  utimesSync(nobodys, new Date(0), new Date(0));
  const storage = card(page, 'Storage');
  await storage.getByRole('button', { name: 'Look again' }).click();
  await expect(storage).toContainText('1 file (5 MB) is referred to by nothing.');
  await shoot(page, 'settings-storage');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'settings-storage-dark');
  await storage.getByRole('button', { name: 'Free space' }).click();
  await expect(storage).toContainText('Everything is needed');
  expect(existsSync(nobodys)).toBe(false);
  await storage.getByRole('button', { name: 'Empty the trash' }).click();
  await expect(page.getByText('5 MB removed for good')).toBeVisible();
});

/** Breaks a table's first page, as a bad disk does, and makes the last end of the workspace an unclean one. */
function breakDatabase(workspace: string): void {
  const path = join(workspace, 'sluice.db');
  const script = `
    const db = require('better-sqlite3')(process.argv[1]);
    db.exec('UPDATE engine_run SET ended_at = NULL');
    const page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'picture_hash'").pluck().get();
    const size = db.pragma('page_size', { simple: true });
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const fs = require('node:fs');
    const file = fs.openSync(process.argv[1], 'r+');
    fs.writeSync(file, Buffer.alloc(size, 0xff), 0, size, (page - 1) * size);
    fs.closeSync(file);`;
  execFileSync(process.execPath, ['-e', script, path], { cwd: PROJECT_ROOT });
}

test('a workspace whose database is damaged is repaired from the start screen, and opens', async ({
  launch,
  folder,
}) => {
  const workspace = join(folder, 'work');
  const app = await launch({ env: { HOME: folder } });
  const { window: page } = app;
  await sample(app, workspace);
  await app.call('workspaces.close', {});
  breakDatabase(workspace);
  await page.evaluate(() => {
    location.hash = '#/';
  });

  const recent = page.getByRole('region', { name: 'Recent workspaces' });
  await recent.getByRole('button', { name: /^work/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'is damaged' });
  await expect(alert.getByRole('button', { name: 'Restore from a backup…' })).toBeVisible({
    timeout: 30_000,
  });
  await shoot(page, 'start-damaged');
  await alert.getByRole('button', { name: 'Repair…' }).click();
  await expect(page.getByRole('alert')).toContainText('rows were read into a new file', { timeout: 60_000 });
  await shoot(page, 'start-repaired');
  expect(readdirSync(join(workspace, 'backups')).some((name) => name.startsWith('repair-'))).toBe(true);
  await page.getByRole('alert').getByRole('button', { name: 'Open the workspace' }).click();
  await expect.poll(async () => (await app.call('workspaces.current', {}))?.path).toBe(workspace);
  expect(await app.call('diagnostics.idle', {})).toMatchObject({ waitingForPeople: 12 });
});
