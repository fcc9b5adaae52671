/** The screens around the studio, in the real app on a sample project: what is shown, what keys and the mouse do. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeSampleClip } from '#engine/media/sample-clip.ts';
import { findMediaTools } from '#engine/media/tools.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';

const FRAMES = 24;

const rail = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });
const grid = (page: Page) => page.getByRole('listbox', { name: 'Items' });
const cells = (page: Page) => grid(page).getByRole('option');

/** A workspace made by hand, with the sample project, once all its frames wait for people. */
async function sampleProject({ window: page }: TestApp): Promise<void> {
  await page.getByRole('button', { name: 'New workspace' }).click();
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await page.getByLabel('Frames').fill(String(FRAMES));
  await page.getByRole('button', { name: 'Make the sample' }).click();
  await expect(page.getByRole('region', { name: 'Continue labelling' })).toContainText(
    `of ${FRAMES / 2} decided`,
    {
      timeout: 60_000,
    },
  );
}

/** Drops files of this computer on the middle of the window, as a file manager does. */
async function drop(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: 500,
      y: 300,
      data: { items: [], files: [...files], dragOperationsMask: 1 },
    });
  }
}

test('items are found, selected by mouse and keys, put into the trash and taken out', async ({
  launch,
  folder,
}) => {
  const app = await launch({ env: { HOME: folder } });
  const { window: page } = app;
  await sampleProject(app);
  await rail(page, 'Data').click();
  await page.getByRole('navigation', { name: 'Datasets' }).getByRole('link', { name: 'frames' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('frames');

  await cells(page).nth(1).click();
  await expect(page.getByRole('complementary', { name: 'Chosen item' })).toContainText('Why it is here');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(grid(page).getByRole('option', { selected: true })).toHaveCount(3);
  await shoot(page, 'data');
  await page.keyboard.press('Delete');
  await expect(page.getByText(`${FRAMES - 3} items`).first()).toBeVisible();

  await page.getByText('Trash', { exact: true }).click();
  await expect(cells(page)).toHaveCount(3);
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();

  await page.getByText('Items', { exact: true }).click();
  await page.getByLabel('Search names').fill('00007');
  await expect(cells(page)).toHaveCount(1);
  await page.getByLabel('Search names').fill('no such name');
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(grid(page).getByText('00000007.jpg')).toBeVisible();
});

test('a dropped folder is watched, and a file in it that is no video is listed with the reason', async ({
  launch,
  folder,
}) => {
  const app = await launch({ env: { HOME: folder } });
  const { window: page } = app;
  const clips = join(folder, 'clips');
  await mkdir(clips);
  const tools = await findMediaTools({ settings: {}, env: process.env });
  await makeSampleClip(tools, join(clips, 'more.mp4'), {
    frames: 4,
    width: 320,
    height: 180,
    fps: 5,
    seed: 9,
  });
  await writeFile(join(clips, 'broken.mp4'), 'not a video');
  await sampleProject(app);

  await drop(page, [clips]);
  await page
    .getByRole('dialog', { name: 'A folder was dropped' })
    .getByRole('button', { name: 'Watch' })
    .click();
  await rail(page, 'Folders').click();
  const row = page.getByRole('row').filter({ hasText: 'clips' });
  await expect(row).toContainText('Watching');
  await expect(row.getByRole('cell').nth(3)).toHaveText('1');

  await row.getByRole('button', { name: 'Pause' }).click();
  await expect(row).toContainText('Paused');
  await row.getByRole('button', { name: 'Go on' }).click();
  await expect(row).toContainText('Watching');

  await row.getByRole('button', { name: '1 problem' }).click();
  await expect(page.getByRole('complementary', { name: 'Files that could not be read' })).toContainText(
    'broken.mp4',
  );
  await shoot(page, 'folders');

  await drop(page, [join(clips, 'more.mp4')]);
  await expect(page.getByText('Importing 1 file or folder.')).toBeVisible();
});

test('the pipeline shows where items are, what a node did, and can be paused', async ({ launch, folder }) => {
  const app = await launch({ env: { HOME: folder } });
  const { window: page } = app;
  await sampleProject(app);
  await rail(page, 'Pipelines').click();
  await expect(page.getByLabel('Node Label A')).toContainText(`${FRAMES / 2} waiting`);
  await shoot(page, 'pipelines');

  await page.getByLabel('Node Split into frames').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Node Split into frames' });
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  await expect(panel).toContainText('every frame');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();

  await page.getByLabel('Node Label A').click();
  await page.getByRole('link', { name: /^Open task/ }).click();
  await expect(page).toHaveURL(/#\/studio\//);

  await rail(page, 'Pipelines').click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('dialog')).toContainText(`${FRAMES} items stay with their people`);
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await page.getByText('Cycles', { exact: true }).click();
  await expect(page.getByRole('list', { name: 'Cycles' }).getByRole('listitem')).toHaveCount(1);
});

test('everything is a command, and every control has a name', async ({ launch, folder }) => {
  const app = await launch({ env: { HOME: folder } });
  const { window: page } = app;
  await sampleProject(app);
  const run = async (words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find a command').fill(words);
    await page.keyboard.press('Enter');
  };
  for (const screen of ['Data', 'Folders', 'Tasks', 'Recipes', 'Pipelines', 'Settings', 'Help', 'Home']) {
    await run(`go ${screen}`);
    await expect(rail(page, screen)).toHaveAttribute('aria-current', 'page');
    await expect(page.locator('main section').first()).toBeVisible();
    const tree = await page.locator('body').ariaSnapshot();
    const nameless = tree
      .split('\n')
      .filter((line) =>
        /^\s*- (?:button|link|textbox|combobox|slider|switch|checkbox|radio)(?: \[|:|$)/.test(line),
      );
    expect(nameless, screen).toEqual([]);
  }
  await run('dark');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await run('light theme');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await run('go tasks');
  await run('close the workspace');
  await expect(page.getByRole('region', { name: 'Recent workspaces' })).toBeVisible();
});
