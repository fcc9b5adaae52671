/** The process for snippets, as the engine sees it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from '#core/ports.ts';
import { lineTail } from '../media/line-tail.ts';
import { entryFile } from '../process-host.ts';
import type { Home, HomeEvents, Workers } from './home.ts';
import { BEAT_MS, type FromProcess, type ToProcess } from './process-messages.ts';

export type ProcessHomeOptions = {
  readonly workers: Workers;
  readonly events: HomeEvents;
  readonly logger: Logger;
  /** Beats that may be missing before the process counts as hung. */
  readonly missedBeats: number;
};

export type ProcessHome = Home & {
  /** Null when it could not be started. */
  pid(): number | null;
};

/** What a process needs of the environment, and no more: nothing of it is for snippets. */
const PASSED = [
  'SystemRoot',
  'windir',
  'TEMP',
  'TMPDIR',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'ELECTRON_RUN_AS_NODE',
];
const TAIL_LINES = 20;

/** Starts the process. It is gone for good when it has ended: `lost` is told once, and a new one is to be opened. */
export function openProcessHome({ workers, events, logger, missedBeats }: ProcessHomeOptions): ProcessHome {
  const open = new Set<number>();
  const errors = lineTail(TAIL_LINES);
  let missed = 0;
  let closing = false;
  let reason: string | null = null;
  let watch: NodeJS.Timeout | undefined;

  const child = spawn(
    process.execPath,
    [
      entryFile(new URL('./snippet-process.ts', import.meta.url)),
      String(workers.compute),
      String(workers.waiting),
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
      env: Object.fromEntries(
        PASSED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
      ),
    },
  );
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) errors.add(line);
  });
  child.on('message', (message: FromProcess) => {
    missed = 0;
    if (message.kind === 'beat' || !open.has(message.report.id)) return;
    if (message.report.end) forget(message.report.id);
    events.report(message.report);
  });
  child.on('error', (error) => {
    reason ??= error.message;
    if (child.pid === undefined) ended(error.message);
  });
  child.on('exit', (code, signal) => ended(signal === null ? `exit code ${code}` : `signal ${signal}`));

  function ended(how: string): void {
    clearInterval(watch);
    if (closing) return;
    closing = true;
    const why = reason ?? how;
    logger.log('warn', 'The process for snippets ended', { why, output: errors.lines().join('\n') });
    events.lost(why);
  }

  function forget(id: number): void {
    open.delete(id);
    if (open.size === 0) clearInterval(watch);
  }

  /** Beats are counted, not time: a computer that slept has not made the process late. */
  function look(): void {
    missed++;
    if (missed <= missedBeats) return;
    reason = `it gave no sign of life for ${(missedBeats * BEAT_MS) / 1000} seconds`;
    child.kill('SIGKILL');
  }

  const send = (message: ToProcess): void => {
    // With a callback a message to a process that has just ended is dropped: `exit` tells of it.
    if (child.connected) child.send(message, () => undefined);
  };

  return {
    pid: () => child.pid ?? null,
    start(job) {
      if (open.size === 0) {
        missed = 0;
        watch = setInterval(look, BEAT_MS);
      }
      open.add(job.id);
      send({ kind: 'start', job });
    },
    abort: (id) => send({ kind: 'abort', id }),
    async close() {
      closing = true;
      clearInterval(watch);
      open.clear();
      await gone(child);
    },
  };
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
