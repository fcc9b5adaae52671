/** A person opens a pack that came on a stick, labels, writes what was done, and the hub takes it. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { addPicture, createTeam, type Team, tokenOf } from '../engine/sync/support/sides.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot } from '../support/electron-app.ts';

const ADA = 'ada@example.com';
const box = {
  label: 'car',
  geometry: { type: 'box', left: 20, top: 20, right: 120, bottom: 90 },
  attributes: {},
} as const;

/** An engine with a workspace that has a task with one picture. */
async function openTask(team: Team, { workspace, task: name }: { workspace: string; task: string }) {
  const side = await team.open(workspace, 'lead@example.com');
  const { call } = side;
  const { id: projectId } = await call('projects.create', { name: 'Roads' });
  const { id: datasetId } = await call('datasets.create', { projectId, name: 'Day 1' });
  const size = { width: 320, height: 200, channels: 3, background: '#557799' } as const;
  const itemId = await addPicture(
    side,
    datasetId,
    'road.png',
    await sharp({ create: size }).png().toBuffer(),
  );
  const people = [{ person: ADA, load: 1 }];
  const { task } = await call('tasks.create', { projectId, datasetId, name, people });
  await expect.poll(async () => (await call('tasks.get', { taskId: task.id })).counts.total).toBe(1);
  return { ...side, itemId, taskId: task.id };
}

/** Drops a file on the window, as a file manager does. */
async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'dropped' });
    document.body.append(input);
  });
  await page.setInputFiles('#dropped', path);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#dropped');
    const dataTransfer = new DataTransfer();
    for (const file of input?.files ?? []) dataTransfer.items.add(file);
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    input?.remove();
  });
}

test('a pack is opened, labelled, and its work written and received', async ({ launch, folder }) => {
  const team = createTeam();
  const hub = await openTask(team, { workspace: 'hub', task: 'Label cars' });
  const pack = join(folder, 'week.sluicepack');
  const { fingerprint } = await hub.call('packs.make', {
    taskId: hub.taskId,
    person: ADA,
    count: 9,
    path: pack,
  });
  // Of its own the workspace has given something along, too.
  const before = await openTask(team, { workspace: 'before', task: 'Label signs' });
  await before.host.close();
  const app = await launch({ workspace: join(before.folder, 'workspace') });
  const { window: page } = app;
  const back = join(folder, 'week.return.sluicepack');
  const choose = (chosen: string) =>
    app.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    }, chosen);
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await choose(join(folder, 'signs.sluicepack'));
  await page.getByRole('combobox', { name: 'Task', exact: true }).click();
  await page.getByRole('option', { name: 'Label signs' }).click();
  await page.getByLabel('Person').fill(ADA);
  await page.getByRole('button', { name: 'Pack…' }).click();
  await expect(page.getByText('1 item is packed')).toBeVisible();
  const said = page.locator('.mantine-Notification-root');
  const close = async () => {
    for (const one of await said.getByRole('button').all()) await one.click();
    await expect(said).toHaveCount(0);
  };
  await close();
  await choose(pack);
  await page.getByRole('button', { name: 'Open a pack or outcome…' }).click();
  const row = page.getByRole('row', { name: /Label cars/ });
  await expect(row).toContainText(fingerprint);
  await expect(row.getByRole('button', { name: 'Write what was done…' })).toBeDisabled();

  await app.call('annotations.add', { itemId: hub.itemId, annotations: [box] });
  await app.call('tasks.setStatus', { taskId: hub.taskId, itemId: hub.itemId, status: 'completed' });
  await expect(page.locator('header').getByRole('button', { name: 'Queued (2)' })).toBeVisible();
  await choose(back);
  await row.getByRole('button', { name: 'Write what was done…' }).click();
  await expect(page.getByText('2 changes are written')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await shoot(page, `sync-packs-${colorScheme}`);
  }
  await close();
  await page
    .getByRole('row', { name: /Label signs/ })
    .getByRole('button', { name: 'End' })
    .click();
  await expect(page.getByRole('row', { name: /Label signs/ })).toContainText('Ended');

  const outcomePath = join(folder, 'week.outcome.sluicepack');
  expect(await hub.call('packs.receive', { path: back, outcomePath })).toMatchObject({
    changes: 2,
    conflicts: 0,
  });
  expect(await hub.call('annotations.list', { itemId: hub.itemId })).toMatchObject([
    { label: 'car', creator: ADA },
  ]);
  await drop(page, outcomePath);
  await expect(page.getByText('2 changes are settled')).toBeVisible();
  await expect(page.locator('header').getByRole('button', { name: 'On disk' })).toBeVisible();

  await team.close();
});

test('items of a task of the hub are taken along, and given back', async ({ launch, folder }) => {
  const team = createTeam();
  const hub = await openTask(team, { workspace: 'hub', task: 'Label cars' });
  const { address } = await hub.host.serve({ port: 0 });
  const token = await tokenOf(hub, ADA);
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const { id: remoteId } = await app.call('sync.connect', { address, credentials: { token } });
  const [there] = await app.call('sync.catalog', { remoteId });
  await app.call('sync.link', { remoteId, datasetIdThere: there?.datasets[0]?.idThere ?? '' });
  await app.call('sync.now', { remoteId });
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await page.getByRole('combobox', { name: 'Task', exact: true }).click();
  await page.getByRole('option', { name: 'Label cars' }).click();
  await page.getByRole('button', { name: 'Take along' }).click();
  await expect(page.getByText('1 item is yours to take along')).toBeVisible();
  const row = page.getByRole('row', { name: /Label cars/ });
  await expect(row).toContainText('All here');
  await expect(row).toContainText('1 of 1');
  expect((await app.call('items.get', { itemId: hub.itemId })).storage).toBe('stored');
  await row.scrollIntoViewIfNeeded();
  await shoot(page, 'sync-along');
  await row.getByRole('button', { name: 'Give back' }).click();
  await expect(row).toHaveCount(0);
  expect(await hub.call('packs.leases', {})).toMatchObject([{ person: ADA, endedAt: expect.any(Number) }]);
  await team.close();
});
