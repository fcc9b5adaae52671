/** The engine dies, and the app goes on. */
import { join } from 'node:path';
import { expect, test } from '../support/app-test.ts';
import type { TestApp } from '../support/electron-app.ts';

/** Waits until a process is gone. */
async function gone(pid: number): Promise<void> {
  await expect
    .poll(() => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    })
    .toBe(false);
}

/** What the page hears of the engine from now on, in order. */
async function recordStates({ window: page }: TestApp): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const states: string[] = [];
    window.sluice.on((event) => {
      if (event.name === 'engine.state') states.push(event.payload.state);
    });
    Object.assign(window, { states });
  });
  return async () => await page.evaluate(() => (window as unknown as { states: string[] }).states);
}

test('a killed engine fails what is in flight, comes back, and has the workspace open', async ({
  launch,
  folder,
}) => {
  const workspace = join(folder, 'workspace');
  const app = await launch({ workspace });
  expect(await app.call('workspaces.current', {})).toMatchObject({ path: workspace });
  const { id } = await app.call('projects.create', { name: 'Kept' });
  const states = await recordStates(app);

  // Stopped, it takes calls and answers none of them; then it is killed with all of them in flight.
  const first = await app.enginePid();
  process.kill(first, 'SIGSTOP');
  const flying = app.window.evaluate(async () => {
    const names = ['projects.list', 'workspaces.current', 'projects.create', 'diagnostics.ping'];
    const texts = await Promise.all(
      names.map((name) => window.sluice.call(name, name === 'projects.create' ? { name: 'Lost' } : {})),
    );
    const answers = texts.map((text) => JSON.parse(text));
    return answers.map((envelope) => (envelope.ok ? 'ok' : envelope.error.code));
  });
  // Answered by the app itself, after it has passed on all that came before.
  await app.call('app.info', {});
  process.kill(first, 'SIGKILL');
  expect(await flying).toEqual(Array.from({ length: 4 }, () => 'engine-restarted'));

  expect(await app.call('workspaces.current', {})).toMatchObject({ path: workspace });
  expect((await app.call('projects.list', {})).map((project) => project.id)).toContain(id);
  expect(await app.enginePid()).not.toBe(first);
  expect(await states()).toEqual(['restarting', 'ready']);
});

test('the engine ends with the app, also when the app is killed', async ({ launch, folder }) => {
  const workspace = join(folder, 'workspace');
  const closed = await launch({ workspace });
  const first = await closed.enginePid();
  await closed.close();
  await gone(first);

  const killed = await launch({ workspace });
  const second = await killed.enginePid();
  await killed.kill();
  await gone(second);

  const again = await launch({ workspace });
  expect(await again.call('workspaces.current', {})).toMatchObject({ path: workspace });
});
