/** SQLite's own check, in a thread: it reads the whole file in one go, and other work of this process goes on meanwhile. */
import { Worker } from 'node:worker_threads';
import { fromWireError, SluiceError, type WireError } from '#core/errors.ts';
import { abortedError } from '../media/run-tool.ts';
import { entryFile } from '../process-host.ts';

export type IntegrityTask = { readonly path: string; readonly limit: number };
export type IntegrityAnswer = { readonly found: readonly string[] } | { readonly error: WireError };

/**
 * What SQLite finds wrong, at most `limit` sentences; empty when all is well.
 * @throws SluiceError `database-corrupt`, `io`, `aborted`.
 */
export async function findDamageAside(task: IntegrityTask, signal: AbortSignal): Promise<readonly string[]> {
  const aborted = () => abortedError('reading the database');
  if (signal.aborted) throw aborted();
  const entry = entryFile(new URL('./integrity-worker.ts', import.meta.url));
  const worker = new Worker(entry, { workerData: task, execArgv: [] });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', (answer: IntegrityAnswer) => {
        if ('found' in answer) resolve(answer.found);
        else reject(fromWireError(answer.error));
      });
      worker.once('error', reject);
      worker.once('exit', () => {
        const early = new SluiceError('internal', 'The check of the database ended without a word.');
        reject(signal.aborted ? aborted() : early);
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
