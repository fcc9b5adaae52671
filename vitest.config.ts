import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { scratchFolder } from './test/support/scratch.ts';

// Taken over by the workers and by every Node that tests start: reading our sources takes most of the second that a
// command line needs to start, and a quarter of that when it was done before.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('node_modules/.cache/sluice-compiled', import.meta.url),
);

const scratch = scratchFolder(process.env);

/** No processes, no files, nothing global that a test leaves changed. */
const PURE = ['test/core/**', 'test/contract/**'].map((folder) => `${folder}/*.test.ts`);
/** They are about files: on a disk, which gives the numbers of removed files to new ones. */
const FILES = ['ingest', 'blobs', 'workspace-copy'].map((folder) => `test/engine/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    environment: 'node',
    // Processes, not threads: the engine's add-ons and `process.chdir` want one of their own.
    pool: 'forks',
    // Many tests start programs of their own (ffmpeg, the command line): more workers than cores only slows them down.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'rest',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...PURE, ...FILES],
          ...(scratch && { env: { TMPDIR: scratch } }),
        },
      },
      { extends: true, test: { name: 'files', include: FILES } },
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
    ],
  },
});
