/** Videos as people look at them in the real app: by keys, buttons, number and scrub line; in Data, Studio and Review. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-test.ts';
import { cachedClip, makeWithFfmpeg } from '../support/clips/make.ts';
import { clip, installedTools } from '../support/clips.ts';
import { shoot } from '../support/electron-app.ts';
import { sendToTasks } from './support/video-tasks.ts';
import { expectFrame, goTo, importVideo, type SeenFrame, typeFrame, watch } from './support/video-view.ts';

/** Of the clip `constant`, whose frames carry their number. */
const FRAMES = 60;
/** Of the large clip, in which those come again and again. */
const LARGE_FRAMES = 420;

const transport = (page: Page) => page.getByRole('region', { name: 'Video', exact: true });
const button = (page: Page, name: string) => transport(page).getByRole('button', { name, exact: true });
const line = (page: Page) => page.getByRole('slider', { name: 'Place in the video' });

/** MPEG-4, which the window cannot decode, and so large that the making of its copy takes a few seconds. */
async function largeClip(): Promise<string> {
  const { ffmpeg } = await installedTools();
  const { path } = await clip('constant');
  const repeat = `loop=loop=${LARGE_FRAMES / FRAMES - 1}:size=${FRAMES},scale=1280:960:flags=neighbor`;
  const encode = `-vf ${repeat} -frames:v ${LARGE_FRAMES} -c:v mpeg4 -bf 2 -q:v 4 -g 30`.split(' ');
  return await cachedClip(JSON.stringify([ffmpeg.version.text, encode]), 'large.avi', (output) =>
    makeWithFfmpeg(ffmpeg.path, ['-i', path, ...encode, output]),
  );
}

/** Every picture carries the number that was told with it. */
function expectTrue(seen: readonly SeenFrame[]): void {
  for (const { told, painted } of seen) expect(painted).toBe(told);
}

/** Drags along the scrub line, looking all the while; answers the frame it ends at. */
async function scrub(page: Page, from: number, to: number): Promise<number> {
  const box = await line(page).boundingBox();
  if (!box) throw new Error('The scrub line is not shown.');
  const [x, y] = [(share: number) => Math.round(box.x + share * box.width), box.y + box.height / 2];
  const watching = watch(page, 400);
  await page.mouse.move(x(from), y);
  await page.mouse.down();
  await page.mouse.move(x(to), y, { steps: 8 });
  await page.mouse.up();
  expectTrue(await watching);
  return Math.round(((x(to) - box.x) / box.width) * (FRAMES - 1));
}

async function steps(page: Page): Promise<void> {
  for (const [key, place] of [
    ['.', 1],
    ['ArrowRight', 2],
    [',', 1],
    ['Shift+ArrowRight', 11],
    ['>', 21],
    ['Shift+ArrowLeft', 11],
    ['End', FRAMES - 1],
    ['.', FRAMES - 1],
    ['Home', 0],
    [',', 0],
  ] as const) {
    await page.keyboard.press(key);
    await expectFrame(page, place);
  }
  for (const [name, place] of [
    ['Next frame', 1],
    ['Ten frames forward', 11],
    ['Previous frame', 10],
    ['Ten frames back', 0],
    ['Last frame', FRAMES - 1],
    ['First frame', 0],
  ] as const) {
    await button(page, name).click();
    await expectFrame(page, place);
  }
}

async function plays(page: Page): Promise<void> {
  await page.keyboard.press('k');
  const seen = await watch(page, 900);
  await page.keyboard.press('k');
  expectTrue(seen);
  const places = seen.map(({ told }) => told);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(new Set(places).size).toBeGreaterThan(5);
  await expect(button(page, 'Play')).toBeVisible();
  const [stopped, ...after] = await watch(page, 300);
  expect(new Set(after.map(({ told }) => told))).toEqual(new Set([stopped?.told]));
  expectTrue(after);

  for (const key of [']', ']']) await page.keyboard.press(key);
  await button(page, 'Play').click();
  await expectFrame(page, FRAMES - 1);
  await expect(button(page, 'Play')).toBeVisible();
}

