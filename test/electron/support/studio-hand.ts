/** A person in the studio, on the sample's pictures. */
import type { CallOutput } from '#contract/index.ts';
import { expect } from '../../support/app-test.ts';
import type { TestApp } from '../../support/electron-app.ts';

export { goTo } from './video-view.ts';

type Task = CallOutput<'tasks.list'>[number];

const FRAMES = 8;

/** The sample project with all frames in the labelling tasks. */
export async function sample(app: TestApp): Promise<{ task(type: Task['type']): Promise<Task> }> {
  const made = await app.call('projects.createSample', { frames: FRAMES });
  const tasks = () => app.call('tasks.list', { projectId: made.project.id });
  const arrived = async () => (await tasks()).reduce((sum, { counts }) => sum + counts.total, 0);
  await expect.poll(arrived, { timeout: 60_000 }).toBe(FRAMES);
  return {
    async task(type) {
      const found = (await tasks()).find((task) => task.type === type);
      if (!found) throw new Error(`The sample has no ${type} task.`);
      return found;
    },
  };
}

/** The canvas once an item is on it; answers the item's id. */
export async function openItem(app: TestApp, not: string | null = null): Promise<string> {
  const canvas = app.window.getByTestId('canvas');
  await expect(canvas).toHaveAttribute('data-item', /^[0-9a-f]{24}$/);
  if (not !== null) await expect(canvas).not.toHaveAttribute('data-item', not);
  return (await canvas.getAttribute('data-item')) ?? '';
}

/** Drags on the canvas, from and to shares of its width and height. */
export async function drag(
  app: TestApp,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const bounds = await app.window.getByTestId('canvas').boundingBox();
  if (!bounds) throw new Error('The canvas is not shown.');
  const at = ([x, y]: readonly [number, number]) =>
    [bounds.x + x * bounds.width, bounds.y + y * bounds.height] as const;
  await app.window.mouse.move(...at(from));
  await app.window.mouse.down();
  await app.window.mouse.move(...at(to), { steps: 4 });
  await app.window.mouse.up();
}
