/**
 * What the process for snippets starts from: `snippet-process COMPUTE WAITING`, the numbers of workers. It does nothing
 * but look after its threads, so that it answers at once whatever snippets do.
 */
import { createPool } from './pool.ts';
import { BEAT_MS, type FromProcess, type ToProcess } from './process-messages.ts';
import { startSnippetWorker } from './start-worker.ts';

const [compute, waiting] = process.argv.slice(2).map(Number);
const open = new Set<number>();
let beat: NodeJS.Timeout | undefined;

// With a callback a message to an engine that has just ended is dropped; without, it would be thrown.
const send = (message: FromProcess): void =>
  void process.send?.(message, undefined, undefined, () => undefined);

const pool = createPool({
  startWorker: startSnippetWorker,
  workers: { compute: compute ?? 1, waiting: waiting ?? 1 },
  report(report) {
    send({ kind: 'report', report });
    if (report.end) open.delete(report.id);
    if (open.size === 0) clearInterval(beat);
  },
});

process.on('message', (message: ToProcess) => {
  switch (message.kind) {
    case 'start':
      if (open.size === 0) beat = setInterval(() => send({ kind: 'beat' }), BEAT_MS);
      open.add(message.job.id);
      pool.start(message.job);
      break;
    case 'abort':
      pool.abort(message.id);
      break;
  }
});

// Ctrl-C in a terminal reaches every process: the engine finishes its work first, and then ends this one.
process.on('SIGINT', () => undefined);
// The engine is gone. There is nothing to tidy up, and threads that are busy would hold up a polite end.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
