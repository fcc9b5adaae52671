/** The life of a pipeline in the real app: drawn, lost and found, compared, installed, paused, exported, opened by a link. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-test.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';

const go = (page: Page, place: string) => page.evaluate((hash) => location.assign(hash), place);
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const dialog = (page: Page) => page.getByRole('dialog');

/** A node of the graph on the canvas. */
const card = (page: Page, name: string) => page.getByLabel(`Node ${name}`, { exact: true });

/** Answers the question for a file's name with this one. */
async function answerSave({ app }: TestApp, path: string): Promise<void> {
  await app.evaluate(({ dialog: asked }, filePath) => {
    asked.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
}

async function exported(app: TestApp, path: string): Promise<string> {
  await answerSave(app, path);
  await press(app.window, 'More to do with this pipeline');
  await app.window.getByRole('menuitem', { name: 'Export as JSON…' }).click();
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).not.toBe('');
  return await readFile(path, 'utf8');
}

test('a drawing survives a crash, is compared, saved, installed, and comes back in a fresh workspace', async ({
  launch,
  folder,
}) => {
  const workspace = join(folder, 'one');
  const first = await launch({ workspace });
  await expect.poll(async () => (await first.call('workspaces.current', {}))?.path).toBe(workspace);
  const { pipelineId } = await first.call('projects.createSample', { frames: 4 });
  // All frames wait for people: a cycle is in progress from here on.
  await expect
    .poll(async () => (await first.call('diagnostics.idle', {})).waitingForPeople, { timeout: 60_000 })
    .toBe(4);
  await expect(first.window.getByRole('button', { name: 'Sample project' })).toBeVisible();
  await go(first.window, `#/compose/${pipelineId}`);
  await card(first.window, 'QA').click();
  await first.window.getByLabel('Name', { exact: true }).fill('Check');
  await expect
    .poll(async () => (await first.call('pipelines.draft', { pipelineId }))?.fromVersion, { timeout: 3000 })
    .toBe(1);
  await first.kill();

  const app = await launch({ workspace });
  const page = app.window;
  await expect(page.getByRole('button', { name: 'Sample project' })).toBeVisible();
  await go(page, `#/compose/${pipelineId}`);
  await expect(page.getByText(/Not saved yet: drawn .* from version 1/)).toBeVisible();
  await expect(card(page, 'Check')).toBeVisible();

  // Somebody else saves a version meanwhile.
  const { graph } = await app.call('pipelines.get', { pipelineId });
  await app.call('pipelines.update', { pipelineId, graph: { ...graph, description: 'theirs' } });
  await expect(page.getByText('saved version 2 meanwhile')).toBeVisible();
  await press(page, 'Compare');
  await expect(page.getByText('“Check” is set up otherwise')).toBeVisible();
  await expect(page.getByText('name: QA → Check')).toBeVisible();
  await shoot(page, 'composer-versions');
  await press(page, 'Back to drawing');
  await press(page, 'Keep what is drawn');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved as version 3')).toBeVisible();
  await expect.poll(() => app.call('pipelines.draft', { pipelineId })).toBeNull();

  // Restored, and taken back again. Keys change nothing of a graph that cannot be seen.
  await press(page, 'Versions');
  for (const key of ['Control+a', 'Delete', 'Control+z']) await page.keyboard.press(key);
  await expect(page.getByText('Saved as version 3')).toBeVisible();
  await press(page, 'Compare version 2');
  await press(page, 'Restore version 2');
  await expect(card(page, 'QA')).toBeVisible();
  await press(page, 'Undo');
  await expect(card(page, 'Check')).toBeVisible();

  // The sample's cycle waits for people; it may go over.
  await press(page, 'Install');
  await expect(dialog(page)).toContainText('1 cycle is in progress on an older version');
  await dialog(page).getByLabel('Move to the new version').click();
  await shoot(page, 'composer-install');
  await press(page, 'Install version 3');
  await expect(dialog(page)).toBeHidden();
  const { items: cycles } = await app.call('cycles.list', { pipelineId });
  expect(cycles.map(({ version }) => version)).toEqual([3]);

  // Paused, with what that means in numbers.
  await go(page, `#/pipelines/${pipelineId}`);
  await press(page, 'Pause');
  await expect(dialog(page)).toContainText('4 items stay with their people');
  await dialog(page).getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^Paused/).first()).toBeVisible();
  await press(page, 'Go on');
  await expect(dialog(page)).toContainText('1 cycle had not ended at the pause');
  await dialog(page).getByRole('button', { name: 'Go on' }).click();

  // The same bytes after a fresh workspace has taken it in.
  const text = await exported(app, join(folder, 'first.json'));
  await app.call('workspaces.open', { path: join(folder, 'two') });
  await app.call('projects.create', { name: 'Fresh' });
  await expect(page.getByRole('button', { name: 'Fresh' })).toBeVisible();
  await go(page, '#/pipelines');
  await page.getByRole('button', { name: 'New pipeline' }).first().click();
  await page.getByText('JSON file', { exact: true }).click();
  await page.locator('input[type=file]').setInputFiles(join(folder, 'first.json'));
  await expect(dialog(page).getByText('8 nodes, 10 connections')).toBeVisible();
  await press(page, 'Make it');
  await expect(card(page, 'Check')).toBeVisible();
  await page.getByRole('link', { name: 'Watch' }).click();
  expect(await exported(app, join(folder, 'second.json'))).toBe(text);
});

test('a link opens its place in the app that runs, and a strange one nothing', async ({ launch, folder }) => {
  const workspace = join(folder, 'one');
  const app = await launch({ workspace });
  await expect.poll(async () => (await app.call('workspaces.current', {}))?.path).toBe(workspace);
  const project = await app.call('projects.create', { name: 'P' });
  const graph = { nodes: [], connections: [], startNodes: [] };
  const { id } = await app.call('pipelines.create', { projectId: project.id, name: 'Linked', graph });
  const [program = '', ...args] = app.app.process().spawnargs;
  const own = args.filter((arg) => !/^--(inspect|remote-debugging|workspace)/.test(arg) && arg !== workspace);
  async function follow(link: string): Promise<void> {
    const env = { ...process.env, SLUICE_USER_DATA: join(folder, 'user-data') };
    await once(spawn(program, [...own, link], { env, stdio: 'ignore' }), 'exit');
  }
  const place = () => app.window.evaluate(() => location.href);
  const before = await place();
  await follow(`sluice://pipelines/${id}?next=https://example.org`);
  expect(await place()).toBe(before);
  await follow(`sluice://pipelines/${id}`);
  await expect.poll(place).toContain(`#/pipelines/${id}`);
  await expect(app.window.getByRole('heading', { name: 'Linked', level: 1 })).toBeVisible();
});
