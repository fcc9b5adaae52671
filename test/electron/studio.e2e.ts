/** Labelling and review by mouse and keys in the real app. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';
import type { TestApp } from '../support/electron-app.ts';
import { drag, goTo, openItem, sample } from './support/studio-hand.ts';

const labelsOf = async (app: TestApp, itemId: string) =>
  (await app.call('annotations.list', { itemId })).map(({ label }) => label);

test('a person labels by mouse and number keys, completes, and takes it back', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window } = app;
  const { task } = await sample(app);
  await goTo(app, `#/studio/${(await task('annotation')).id}`);
  const first = await openItem(app);

  await drag(app, [0.3, 0.35], [0.45, 0.5]);
  await window.keyboard.press('2');
  await drag(app, [0.55, 0.35], [0.7, 0.55]);
  await expect.poll(() => labelsOf(app, first)).toEqual(['car', 'person']);
  await expect(window.getByRole('tab', { name: /Objects/ })).toContainText('2');

  await window.keyboard.press('Control+z');
  await expect.poll(() => labelsOf(app, first)).toEqual(['car']);
  await window.keyboard.press('Control+y');
  await expect.poll(() => labelsOf(app, first)).toEqual(['car', 'person']);

  // Esc leaves the box tool with the last box in the hand: keys now change that one.
  await window.keyboard.press('Escape');
  await window.keyboard.press('3');
  await expect.poll(() => labelsOf(app, first)).toEqual(['car', 'bicycle']);
  await window.keyboard.press('Shift+ArrowLeft');
  await window.keyboard.press('Delete');
  await expect.poll(() => labelsOf(app, first)).toEqual(['car']);

  await window.keyboard.press('Enter');
  const second = await openItem(app, first);
  await expect(window.getByTestId('decision-snackbar')).toBeVisible();
  await window.keyboard.press('u');
  await expect(window.getByTestId('canvas')).toHaveAttribute('data-item', first);
  await window.keyboard.press('x');
  await expect(window.getByTestId('canvas')).toHaveAttribute('data-item', second);
  const { taskItem } = await app.call('tasks.view', { taskId: (await task('annotation')).id, itemId: first });
  expect(taskItem).toMatchObject({ state: 'done', status: 'discard' });
});

test('an issue sends an item back, and it comes back fixed', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window } = app;
  const { task } = await sample(app);
  const labelling = await task('annotation');
  const qa = await task('qa');
  await goTo(app, `#/studio/${labelling.id}`);
  const item = await openItem(app);
  await drag(app, [0.3, 0.35], [0.5, 0.55]);
  await window.keyboard.press('Enter');
  await openItem(app, item);

  await goTo(app, `#/review/${qa.id}`);
  await expect(window.getByTestId('canvas')).toHaveAttribute('data-item', item);
  await window.keyboard.press('Tab');
  await window.keyboard.press('i');
  await window.keyboard.type('Too loose');
  await window.keyboard.press('Enter');
  await expect(window.getByText('nothing waits for you')).toBeVisible();

  await goTo(app, `#/studio/${labelling.id}`);
  await expect(window.getByTestId('canvas')).toHaveAttribute('data-item', item);
  await expect(window.getByText('Too loose').first()).toBeVisible();
  await window.keyboard.press('Escape');
  await window.keyboard.press('Tab');
  await window.keyboard.press('Alt+ArrowLeft');
  await window.keyboard.press('Enter');
  await openItem(app, item);

  await goTo(app, `#/review/${qa.id}`);
  await expect(window.getByTestId('canvas')).toHaveAttribute('data-item', item);
  await expect(window.getByText('1 object changed')).toBeVisible();
  await window.keyboard.press('a');
  await expect(window.getByText('nothing waits for you')).toBeVisible();
  const { taskItem, issues } = await app.call('tasks.view', { taskId: qa.id, itemId: item });
  expect(taskItem.status).toBe('approved');
  expect(issues.map(({ status }) => status)).toEqual(['approved']);
});

test('what is drawn while the engine is killed is stored when it is back', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { task } = await sample(app);
  await goTo(app, `#/studio/${(await task('annotation')).id}`);
  const item = await openItem(app);
  await drag(app, [0.3, 0.35], [0.4, 0.45]);
  await app.killEngine();
  await drag(app, [0.5, 0.35], [0.6, 0.45]);
  await drag(app, [0.65, 0.35], [0.7, 0.45]);
  const stored = async () => await labelsOf(app, item).catch(() => []);
  await expect.poll(stored, { timeout: 20_000 }).toEqual(['car', 'car', 'car']);
  await expect(app.window.getByText('On disk')).toBeVisible();
});

test('each kind of shape is drawn by mouse', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window } = app;
  const { task } = await sample(app);
  await goTo(app, `#/studio/${(await task('annotation')).id}`);
  const item = await openItem(app);
  const bounds = await window.getByTestId('canvas').boundingBox();
  const click = async (...places: readonly (readonly [number, number])[]) => {
    for (const [x, y] of places) {
      await window.mouse.click(
        (bounds?.x ?? 0) + x * (bounds?.width ?? 0),
        (bounds?.y ?? 0) + y * (bounds?.height ?? 0),
      );
    }
  };

  await window.keyboard.press('o');
  await click([0.1, 0.3], [0.18, 0.34], [0.16, 0.4]);
  await window.keyboard.press('p');
  await click([0.25, 0.3], [0.35, 0.3], [0.35, 0.42]);
  await window.keyboard.press('Enter');
  await window.keyboard.press('Shift+L');
  await click([0.42, 0.3], [0.5, 0.35], [0.45, 0.42]);
  await window.mouse.click(
    (bounds?.x ?? 0) + 0.45 * (bounds?.width ?? 0),
    (bounds?.y ?? 0) + 0.42 * (bounds?.height ?? 0),
    { button: 'right' },
  );
  await window.keyboard.press('Shift+P');
  await click([0.55, 0.35]);
  await window.keyboard.press('e');
  await drag(app, [0.6, 0.3], [0.7, 0.4]);
  await window.keyboard.press('Shift+B');
  await click([0.1, 0.5], [0.2, 0.62], [0.23, 0.59]);
  await window.keyboard.press('Shift+N');
  await drag(app, [0.4, 0.5], [0.5, 0.6]);
  await window.keyboard.type('Is this one?');
  await window.keyboard.press('Enter');

  const drawn = async () =>
    (await app.call('annotations.list', { itemId: item })).map(({ geometry }) => geometry);
  await expect
    .poll(async () => (await drawn()).map(({ type }) => type))
    .toEqual(['box', 'segment', 'polyline', 'point', 'ellipse', 'cube', 'note']);
  await expect
    .poll(async () => (await drawn()).at(-1))
    .toMatchObject({ coordinates: { note: { messages: [{ body: 'Is this one?' }] } } });
  // A right click that ends a line opens no menu; Enter that ends a shape does not complete the item.
  await expect(window.getByRole('menu')).toHaveCount(0);
  await expect(window.getByTestId('canvas')).toHaveAttribute('data-item', item);
});
