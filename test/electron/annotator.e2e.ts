/** Boxes around everything on 20 frames, by hand: how many actions that takes, and whether all of them are stored. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Box, boxArea } from '#core/geometry/box.ts';
import { fitPicture, toView } from '#core/geometry/viewport.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { expect, test } from '../support/app-test.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';
import { type SampleObject, sampleObjects } from './support/sample-objects.ts';
import { goTo } from './support/video-view.ts';

const FRAMES = 20;
/** As the sample project has it. */
const SCENE = { width: 960, height: 540, fps: 12, seed: 7 };
const KEYS = { car: '1', person: '2' } as const;
/** Actions at most. */
const BARS = { box: 3, change: 1 } as const;
/** View pixels around a picture that is fitted. */
const MARGIN = 24;
/** What a box has in common with the thing that it is drawn around, at least. */
const ALIKE = 0.8;

test('a person boxes everything on 20 frames, one action a box and one a frame', async ({
  launch,
  folder,
}) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const { taskId, frames } = await frameTask(app);
  await goTo(app, `#/studio/${taskId}`);
  const canvas = page.getByTestId('canvas');
  const inputs = await countInputs(page);
  const spent = { boxes: 0, changes: 0 };
  let boxes = 0;
  let label: SampleObject['label'] = 'car';
  for (let done = 0; done < FRAMES; done += 1) {
    await expect(canvas).toHaveAttribute('data-item', /^[0-9a-f]{24}$/);
    const id = await canvas.getAttribute('data-item');
    const index = frames.find((frame) => frame.id === id)?.frame?.index ?? Number.NaN;
    const objects = sampleObjects(SCENE, index);
    const before = await inputs();
    // Those of the label in the hand first, as people do.
    const inOrder = objects.toSorted((a, b) => Number(b.label === label) - Number(a.label === label));
    for (const object of inOrder) {
      if (object.label !== label) await page.keyboard.press(KEYS[object.label]);
      label = object.label;
      await drawBox(page, object.box);
    }
    boxes += objects.length;
    spent.boxes += (await inputs()) - before;
    if (done === 0) await shoot(page, 'annotator');

    const beforeChange = await inputs();
    await page.keyboard.press('Enter');
    if (done < FRAMES - 1) await expect(canvas).not.toHaveAttribute('data-item', id ?? '');
    else await expect(page.getByText('nothing waits for you')).toBeVisible();
    spent.changes += (await inputs()) - beforeChange;
  }
  console.log(`${boxes} boxes in ${spent.boxes} actions, ${FRAMES} changes of the frame in ${spent.changes}`);
  expect(boxes).toBeGreaterThan(10 * FRAMES);
  expect(spent.boxes / boxes).toBeLessThanOrEqual(BARS.box);
  expect(spent.changes / FRAMES).toBeLessThanOrEqual(BARS.change);
  for (const { id, frame } of frames) {
    const stored = await app.call('annotations.list', { itemId: id });
    expect(missed(sampleObjects(SCENE, frame?.index ?? Number.NaN), stored)).toEqual([]);
  }
  expect((await app.call('tasks.get', { taskId })).counts).toMatchObject({ open: 0, total: FRAMES });
});

/** The frames of the sample video in a task of their own. */
async function frameTask(app: TestApp): Promise<{ taskId: string; frames: readonly Item[] }> {
  const { project, recipeId } = await app.call('projects.createSample', { frames: FRAMES });
  const projectId = project.id;
  const datasets = await app.call('datasets.list', { projectId });
  const datasetId = datasets.find(({ name }) => name === 'frames')?.id ?? '';
  const arrived = async () => (await app.call('items.count', { datasetId })).count;
  await expect.poll(arrived, { timeout: 60_000 }).toBe(FRAMES);
  const { task } = await app.call('tasks.create', { projectId, datasetId, recipeId, name: 'Everything' });
  const waiting = async () => (await app.call('tasks.get', { taskId: task.id })).counts.open;
  await expect.poll(waiting, { timeout: 20_000 }).toBe(FRAMES);
  const { items } = await app.call('items.list', { datasetId, limit: FRAMES });
  return { taskId: task.id, frames: items };
}

/** Counts what a person really does to the page: each key and each press of a button. */
async function countInputs(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    Object.assign(window, { inputs: 0 });
    const count = (event: Event) => {
      if (event.isTrusted)
        Object.assign(window, { inputs: (window as unknown as { inputs: number }).inputs + 1 });
    };
    for (const name of ['keydown', 'pointerdown', 'wheel']) addEventListener(name, count, { capture: true });
  });
  return () => page.evaluate(() => (window as unknown as { inputs: number }).inputs);
}

/** From corner to corner, as the picture lies when it is fitted. */
async function drawBox(page: Page, { left, top, right, bottom }: Box): Promise<void> {
  const view = await page.getByTestId('canvas').boundingBox();
  if (!view) throw new Error('The Studio shows no canvas.');
  const viewport = fitPicture(SCENE, view, MARGIN);
  const at = (x: number, y: number) => {
    const place = toView(viewport, { x, y });
    return [view.x + place.x, view.y + place.y] as const;
  };
  await page.mouse.move(...at(left, top));
  await page.mouse.down();
  await page.mouse.move(...at(right, bottom), { steps: 2 });
  await page.mouse.up();
}

/** Objects that have no box of their own, and boxes that are of nothing. */
function missed(objects: readonly SampleObject[], stored: readonly Annotation[]): unknown[] {
  const left = new Set(stored);
  const lost = objects.filter(({ label, box }) => {
    const found = [...left].find(
      (annotation) =>
        annotation.label === label &&
        annotation.geometry.type === 'box' &&
        overlap(annotation.geometry, box) >= ALIKE,
    );
    return !found || !left.delete(found);
  });
  return [...lost, ...left];
}

/** Common area as a share of all area: 0 to 1. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const common = Math.max(0, width) * Math.max(0, height);
  return common / (boxArea(a) + boxArea(b) - common);
}