test('the number that is told is that of the picture, however one gets to it', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const item = await importVideo(app, (await clip('constant')).path);
  await goTo(app, `#/data/${item.datasetId}`);
  await page.getByRole('listbox', { name: 'Items' }).getByRole('option').first().dblclick();
  await expectFrame(page, 0);
  await expect(transport(page)).toHaveAttribute('data-source', 'direct');
  await steps(page);

  await typeFrame(page, '3x7');
  await expectFrame(page, 37);
  // Taken back: the field tells the picture again.
  await page.keyboard.press('g');
  await page.keyboard.type('5');
  await page.keyboard.press('Escape');
  await expectFrame(page, 37);
  await page.keyboard.press('.');
  await expectFrame(page, 38);
  await typeFrame(page, '9999');
  await expectFrame(page, FRAMES - 1);

  await expectFrame(page, await scrub(page, 0.9, 0.31));
  await expectFrame(page, await scrub(page, 0.1, 0.66));
  await expect(line(page)).toHaveAttribute('aria-valuenow', String((await watch(page, 0))[0]?.told));
  await page.keyboard.press('Home');
  await expectFrame(page, 0);
  await plays(page);
  await shoot(page, 'video-view');

  const { label, qa } = await sendToTasks(app, item);
  await goTo(app, `#/studio/${label}`);
  await expectFrame(page, 0);
  await page.keyboard.press('.');
  await expectFrame(page, 1);
  await expectFrame(page, await scrub(page, 0.2, 0.5));
  await shoot(page, 'video-studio');
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await app.call('tasks.view', { taskId: label, itemId: item.id })).taskItem.state)
    .toBe('done');
  // It goes there by itself, which is no step of this person's.
  const waiting = async () => (await app.call('tasks.get', { taskId: qa })).counts.open;
  await expect.poll(waiting).toBe(1);

  await goTo(app, `#/review/${qa}`);
  await expectFrame(page, 0);
  await page.keyboard.press('Shift+ArrowRight');
  await expectFrame(page, 10);
  await typeFrame(page, '44');
  await expectFrame(page, 44);
  await shoot(page, 'video-review');
});

test('single frames are shown while a viewing copy is made, and when that is cancelled', async ({
  launch,
  folder,
}) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const item = await importVideo(app, await largeClip());
  expect(item.video?.frameCount).toBe(LARGE_FRAMES);
  await goTo(app, `#/view/${item.id}`);
  const making = page.getByRole('status').filter({ hasText: 'Making a viewing copy' });
  await expect(making).toContainText(/[1-9]\d?\s?%/);
  await expect(transport(page)).toHaveAttribute('data-source', 'single');
  await expectFrame(page, 0);
  await shoot(page, 'video-banner');
  await making.getByRole('button', { name: 'Cancel' }).click();

  const cancelled = page.getByRole('status').filter({ hasText: 'There is no viewing copy' });
  await expect(cancelled).toBeVisible();
  await shoot(page, 'video-banner-cancelled');
  await page.getByTestId('canvas').focus();
  await typeFrame(page, '301');
  await expectFrame(page, 301, 301 % FRAMES);
  await page.keyboard.press('.');
  await expectFrame(page, 302, 302 % FRAMES);

  await cancelled.getByRole('button', { name: 'Make it' }).click();
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('.');
  // From the engine or, when it is there by then, from the copy: it is the same frame.
  await expectFrame(page, 303, 303 % FRAMES);
  await expect(transport(page)).toHaveAttribute('data-source', 'proxy', { timeout: 40_000 });
  await expect(making).toHaveCount(0);
  await expectFrame(page, 303, 303 % FRAMES);
  for (const place of [304, 303, 17, LARGE_FRAMES - 1]) {
    await typeFrame(page, String(place));
    await expectFrame(page, place, place % FRAMES);
  }
});
