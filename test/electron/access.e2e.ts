/** Every screen, light and dark and with more contrast: nothing on it that assistive technology could not say, or that is hard to read. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app-test.ts';
import { accessProblems } from '../support/axe.ts';

/** Colours on their way from one theme to the next are neither's. What pulses for ever is not waited for. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  );
}

test('no screen breaks a rule of accessibility', async ({ launch, folder }) => {
  test.setTimeout(120_000);
  const app = await launch();
  const { window: page } = app;
  await app.call('workspaces.open', { path: join(folder, 'w') });
  const { project } = await app.call('projects.createSample', { frames: 6 });
  const projectId = project.id;
  await expect
    .poll(async () => (await app.call('tasks.list', { projectId })).some(({ counts }) => counts.open > 0), {
      timeout: 60_000,
    })
    .toBe(true);
  const [pipeline] = await app.call('pipelines.list', { projectId });
  const tasks = await app.call('tasks.list', { projectId });
  const datasets = await app.call('datasets.list', { projectId });
  const label = tasks.find(({ counts }) => counts.open > 0);
  const qa = tasks.find(({ type }) => type === 'qa');
  const frames = datasets.find(({ name }) => name === 'frames');
  const node = (name: string) => () => page.locator('.react-flow__node', { hasText: name }).first().click();
  const tab = (name: string) => () => page.getByText(name, { exact: true }).click();
  const button = (name: string) => () => page.getByRole('button', { name, exact: true }).click();
  /** What opens within a screen, after the screen itself. */
  const screens: Readonly<Record<string, Readonly<Record<string, () => Promise<void>>>>> = {
    home: {},
    [`data/${frames?.id}`]: {},
    folders: {},
    tasks: {},
    recipes: {},
    [`studio/${label?.id}`]: {},
    [`review/${qa?.id}`]: {},
    [`pipelines/${pipeline?.id}`]: {
      'a node': node('Label A'),
      cycles: tab('Cycles'),
      executions: tab('Executions'),
      failures: tab('Failures'),
    },
    [`compose/${pipeline?.id}`]: {
      'a dataset': node('Videos'),
      'a video split': node('Split into frames'),
      'a task': node('Label A'),
      'a data split': node('Half and half'),
      'a connection': () => page.locator('.react-flow__edge').first().click({ force: true }),
      'a condition': button('Condition'),
      'a simulation': button('Simulate'),
      versions: button('Versions'),
    },
    sync: {},
    settings: {},
    help: {},
  };

  const found: string[] = [];
  const check = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const contrast of ['no-preference', 'more'] as const) {
        await page.emulateMedia({ colorScheme, contrast });
        await page.waitForTimeout(100);
        await atRest(page);
        const whole = colorScheme === 'light' && contrast === 'no-preference';
        const problems = await accessProblems(page, whole ? 'all' : 'colours');
        found.push(...problems.map((line) => `${name}, ${colorScheme}, ${contrast}: ${line}`));
      }
    }
  };
  for (const [screen, within] of Object.entries(screens)) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${screen}`);
    await page.getByRole('main').waitFor();
    await page.waitForTimeout(700);
    await check(screen.split('/')[0] ?? '');
    for (const [name, open] of Object.entries(within)) {
      await open();
      await page.waitForTimeout(250);
      await check(`${screen.split('/')[0]}: ${name}`);
    }
  }
  expect(found).toEqual([]);
});
