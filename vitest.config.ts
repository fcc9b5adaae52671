import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Taken over by the workers and by every Node that tests start: reading our sources takes most of the second that a
// command line needs to start, and a quarter of that when it was done before.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('node_modules/.cache/sluice-compiled', import.meta.url),
);

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Processes, not threads: the engine's add-ons and `process.chdir` want one of their own.
    pool: 'forks',
    // Many tests start programs of their own (ffmpeg, the command line): more workers than cores only slows them down.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
