/** The Studio without a mouse, without eyes, and in looks for those who see little. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';
import { goTo } from './support/video-view.ts';

/** The sample's first task, open in the Studio. */
async function openStudio(app: TestApp): Promise<string> {
  const { project } = await app.call('projects.createSample', { frames: 4 });
  const projectId = project.id;
  const tasks = () => app.call('tasks.list', { projectId });
  await expect
    .poll(async () => (await tasks()).some(({ counts }) => counts.open > 0), { timeout: 60_000 })
    .toBe(true);
  const task = (await tasks()).find(({ counts }) => counts.open > 0);
  await goTo(app, `#/studio/${task?.id}`);
  const canvas = app.window.getByTestId('canvas');
  await expect(canvas).toHaveAttribute('data-item', /^[0-9a-f]{24}$/);
  return (await canvas.getAttribute('data-item')) ?? '';
}

test('boxes are drawn, found, named, deleted and decided on by keys, and each step is spoken', async ({
  launch,
  folder,
}) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { keyboard } = app.window;
  const itemId = await openStudio(app);
  const voice = app.window.getByTestId('voice');
  const labels = async () => (await app.call('annotations.list', { itemId })).map(({ label }) => label);
  /** A box from where the pointer is, by arrow keys. */
  const draw = async () => {
    await keyboard.press('Enter');
    for (let step = 0; step < 4; step += 1) {
      await keyboard.press('Shift+ArrowRight');
      await keyboard.press('Shift+ArrowDown');
    }
    await keyboard.press('Enter');
  };
  await keyboard.press('Shift+K');
  await draw();
  await expect(voice).toHaveText('box car, 1 of 1');
  for (let step = 0; step < 3; step += 1) await keyboard.press('Shift+ArrowRight');
  await draw();
  await expect(voice).toHaveText('box car, 2 of 2');

  // Out of the keyboard's pointer, of the tool, of the selection; once more would leave the picture.
  for (let level = 0; level < 3; level += 1) await keyboard.press('Escape');
  await expect(voice).toHaveText('');
  await keyboard.press('Tab');
  await expect(voice).toHaveText(/^box car, [12] of 2$/);
  await keyboard.press('2');
  await expect(voice).toHaveText(/^box person, [12] of 2$/);
  await expect.poll(async () => (await labels()).toSorted()).toEqual(['car', 'person']);
  await keyboard.press('Control+a');
  await expect(voice).toHaveText(/^2 objects: box \w+, box \w+$/);
  await keyboard.press('Delete');
  await expect.poll(labels).toEqual([]);
  await keyboard.press('Enter');
  await expect(app.window.getByTestId('canvas')).not.toHaveAttribute('data-item', itemId);
});

test('more contrast is chosen or follows the system, and the system’s own colours keep those of labels', async ({
  launch,
  folder,
}) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  await openStudio(app);
  const contrast = () => page.evaluate(() => document.documentElement.dataset['contrast']);
  expect(await contrast()).toBe('usual');
  await page.emulateMedia({ contrast: 'more', colorScheme: 'light' });
  await expect.poll(contrast).toBe('more');
  await shoot(page, 'studio-contrast-light');
  await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
  await shoot(page, 'studio-contrast-dark');

  await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'active' });
  const swatch = page.locator('[data-command="label.car"] [aria-hidden]').first();
  await expect(swatch).toHaveCSS('background-color', 'rgb(230, 159, 0)');
  await shoot(page, 'studio-forced-colours');

  await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'none', colorScheme: 'light' });
  await goTo(app, '#/settings');
  await page.getByRole('radiogroup', { name: 'Contrast' }).getByText('More', { exact: true }).click();
  expect(await contrast()).toBe('more');
  await shoot(page, 'settings-contrast');
  await page.reload();
  await expect.poll(contrast).toBe('more');
});

test('nothing moves by itself for those who asked for less of it', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { project } = await app.call('projects.createSample', { frames: 4 });
  const [pipeline] = await app.call('pipelines.list', { projectId: project.id });
  for (const screen of [`#/compose/${pipeline?.id}`, '#/tasks', '#/settings']) {
    await goTo(app, screen);
    await page.getByRole('main').waitFor();
    await page.waitForTimeout(500);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
        const longest = (durations: string) => Math.max(...durations.split(',').map(Number.parseFloat));
        const moves =
          longest(transitionDuration) > 0.001 ||
          (animationName !== 'none' && longest(animationDuration) > 0.001);
        return moves ? [element.outerHTML.slice(0, 120)] : [];
      }),
    );
    expect(moving).toEqual([]);
  }
});

test('the trainer of keys covers no line that says what comes next', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  await page.evaluate(() => localStorage.setItem('sluice.keys', JSON.stringify({ trainer: true })));
  await page.reload();
  await openStudio(app);
  await page.keyboard.press('e');
  const [trainer, hint, canvas] = await Promise.all(
    [page.getByTestId('trainer'), page.getByText('Drag to draw'), page.getByTestId('canvas')].map((one) =>
      one.boundingBox(),
    ),
  );
  await shoot(page, 'studio-trainer');
  const end = (trainer?.y ?? Number.NaN) + (trainer?.height ?? Number.NaN);
  expect(end).toBeLessThanOrEqual(hint?.y ?? Number.NaN);
  expect(end).toBeLessThanOrEqual((canvas?.y ?? Number.NaN) + (canvas?.height ?? Number.NaN));
});
