/** Playwright's `test` with the app: whatever a test starts is ended after it, also when it fails. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { type LaunchOptions, launchApp, type TestApp } from './electron-app.ts';

type Fixtures = {
  /** Starts the app; it is closed after the test, which fails when the page has written errors to its console. */
  launch: (options?: LaunchOptions) => Promise<TestApp>;
  /** An empty folder that is gone after the test. */
  folder: string;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  // After `folder`, so that the app is closed before its workspace is removed.
  launch: async ({ folder }, use) => {
    const apps: TestApp[] = [];
    await use(async (options = {}) => {
      const app = await launchApp({ userData: join(folder, 'user-data'), ...options });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.close();
  },
});
export { expect } from '@playwright/test';
