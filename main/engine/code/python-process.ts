/** One Python process and what is said to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { lineReader, lineTail } from '../media/line-tail.ts';

export type PythonReply =
  | {
      readonly how: 'answer';
      readonly answer: Readonly<Record<string, unknown>>;
      readonly logs: readonly string[];
    }
  | { readonly how: 'timeout' | 'aborted'; readonly logs: readonly string[] }
  | { readonly how: 'ended'; readonly why: string; readonly logs: readonly string[] };

export type PythonProcess = {
  pid(): number | null;
  /** Says one thing and waits for the answer. A process that does not answer in time, or is given up, is ended. */
  ask(message: object, timeoutMs: number, signal: AbortSignal): Promise<PythonReply>;
  ended(): boolean;
  end(): Promise<void>;
};

export type PythonStart = {
  readonly path: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where it runs. */
  readonly folder: string;
};

const TAIL_LINES = 20;
/** The script itself stops sooner. */
const MOST_LOG_LINES = 1_000;

export function startPython({ path, script, env, folder }: PythonStart): PythonProcess {
  // A group of its own: what the snippet starts is ended with it.
  const detached = process.platform !== 'win32';
  const child = spawn(path, ['-u', script], { cwd: folder, env, detached, windowsHide: true, stdio: 'pipe' });
  const errors = lineTail(TAIL_LINES);
  let logs: string[] = [];
  let settle: ((reply: PythonReply) => void) | null = null;
  let why: string | null = null;

  const output = lineReader((line) => hear(line));
  const complaints = lineReader((line) => errors.add(line));
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  // Writing to a process that has just ended: its end is told below.
  child.stdin.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => {
    child.on('error', (error) => finish(error.message, resolve));
    child.on('close', (code, signal) =>
      finish(signal === null ? `exit code ${code}` : `signal ${signal}`, resolve),
    );
  });

  function hear(line: string): void {
    const message = readMessage(line);
    if (message === null) errors.add(line);
    else if (typeof message['log'] !== 'string') reply({ how: 'answer', answer: message, logs });
    else if (logs.length < MOST_LOG_LINES) logs.push(message['log']);
  }

  function reply(said: PythonReply): void {
    const waiting = settle;
    settle = null;
    waiting?.(said);
  }

  function finish(how: string, done: () => void): void {
    complaints.end();
    why ??= [how, ...errors.lines()].join('\n');
    reply({ how: 'ended', why, logs });
    done();
  }

  return {
    pid: () => child.pid ?? null,
    ended: () => why !== null,
    async ask(message, timeoutMs, signal) {
      logs = [];
      if (why !== null) return { how: 'ended', why, logs };
      const giveUp = (how: 'timeout' | 'aborted') => (): void => {
        reply({ how, logs });
        kill(child, detached);
      };
      const onAbort = giveUp('aborted');
      const timer = setTimeout(giveUp('timeout'), timeoutMs);
      signal.addEventListener('abort', onAbort, { once: true });
      const said = await new Promise<PythonReply>((resolve) => {
        settle = resolve;
        if (signal.aborted) onAbort();
        else child.stdin.write(`${JSON.stringify(message)}\n`);
      });
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (said.how !== 'answer') await gone;
      return said;
    },
    async end() {
      kill(child, detached);
      await gone;
    },
  };
}

function kill(child: ChildProcess, group: boolean): void {
  if (child.pid === undefined) return;
  try {
    process.kill(group ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function readMessage(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null ? { ...message } : null;
  } catch {
    return null;
  }
}
