/** How the app starts, is left and comes back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '../support/app-test.ts';
import type { TestApp } from '../support/electron-app.ts';

/** Answers the next questions whether to leave, and counts them. */
async function answerQuestions(app: ElectronApplication, answer: 'stay' | 'leave'): Promise<void> {
  await app.evaluate(({ dialog }, choice) => {
    const asked = dialog as unknown as { questions?: number; showMessageBoxSync: () => number };
    asked.questions ??= 0;
    asked.showMessageBoxSync = () => {
      asked.questions = (asked.questions ?? 0) + 1;
      return choice === 'leave' ? 1 : 0;
    };
  }, answer);
}
const questions = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ dialog }) => (dialog as unknown as { questions?: number }).questions ?? 0);

const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

const exited = (app: ElectronApplication): Promise<unknown> =>
  new Promise((resolve) => {
    const main = app.process();
    if (main.exitCode !== null) resolve(main.exitCode);
    else main.once('exit', resolve);
  });

test('a window with unsaved work stays open until the person says otherwise', async ({ launch }) => {
  const { app, window: page } = await launch();
  await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()));
  await answerQuestions(app, 'stay');
  await closeWindow(app);
  await expect.poll(() => questions(app)).toBe(1);
  expect(app.windows()).toHaveLength(1);
  expect(
    await page.evaluate(() => window.sluice.call('app.info', {}).then((text) => JSON.parse(text).ok)),
  ).toBe(true);

  await answerQuestions(app, 'leave');
  const end = exited(app);
  await closeWindow(app);
  await end;
});

test('work that is just being saved holds the window for a moment only', async ({ launch }) => {
  const { app, window: page } = await launch();
  await answerQuestions(app, 'stay');
  await page.evaluate(() => {
    let refusals = 0;
    window.addEventListener('beforeunload', (event) => {
      refusals += 1;
      if (refusals === 1) event.preventDefault();
    });
  });
  const end = exited(app);
  await closeWindow(app);
  await end;
});

test('the app ends when its engine has been given up', async ({ launch }) => {
  const { app, window: page } = await launch({ env: { SLUICE_ENGINE_NODE: '/no/such/node' } });
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const answer = JSON.parse(await window.sluice.call('projects.list', {}));
        return answer.ok ? 'ok' : answer.error.code;
      }),
    )
    .toBe('engine-unavailable');
  const end = exited(app);
  await closeWindow(app);
  await end;
});

test('a signal ends the app in order', async ({ launch, folder }) => {
  const { app, enginePid } = await launch({ workspace: join(folder, 'workspace') });
  await enginePid();
  const end = exited(app);
  app.process().kill('SIGTERM');
  await end;
  const log = await readFile(join(folder, 'user-data', 'logs', 'engine.log'), 'utf8');
  expect(log).toContain('The engine ended: exit code 0');
});

test('the window comes back where it was', async ({ launch }) => {
  const first = await launch();
  const bounds = { x: 120, y: 90, width: 1100, height: 700 };
  await first.app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  );
  const boundsOf = ({ app }: TestApp) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  // The display answers in its own time.
  await expect.poll(() => boundsOf(first)).toEqual(bounds);
  await first.close();
  const second = await launch();
  await expect.poll(() => boundsOf(second)).toEqual(bounds);
});

test('a second start opens its workspace in the app that runs', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'one') });
  await expect.poll(async () => (await app.call('workspaces.current', {}))?.path).toBe(join(folder, 'one'));
  const [program = '', ...args] = app.app.process().spawnargs;
  const own = args.filter((arg) => !/^--(inspect|remote-debugging)/.test(arg) && !arg.includes(folder));
  const second = spawn(
    program,
    [...own.filter((arg) => arg !== '--workspace'), '--workspace', join(folder, 'two')],
    {
      env: { ...process.env, SLUICE_USER_DATA: join(folder, 'user-data') },
      stdio: 'ignore',
    },
  );
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  await expect.poll(async () => (await app.call('workspaces.current', {}))?.path).toBe(join(folder, 'two'));
});
