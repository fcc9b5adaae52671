import { defineConfig } from '@playwright/test';

/** End-to-end tests in the real app. Run by `npm run e2e`, which builds it and finds an Electron and a display. */
export default defineConfig({
  testDir: 'test/electron',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/e2e',
  // One app at a time: they share one display, and times are measured.
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
});
