/** Starts a thread that runs snippets. */
import { Worker } from 'node:worker_threads';
import { entryFile } from '../process-host.ts';
import type { StartWorker } from './slot.ts';
import { STACK_MB } from './worker/stack.ts';

/** Megabytes of what the thread itself keeps: texts of items and results. What snippets keep is counted elsewhere. */
const HEAP_MB = 512;

export const startSnippetWorker: StartWorker = (progress) => {
  const worker = new Worker(entryFile(new URL('./snippet-worker.ts', import.meta.url)), {
    workerData: progress,
    env: {},
    // Types are taken out of snippets by a part of Node that says each time that it may still change.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB },
    // What QuickJS says while it breaks helps nobody; it comes back as a fault.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
};
