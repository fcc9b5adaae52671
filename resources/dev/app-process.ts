import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { SetupError } from './setup-error.ts';

/** The signals that end a program in an orderly way. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface AppStart {
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs the app until it ends and returns its exit code (128 + number when a signal ended it, as shells do).
 * Signals to this process are passed on. The app gets a process group of its own, because on Ctrl-C the terminal
 * signals the whole group: the app would be told twice, and Electron takes the second time as "at once".
 */
export function runApp(start: AppStart): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(start.executable, start.args, {
      env: start.env,
      stdio: 'inherit',
      detached: process.platform !== 'win32',
    });
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    for (const signal of ENDING_SIGNALS) process.on(signal, pass);
    const finish = (): void => {
      for (const signal of ENDING_SIGNALS) process.off(signal, pass);
    };
    child.once('error', (error) => {
      finish();
      reject(new SetupError(`${start.executable} could not be started: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      finish();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
