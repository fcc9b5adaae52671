import { defineConfig } from 'vitest/config';

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
