/** Masks in the real app: painted by hand, and found in the picture by a worker. */
import { join } from 'node:path';
import { maskArea, maskBounds } from '#core/geometry/mask/mask.ts';
import { maskOf } from '#core/geometry/mask/stored.ts';
import { expect, test } from '../support/app-test.ts';
import type { TestApp } from '../support/electron-app.ts';

/** Areas of the masks that are stored of the item on the canvas; -1 for what is no mask. */
async function areas(app: TestApp, itemId: string): Promise<number[]> {
  const annotations = await app.call('annotations.list', { itemId });
  return annotations.map(({ geometry }) => (geometry.type === 'binary' ? maskArea(maskOf(geometry)) : -1));
}

test('a person paints a mask, marks a colour and cuts a car out of its box', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const { window } = app;
  const { project } = await app.call('projects.createSample', { frames: 2 });
  const tasks = () => app.call('tasks.list', { projectId: project.id });
  await expect
    .poll(async () => (await tasks()).reduce((sum, { counts }) => sum + counts.total, 0), { timeout: 60_000 })
    .toBe(2);
  const task = (await tasks()).find(({ type, counts }) => type === 'annotation' && counts.total > 0);
  await window.evaluate((hash) => {
    location.hash = hash;
  }, `#/studio/${task?.id}`);
  const canvas = window.getByTestId('canvas');
  await expect(canvas).toHaveAttribute('data-item', /^[0-9a-f]{24}$/);
  const itemId = (await canvas.getAttribute('data-item')) ?? '';
  const bounds = await canvas.boundingBox();
  if (!bounds) throw new Error('The canvas is not shown.');
  const at = (x: number, y: number) => [bounds.x + x * bounds.width, bounds.y + y * bounds.height] as const;
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await window.mouse.move(...at(...from));
    await window.mouse.down();
    await window.mouse.move(...at(...to), { steps: 4 });
    await window.mouse.up();
  };

  await window.keyboard.press('m');
  await expect(window.getByRole('toolbar', { name: 'Settings of the brush' })).toBeVisible();
  await drag([0.4, 0.3], [0.6, 0.3]);
  await expect.poll(() => areas(app, itemId)).toHaveLength(1);
  const [painted = 0] = await areas(app, itemId);
  expect(painted).toBeGreaterThan(1000);

  // Alt erases from the mask that is selected.
  await window.keyboard.down('Alt');
  await drag([0.5, 0.3], [0.55, 0.3]);
  await window.keyboard.up('Alt');
  await expect.poll(async () => (await areas(app, itemId))[0]).toBeLessThan(painted);

  await window.keyboard.press('Enter');
  await window.keyboard.press('w');
  await window.mouse.move(...at(0.5, 0.5));
  await window.mouse.down();
  await window.mouse.up();
  await expect.poll(() => areas(app, itemId)).toHaveLength(2);

  await window.keyboard.press('Enter');
  await window.keyboard.press('c');
  await drag([0.4, 0.45], [0.65, 0.6]);
  await expect.poll(() => areas(app, itemId), { timeout: 15_000 }).toHaveLength(3);
  const cut = (await app.call('annotations.list', { itemId })).at(-1)?.geometry;
  expect(cut?.type === 'binary' && maskBounds(maskOf(cut))).not.toBeNull();

  // What is selected becomes a polygon, and a mask again.
  await window.keyboard.press('Control+k');
  await window.keyboard.type('Convert to polygon');
  await window.keyboard.press('Enter');
  await expect.poll(async () => (await areas(app, itemId)).at(2)).toBe(-1);
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await canvas.focus();
  await window.keyboard.press('Control+z');
  await expect.poll(async () => (await areas(app, itemId)).at(2)).toBeGreaterThan(0);
});
