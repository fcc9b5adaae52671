/**
 * The main job in the real app: first start, a watched folder, a real video, boxes by mouse and keys, decisions, QA, an
 * issue and its return, with the engine and the app killed in the middle.
 */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeSampleClip } from '#engine/media/sample-clip.ts';
import { findMediaTools } from '#engine/media/tools.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';

const FRAMES = 6;

/** A clip, made outside of the folder that is watched. */
async function makeClip(folder: string): Promise<string> {
  const tools = await findMediaTools({ settings: {}, env: process.env });
  const path = join(folder, 'a clip 🎬.mp4');
  await makeSampleClip(tools, path, { frames: FRAMES, width: 640, height: 360, fps: 5, seed: 3 });
  return path;
}

const canvas = (page: Page) => page.getByTestId('canvas');
const objects = (page: Page) => page.locator('[data-object]');

/** Drags over a part of the canvas, given in shares of its size. */
async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('the canvas is there');
  const at = ([x, y]: readonly [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

/** The item on the canvas, once its picture is there. */
async function shownItem(page: Page): Promise<string> {
  await expect(canvas(page)).toHaveAttribute('data-item', /^[0-9a-f]{24}$/);
  return (await canvas(page).getAttribute('data-item')) ?? '';
}

/** Does something that leads to another item and waits for that one. */
async function toNext(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await shownItem(page);
  await act();
  await expect(canvas(page)).not.toHaveAttribute('data-item', before);
}

async function taskOf({ call }: TestApp, nodeId: string) {
  const [project] = await call('projects.list', {});
  const tasks = project ? await call('tasks.list', { projectId: project.id }) : [];
  const found = tasks.find((task) => task.nodeId === nodeId);
  if (!found) throw new Error(`there is no task ${nodeId}`);
  return found;
}

async function openTask(page: Page, name: string, button: 'Label' | 'Review'): Promise<void> {
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  await page.getByRole('row', { name }).getByRole('link', { name: button }).click();
  await shownItem(page);
}

test('a video becomes approved frames, whatever is killed on the way', async ({ launch, folder }) => {
  test.setTimeout(180_000);
  const clip = await makeClip(folder);
  const watched = join(folder, 'camera 1');
  await mkdir(watched);

  let app = await launch();
  let page = app.window;
  await test.step('first start: a workspace', async () => {
    await page.getByRole('button', { name: 'New workspace' }).click();
    await page.getByLabel('Folder', { exact: true }).fill(join(folder, 'my workspace'));
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(page.getByRole('heading', { name: 'Start a project' })).toBeVisible();
  });

  await test.step('watch a folder', async () => {
    await page.getByRole('region', { name: 'Watch a folder' }).getByRole('button').click();
    await page.getByLabel('Project name').fill('Crossroads');
    await page.getByLabel('Folder to watch').fill(watched);
    await page.getByLabel('Name of label 1').fill('car');
    await page.getByLabel('Name of label 2').fill('person');
    await shoot(page, 'watch-form');
    await page.getByRole('button', { name: 'Create and watch' }).click();
    await expect(page.getByRole('heading', { name: 'Crossroads' })).toBeVisible();
  });

  await test.step('a video lands in it and its frames wait in two tasks', async () => {
    await cp(clip, join(watched, 'a clip 🎬.mp4'));
    await expect
      .poll(
        async () => (await taskOf(app, 'label-a')).counts.open + (await taskOf(app, 'label-b')).counts.open,
        {
          timeout: 60_000,
        },
      )
      .toBe(FRAMES);
    expect((await taskOf(app, 'label-a')).counts.open).toBe(FRAMES / 2);
  });

  await test.step('boxes by mouse and number keys, undo, redo', async () => {
    await openTask(page, 'Label A', 'Label');
    await page.keyboard.press('2');
    await drag(page, [0.3, 0.4], [0.42, 0.5]);
    await expect(objects(page)).toHaveCount(1);
    await expect(objects(page).first()).toHaveAccessibleName(/person/);
    await page.keyboard.press('1');
    await drag(page, [0.5, 0.4], [0.6, 0.55]);
    await expect(objects(page)).toHaveCount(2);
    await page.keyboard.press('Control+z');
    await expect(objects(page)).toHaveCount(1);
    await page.keyboard.press('Control+Shift+z');
    await expect(objects(page)).toHaveCount(2);
    await shoot(page, 'studio');
  });

  await test.step('the engine is killed: the next box is kept and saved', async () => {
    await app.killEngine();
    await drag(page, [0.65, 0.4], [0.75, 0.5]);
    await expect(objects(page)).toHaveCount(3);
    await expect(page.getByText('On disk')).toBeVisible({ timeout: 30_000 });
    const itemId = await shownItem(page);
    expect(await app.call('annotations.list', { itemId: itemId as never })).toHaveLength(3);
  });

  await test.step('the app is killed: after the next start everything is where it was', async () => {
    const itemId = await shownItem(page);
    await app.kill();
    app = await launch();
    page = app.window;
    await expect(canvas(page)).toHaveAttribute('data-item', itemId, { timeout: 20_000 });
    await expect(objects(page)).toHaveCount(3);
  });

  await test.step('complete one, discard one and take it back, complete the rest', async () => {
    await toNext(page, () => page.keyboard.press('Enter'));
    const second = await shownItem(page);
    await toNext(page, () => page.keyboard.press('x'));
    await page.getByTestId('decision-snackbar').getByRole('button').click();
    await expect(canvas(page)).toHaveAttribute('data-item', second);
    await toNext(page, () => page.keyboard.press('x'));
    await page.keyboard.press('Enter');
    await expect(page.getByText('nothing waits for you')).toBeVisible();
    await shoot(page, 'finished');
    await openTask(page, 'Label B', 'Label');
    await toNext(page, () => page.keyboard.press('Enter'));
    await toNext(page, () => page.keyboard.press('Enter'));
    await page.keyboard.press('Enter');
    await expect(page.getByText('nothing waits for you')).toBeVisible();
    expect((await taskOf(app, 'qa')).counts.open).toBe(FRAMES - 1);
  });

  await test.step('QA opens an issue, which sends the frame back', async () => {
    await openTask(page, 'QA', 'Review');
    const pinned = await shownItem(page);
    await page.keyboard.press('i');
    await canvas(page).click({ position: { x: 200, y: 240 } });
    await page.getByLabel('What is to be fixed?').fill('Too loose');
    await shoot(page, 'issue');
    await toNext(page, () => page.keyboard.press('Enter'));
    expect((await taskOf(app, 'label-a')).counts.rework + (await taskOf(app, 'label-b')).counts.rework).toBe(
      1,
    );

    const name = (await taskOf(app, 'label-a')).counts.rework === 1 ? 'Label A' : 'Label B';
    await openTask(page, name, 'Label');
    expect(await shownItem(page)).toBe(pinned);
    await expect(page.getByText('Too loose').first()).toBeVisible();
    await shoot(page, 'rework');
    await page.keyboard.press('Enter');
    await expect(page.getByText('nothing waits for you')).toBeVisible();
  });

  await test.step('it comes back for review first; one is discarded, the rest approved', async () => {
    await openTask(page, 'QA', 'Review');
    await expect(page.getByText('Came back fixed.')).toBeVisible();
    await shoot(page, 'review');
    await toNext(page, () => page.keyboard.press('Enter'));
    await toNext(page, () => page.keyboard.press('x'));
    for (let left = FRAMES - 4; left > 0; left -= 1) await toNext(page, () => page.keyboard.press('Enter'));
    await page.keyboard.press('Enter');
    await expect(page.getByText('nothing waits for you')).toBeVisible();
  });

  await test.step('the datasets and the pipeline say so', async () => {
    const [project] = await app.call('projects.list', {});
    if (!project) throw new Error('the project is there');
    const datasets = await app.call('datasets.list', { projectId: project.id });
    const counts = Object.fromEntries(datasets.map((dataset) => [dataset.name, dataset.itemCount]));
    expect(counts).toMatchObject({ videos: 1, frames: FRAMES, approved: FRAMES - 2, discarded: 2 });
    const [pipeline] = await app.call('pipelines.list', { projectId: project.id });
    expect(pipeline?.counts.cycles).toMatchObject({ inProgress: 0, success: 1, failed: 0 });
    await page.getByRole('link', { name: 'Pipelines', exact: true }).first().click();
    await page.getByText('Video to QA').first().click();
    await expect(page.getByText('Split into frames')).toBeVisible();
    await shoot(page, 'pipeline');
  });
});
