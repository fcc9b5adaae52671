import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A script of this folder, running in a Node of its own; it is killed when the test ends. */
export interface ScriptRun {
  readonly pid: number;
  /** Everything printed so far, on both outputs, as lines. */
  lines(): readonly string[];
  /** Resolves when a line with this text was printed; rejects when the script ends without it. */
  saw(text: string): Promise<void>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
  result(): Promise<{ code: number | null; lines: readonly string[] }>;
}

export function runScript(name: string, args: readonly string[], env?: NodeJS.ProcessEnv): ScriptRun {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  let changed = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      changed();
    });
  }
  const closed = once(child, 'close');
  const lines = (): string[] => output.split('\n').filter((line) => line !== '');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await closed;
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
  });
  return {
    pid: child.pid ?? -1,
    lines,
    saw: (text) =>
      new Promise((resolve, reject) => {
        changed = () => {
          if (output.includes(text)) resolve();
        };
        changed();
        void closed.then(() => reject(new Error(`ended without "${text}":\n${output}`)));
      }),
    end,
    async result() {
      await closed;
      return { code: child.exitCode, lines: lines() };
    },
  };
}
