/** One engine process, from its start to its end: `sluice serve`, as a person would start it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';

const SCRIPT = join(PROJECT_ROOT, 'main', 'cli', 'sluice.ts');

export type Place = { readonly address: string; readonly token: string };

export type Life = {
  /** Where it answers; null when it ended first. */
  readonly ready: Promise<Place | null>;
  /** Resolves when the process is gone. */
  readonly over: Promise<void>;
  readonly isOver: () => boolean;
  readonly wasKilled: () => boolean;
  /** As `kill -9`. Resolves when the process is gone; does nothing when it is already. */
  kill(): Promise<void>;
  /** Asks it to end. Answers its exit code. */
  end(): Promise<number | null>;
  readonly exitCode: () => number | null;
};

export type LifeOptions = {
  readonly workspace: string;
  /** Where what belongs to the person is kept; every process that the engine starts inherits it too. */
  readonly home: string;
  /** Told each line on standard error: problems that belong to no call. */
  readonly heard: (line: string) => void;
};

/** The environment variable that tells the processes of one run from all others. */
export const MARK = 'SLUICE_CONFIG_DIR';

export function startLife({ workspace, home, heard }: LifeOptions): Life {
  const child = spawn(process.execPath, [SCRIPT, 'serve', '--json', '--workspace', workspace], {
    env: { ...process.env, [MARK]: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let killed = false;
  let over = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    const lines = stderr.split('\n');
    stderr = lines.pop() ?? '';
    for (const line of lines) heard(line);
  });
  // `exit` and not `close`: a process that it started may hold the pipes a little longer.
  const ended = once(child, 'exit').then(() => {
    over = true;
  });
  const ready = new Promise<Place | null>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(JSON.parse(stdout.slice(0, stdout.indexOf('\n'))));
    });
    void ended.then(() => resolve(null));
  });
  return {
    ready,
    over: ended,
    isOver: () => over,
    wasKilled: () => killed,
    exitCode: () => child.exitCode,
    async kill() {
      if (over) return;
      killed = child.kill('SIGKILL');
      await ended;
    },
    async end() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
