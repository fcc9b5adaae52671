/** Objects over the frames of a video in the real app: drawn, moved, followed, cut and joined, by mouse and by keys. */
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { trackOf } from '#core/annotation/track/track.ts';
import { annotationAt } from '#core/annotation/track/value.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { expect, test } from '../support/app-test.ts';
import { accessProblems } from '../support/axe.ts';
import { clip } from '../support/clips.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';
import { drag } from './support/studio-hand.ts';
import { sendToTasks } from './support/video-tasks.ts';
import { expectFrame, goTo, importVideo, typeFrame, watch } from './support/video-view.ts';

/** Of the clip. */
const FRAMES = 60;

const timeline = (page: Page) => page.getByRole('region', { name: 'Tracks', exact: true });
const rows = (page: Page) => timeline(page).getByRole('button', { name: /frames \d+ to/ });

/** What is stored, once there are so many objects that are like this. */
async function stored(app: TestApp, item: Item, test: (first: number[], lasts: number[]) => boolean) {
  const list = async () => await app.call('annotations.list', { itemId: item.id });
  await expect
    .poll(async () => {
      const tracks = (await list()).flatMap((one) => trackOf(one) ?? []);
      return test(
        tracks.map(({ keyframes }) => keyframes.length),
        tracks.map(({ last }) => last),
      );
    })
    .toBe(true);
  return await list();
}

const framesOf = (one: Annotation) => trackOf(one)?.keyframes.map(({ frame }) => frame);

/** Drags on a lane from one frame to another. */
async function dragLane(page: Page, lane: Locator, from: number, to: number) {
  const box = await lane.boundingBox();
  if (!box) throw new Error('The lane is not shown.');
  const at = (frame: number) =>
    [box.x + (frame / (FRAMES - 1)) * box.width - 1, box.y + box.height / 2] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

test('an object is drawn once, moved once, and followed over all frames between', async ({
  launch,
  folder,
}) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const item = await importVideo(app, (await clip('constant')).path);
  const { label, qa } = await sendToTasks(app, item);
  await goTo(app, `#/studio/${label}`);
  await expectFrame(page, 0);
  await expect(timeline(page)).toContainText('Draw on the picture');

  // A box from frame 10 on, and elsewhere 20 frames later.
  await typeFrame(page, '10');
  await expectFrame(page, 10);
  await drag(app, [0.3, 0.35], [0.42, 0.55]);
  await expect(rows(page)).toHaveCount(1);
  await typeFrame(page, '30');
  await expectFrame(page, 30);
  await page.keyboard.press('v');
  await drag(app, [0.36, 0.45], [0.56, 0.45]);
  const [moved] = await stored(app, item, ([keyframes]) => keyframes === 2);
  if (!moved) throw new Error('It is not stored.');
  const left = (frame: number) => {
    const shown = annotationAt(moved, frame)?.geometry;
    return shown?.type === 'box' ? shown.left : null;
  };
  expect(left(9)).toBeNull();
  expect(((left(10) ?? 0) + (left(30) ?? 0)) / 2).toBeCloseTo(left(20) ?? 0, 1);
  expect(moved.metadata?.['system']).toMatchObject({
    frame: 10,
    endFrame: 59,
    startTime: expect.any(Number),
  });

  // By keys: a keyframe on the way, the next and the one before, out of the picture, undone.
  await typeFrame(page, '20');
  await expectFrame(page, 20);
  await page.keyboard.press('d');
  await stored(app, item, ([keyframes]) => keyframes === 3);
  await page.keyboard.press('Alt+.');
  await expectFrame(page, 30);
  await page.keyboard.press('Alt+,');
  await expectFrame(page, 20);
  await typeFrame(page, '45');
  await expectFrame(page, 45);
  await page.keyboard.press('Shift+d');
  await stored(app, item, (_keyframes, [last]) => last === 44);
  await page.keyboard.press('Control+z');
  await stored(app, item, (_keyframes, [last]) => last === 59);
  // Split, merged again, propagated.
  await page.keyboard.press('Alt+s');
  await expect(rows(page)).toHaveCount(2);
  await stored(app, item, (_keyframes, lasts) => lasts.toSorted().join() === '44,59');
  await rows(page).first().click();
  await expectFrame(page, 30);
  await rows(page)
    .last()
    .click({ modifiers: ['Shift'] });
  await shoot(page, 'tracks');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'tracks-dark');
  expect(await accessProblems(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Alt+m');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toHaveAttribute('aria-label', 'car 1: frames 10 to 59, keyframes: 4');

  // By mouse: the keyframe at 20 to 15, the end to 50; as it is at 30 up to 35.
  const lane = timeline(page).locator('svg[class*=lane]').first();
  await dragLane(page, lane, 20, 15);
  await expectFrame(page, 20);
  await stored(app, item, () => true).then(([one]) => expect(one && framesOf(one)).toEqual([10, 15, 30, 45]));
  await dragLane(page, lane, 59, 50);
  await stored(app, item, (_keyframes, [last]) => last === 50);
  await typeFrame(page, '30');
  await expectFrame(page, 30);
  await page.keyboard.press('Control+b');
  const dialog = page.getByRole('dialog', { name: 'Propagate' });
  await dialog.getByLabel('Up to frame').fill('35');
  await shoot(page, 'tracks-propagate');
  await dialog.getByRole('button', { name: 'Propagate' }).click();
  await expect(dialog).toBeHidden();
  await stored(app, item, ([keyframes]) => keyframes === 5);

  // Played again and again between its first and its last frame.
  await typeFrame(page, '48');
  await expectFrame(page, 48);
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Alt+k');
  await page.keyboard.press('k');
  const seen = (await watch(page, 1500)).map(({ told }) => told);
  await page.keyboard.press('k');
  expect(Math.max(...seen)).toBeLessThanOrEqual(50);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(10);
  expect(Math.min(...seen)).toBeLessThan(48);

  // From there to the reviewer, who sees the same.
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await app.call('tasks.get', { taskId: qa })).counts.open).toBe(1);
  await goTo(app, `#/review/${qa}`);
  await expectFrame(page, 0);
  await rows(page).first().click();
  await expectFrame(page, 10);
  await shoot(page, 'tracks-review');
});
