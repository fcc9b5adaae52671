/** A recipe is edited, and what it asks for is filled in while labelling. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';

test('a label in use is renamed with its annotations, and a required attribute holds an item back', async ({
  launch,
  folder,
}) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window: page } = app;
  const { project } = await app.call('projects.createSample', { frames: 4 });
  const task = async () =>
    (await app.call('tasks.list', { projectId: project.id })).find(({ type }) => type === 'annotation');
  await expect.poll(async () => (await task())?.counts.total ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
  const taskId = (await task())?.id ?? '';
  const { itemId } = await app.call('tasks.next', { taskId, afterItemId: null });
  if (itemId === null) throw new Error('No item waits.');
  const geometry = { type: 'box', left: 5, top: 5, right: 90, bottom: 80 } as const;
  await app.call('annotations.add', { itemId, annotations: [{ label: 'car', geometry, attributes: {} }] });

  await page.getByRole('link', { name: 'Recipes', exact: true }).first().click();
  await page.getByRole('treeitem', { name: 'car' }).dblclick();
  await page.getByLabel('Name', { exact: true }).fill('van');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 annotation is concerned.')).toBeVisible();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const labels = async () => (await app.call('annotations.list', { itemId })).map(({ label }) => label);
  await expect.poll(labels).toEqual(['van']);
  await expect(page.getByText('1 annotation followed')).toBeVisible();

  await page.getByRole('tab', { name: 'Attributes' }).click();
  await page.getByRole('button', { name: 'New attribute' }).click();
  const options = page.getByLabel('New options, one a line');
  await options.fill('left');
  await options.press('Enter');
  await options.fill('right');
  await options.press('Enter');
  await page.getByLabel('Must have a value before an item is complete').check();
  await expect
    .poll(async () => (await app.call('recipes.list', { projectId: project.id }))[0]?.attributes[0])
    .toMatchObject({ values: ['left', 'right'], optional: false });

  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/studio/${taskId}/${itemId}`);
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-item', itemId);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not complete yet')).toBeVisible();
  await page.keyboard.press('Shift+A');
  await expect(page.getByRole('group', { name: 'New attribute' })).toHaveCount(1);
  await page.keyboard.press('2');
  await expect
    .poll(async () => (await app.call('annotations.list', { itemId }))[0]?.attributes)
    .toEqual({ 'attribute-1': 'right' });
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('canvas')).not.toHaveAttribute('data-item', itemId);
});
