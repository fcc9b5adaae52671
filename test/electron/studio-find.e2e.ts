/** Objects are found, taken together and labelled together, in the real app. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';
import { accessProblems } from '../support/axe.ts';
import { shoot } from '../support/electron-app.ts';
import { goTo, openItem, sample } from './support/studio-hand.ts';

test('objects are found by what is typed, and labelled, hidden and gone on from by keys', async ({
  launch,
  folder,
}) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const { task } = await sample(app);
  const annotation = await task('annotation');
  const { items } = await app.call('tasks.items', { taskId: annotation.id });
  const [first] = items;
  if (!first) throw new Error('Nothing waits.');
  const box = (at: number) =>
    ({ type: 'box', left: 40 + at * 90, top: 200, right: 110 + at * 90, bottom: 260 }) as const;
  await app.call('annotations.add', {
    itemId: first.itemId,
    annotations: Array.from({ length: 9 }, (_, at) => ({
      label: at % 3 === 0 ? 'person' : 'car',
      geometry: box(at),
      attributes: {},
      ...(at > 5 ? { metadata: { user: { model: { name: 'm', confidence: at / 10 } } } } : {}),
    })),
  });
  await goTo(app, `#/studio/${annotation.id}/${first.itemId}`);
  const item = await openItem(app);
  const list = page.getByRole('tabpanel', { name: /Objects/ });
  const rows = list.getByRole('button', { name: /pixels$/ });
  await expect(rows).toHaveCount(9);

  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Control+f');
  const field = list.getByLabel('Find objects');
  await expect(field).toBeFocused();
  await page.keyboard.type('score::[.6');
  await expect(list.getByText('a score is a range')).toBeVisible();
  await shoot(page, 'find-fault');
  await page.keyboard.type(',.75]');
  await expect(rows).toHaveCount(2);
  await expect(list.getByRole('status')).toHaveText('2 of 9. Enter selects them.');
  await shoot(page, 'find');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'find-dark');
  expect(await accessProblems(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await list.getByRole('button', { name: 'What can be typed' }).click();
  await shoot(page, 'find-help');
  await page.keyboard.press('Escape');

  // Found, selected, and labelled at once, as one step.
  await field.press('Enter');
  await expect(list.locator('[aria-pressed=true]')).toHaveCount(2);
  await field.press('Escape');
  await expect(page.getByTestId('canvas')).toBeFocused();
  await page.keyboard.press('3');
  const labels = async () => (await app.call('annotations.list', { itemId: item })).map(({ label }) => label);
  await expect.poll(async () => (await labels()).filter((label) => label === 'bicycle').length).toBe(2);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await labels()).filter((label) => label === 'bicycle').length).toBe(0);

  // By the list: a range, all with the same label, all others hidden.
  await rows.nth(1).click();
  await rows.nth(3).click({ modifiers: ['Shift'] });
  await expect(list.locator('[aria-pressed=true]')).toHaveCount(3);
  await rows.nth(0).click();
  await page.keyboard.press('Control+Shift+a');
  await expect(list.locator('[aria-pressed=true]')).toHaveCount(3);
  await page.keyboard.press('Alt+h');
  await expect(list.getByRole('button', { name: /^Show car/ })).toHaveCount(6);
  await page.keyboard.press('Alt+Shift+h');
  await expect(list.getByRole('button', { name: /^Show / })).toHaveCount(0);

  // Two are related, by a name.
  await rows.nth(0).click();
  await rows.nth(1).click({ modifiers: ['Control'] });
  await page.keyboard.press('Alt+r');
  await rows.nth(0).click();
  const relations = page.getByRole('region', { name: 'Relations' });
  await relations.getByLabel('Name of the relation').fill('drives');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () =>
      JSON.stringify((await app.call('annotations.list', { itemId: item })).map((one) => one.metadata)),
    )
    .toContain('drives');
  await shoot(page, 'relations');
  expect(await accessProblems(page)).toEqual([]);
  await relations.getByRole('button', { name: 'car' }).click();
  await expect(relations).toContainText('drives');

  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Alt+PageDown');
  const next = await openItem(app, item);
  expect((await app.call('annotations.list', { itemId: next })).length).toBe(0);
  await page.keyboard.press('Control+p');
  await expect.poll(async () => (await app.call('annotations.list', { itemId: next })).length).toBe(9);
});
