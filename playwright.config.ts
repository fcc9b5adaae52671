import { defineConfig } from '@playwright/test';
import { scratchFolder } from './test/support/scratch.ts';

// Taken over by the workers, which read this file too, and by the app.
const scratch = scratchFolder(process.env);
if (scratch !== undefined) process.env['TMPDIR'] = scratch;

/** End-to-end tests in the real app. Run by `npm run e2e`, which builds it and finds an Electron and a display. */
export default defineConfig({
  testDir: 'test/electron',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/e2e',
  // As many as there are displays; on a person's own screen one app at a time.
  workers: Math.max(1, (process.env['SLUICE_TEST_DISPLAYS'] ?? '').split(',').length),
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
});
