/** What helps to see and to place, in the real app: adjustments, grids, minimap, cross-hair, snapping. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';
import { accessProblems } from '../support/axe.ts';
import { shoot, type TestApp } from '../support/electron-app.ts';
import { drag, goTo, openItem, sample } from './support/studio-hand.ts';

/** How the picture's canvas is shown, and a pixel of it as it is drawn. */
async function look({ window }: TestApp) {
  return await window.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=canvas] canvas');
    const pixel = canvas?.getContext('2d')?.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data;
    return { filter: canvas?.style.filter ?? '', pixel: [...(pixel ?? [])] };
  });
}

test('a picture is seen better, and points lie where they are meant to', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const { task } = await sample(app);
  await goTo(app, `#/studio/${(await task('annotation')).id}`);
  const item = await openItem(app);
  // Shapes are there before their picture is.
  await expect.poll(async () => (await look(app)).pixel[3]).toBe(255);
  const before = await look(app);
  expect(before.filter).toBe('');

  // Adjusted by mouse and by keys; said on the picture; the picture itself stays.
  await page.getByRole('button', { name: 'Look and aids' }).click();
  const menu = page.getByRole('dialog', { name: 'Look and aids' });
  await menu.getByRole('slider', { name: 'Gamma' }).focus();
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowRight');
  await menu.getByRole('slider', { name: 'Contrast' }).focus();
  await page.keyboard.press('ArrowRight');
  await menu.getByRole('textbox', { name: 'Grid' }).fill('40');
  await menu.getByRole('switch', { name: /^Snap/ }).click();
  await expect.poll(async () => (await look(app)).filter).toMatch(/^url\(.*\) contrast\(1\.05\)$/);
  await shoot(page, 'aids');
  expect(await accessProblems(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'aids-dark');
  expect(await accessProblems(page, 'colours')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(page.getByText('The picture is shown adjusted')).toBeVisible();
  expect((await look(app)).pixel).toEqual(before.pixel);

  // A box whose corner is let go near that of another one has it exactly.
  await page.getByTestId('canvas').focus();
  await drag(app, [0.3, 0.3], [0.45, 0.5]);
  await drag(app, [0.6, 0.7], [0.453, 0.506]);
  const boxes = async () =>
    (await app.call('annotations.list', { itemId: item })).flatMap(({ geometry }) =>
      geometry.type === 'box' ? [geometry] : [],
    );
  await expect.poll(async () => (await boxes()).length).toBe(2);
  const [first, second] = await boxes();
  expect([second?.left, second?.top]).toEqual([first?.right, first?.bottom]);

  // Near enough to see pixels: the minimap shows where, and brings another part.
  await page.keyboard.press('v');
  for (let press = 0; press < 14; press += 1) await page.keyboard.press('+');
  const map = page.getByRole('region', { name: 'Minimap' });
  await expect(map).toBeVisible();
  await shoot(page, 'aids-near');
  const frame = map.locator('div[class*=frame]');
  const place = async () => (await frame.boundingBox())?.x ?? 0;
  const was = await place();
  const bounds = await map.locator('canvas').boundingBox();
  if (!bounds) throw new Error('There is no minimap.');
  await page.mouse.click(bounds.x + bounds.width * 0.9, bounds.y + bounds.height * 0.2);
  await expect.poll(place).toBeGreaterThan(was);
  // By keys, too: left again, with the minimap in the focus.
  const moved = await place();
  await map.getByRole('application').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(place).toBeLessThan(moved);
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Alt+i');
  await expect.poll(async () => (await look(app)).filter).toContain('invert');
  await page.keyboard.press('Alt+e');
  await expect.poll(async () => (await look(app)).filter).toContain('spread');
  await shoot(page, 'aids-equalised');
  await expect(page.getByText('Snap', { exact: true })).toBeVisible();
  await page.keyboard.press('Alt+x');
  await expect(page.getByText('Snap', { exact: true })).toBeHidden();
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'aids-near-dark');
  expect(await accessProblems(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Alt+n');
  await expect(map).toBeHidden();
  await page.keyboard.press('Alt+n');
  await expect(map).toBeVisible();
  await page.keyboard.press('Alt+c');
  await shoot(page, 'aids-crosshair');

  // Kept for the next item, and for the next start; as it is again by one command.
  await page.keyboard.press('f');
  await expect(map).toBeHidden();
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Enter');
  await openItem(app, item);
  expect((await look(app)).filter).toContain('contrast');
  await page.keyboard.press('Alt+0');
  await expect(page.getByText('The picture is shown adjusted')).toBeHidden();
  expect((await look(app)).filter).toBe('');
});
