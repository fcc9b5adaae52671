/** A skeleton that is offered ready in the recipe, drawn and corrected on a picture of the real app. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';
import { accessProblems } from '../support/axe.ts';
import { shoot } from '../support/electron-app.ts';
import { drag, goTo, openItem, sample } from './support/studio-hand.ts';

test('a person is marked joint by joint', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const { task } = await sample(app);
  const annotation = await task('annotation');

  await page.getByRole('link', { name: 'Recipes', exact: true }).first().click();
  await page.getByRole('tab', { name: 'Rules' }).click();
  await page.getByRole('button', { name: 'Add a ready skeleton' }).click();
  await page.getByRole('menuitem', { name: 'Person, 17 joints' }).click();
  await expect(page.getByRole('img', { name: 'Person' })).toBeVisible();
  await shoot(page, 'skeleton-recipe');
  await page.getByRole('button', { name: 'Add a ready skeleton' }).click();
  await page.getByRole('menuitem', { name: 'Face, 5 points' }).click();
  const recipes = async () => await app.call('recipes.list', { projectId: annotation.projectId });
  await expect
    .poll(async () => JSON.stringify((await recipes()).map(({ extra }) => extra)))
    .toContain('nose');

  await goTo(app, `#/studio/${annotation.id}`);
  const item = await openItem(app);
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Shift+o');
  await expect(page.getByRole('toolbar', { name: 'Skeleton' })).toBeVisible();
  await drag(app, [0.4, 0.3], [0.56, 0.72]);
  const stored = async () => await app.call('annotations.list', { itemId: item });
  await expect.poll(async () => (await stored()).length).toBe(18);
  await shoot(page, 'skeleton-drawn');

  // One joint where it belongs, one behind something, one away and back; left and right swapped.
  await page.keyboard.press('v');
  const canvas = await page.getByTestId('canvas').boundingBox();
  if (!canvas) throw new Error('There is no canvas.');
  const joints = async () =>
    (await stored()).flatMap(({ label, geometry, metadata }) =>
      geometry.type === 'point' ? [{ label, at: geometry.coordinates, metadata }] : [],
    );
  const nose = (await joints()).find(({ label }) => label === 'nose');
  if (!nose) throw new Error('There is no nose.');
  // In the middle of the box across, and nine hundredths down.
  const [x, y] = [canvas.x + 0.48 * canvas.width, canvas.y + (0.3 + 0.42 * 0.09) * canvas.height];
  await page.mouse.move(x, y);
  await page.keyboard.press('q');
  await expect
    .poll(async () => JSON.stringify((await joints()).find(({ label }) => label === 'nose')?.metadata))
    .toContain('occluded');
  await page.mouse.down();
  await page.mouse.move(x + 40, y - 20, { steps: 4 });
  await page.mouse.up();
  await expect
    .poll(async () => (await joints()).find(({ label }) => label === 'nose')?.at.x)
    .not.toBe(nose.at.x);
  await page.keyboard.press('Alt+f');
  await shoot(page, 'skeleton');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'skeleton-dark');
  expect(await accessProblems(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByTestId('canvas').focus();
  await page.mouse.move(x + 41, y - 20);
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await stored()).length).toBe(17);
  await page.keyboard.press('Alt+j');
  await expect.poll(async () => (await stored()).length).toBe(18);
  await page.mouse.move(canvas.x + 5, canvas.y + 5);
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await stored()).length).toBe(0);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await stored()).length).toBe(18);
});
