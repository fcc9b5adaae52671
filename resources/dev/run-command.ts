import { spawn } from 'node:child_process';

/** A program and its first arguments. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

export interface CommandResult {
  /** Exit code; null when a signal or the time limit ended it, or it could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Time limit in milliseconds; at the limit the process is killed. */
  readonly limitMs?: number;
  /** Called once with the process id. */
  readonly started?: (pid: number) => void;
}

/**
 * Runs a program to its end and collects what it printed. Never throws: a program that cannot be started
 * gives `code: null` with the reason in `stderr`.
 */
export function runCommand(command: Command, options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command.command, command.args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer =
      options.limitMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.limitMs);
    child.on('error', (error) => {
      stderr += error.message;
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: child.pid === undefined ? null : code, stdout, stderr, timedOut });
    });
    if (child.pid !== undefined) options.started?.(child.pid);
  });
}
