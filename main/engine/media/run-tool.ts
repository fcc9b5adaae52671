/**
 * Runs ffprobe (and `-version` of either tool) and reads both of its pipes to the end.
 */
import { spawn } from 'node:child_process';
import { SluiceError } from '#core/errors.ts';
import { guardChild } from './child-guard.ts';
import { lineReader, lineTail } from './line-tail.ts';
import { toolEnvironment } from './tool-environment.ts';

export type ToolRun = {
  readonly path: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of silence after which the run counts as hung; 60 seconds by default. */
  readonly stallMs?: number | undefined;
  /** Called for each line of standard output. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Called with standard output as it comes, for a program that writes no text. */
  readonly onBytes?: ((bytes: Uint8Array) => void) | undefined;
  /** Called for each line of standard error. */
  readonly onErrorLine?: ((line: string) => void) | undefined;
};

export type ToolResult = {
  /** Null when a signal ended the program. */
  readonly exitCode: number | null;
  readonly signalName: string | null;
  /** Last lines of standard error. */
  readonly stderr: readonly string[];
};

export const DEFAULT_STALL_MS = 60_000;
const TAIL_LINES = 40;

/**
 * Runs a program without a shell and resolves when it has ended, whatever its exit code. Throws `aborted` when
 * the signal fired, `tool-failed` when it hung, `tool-missing` when it cannot be started.
 */
export function runTool(run: ToolRun): Promise<ToolResult> {
  const { path, args, signal, stallMs = DEFAULT_STALL_MS } = run;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortedError(path));
    const child = spawn(path, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: toolEnvironment(),
      windowsHide: true,
    });
    const guard = guardChild(child, { signal, stallMs });
    const tail = lineTail(TAIL_LINES);
    const output = lineReader((line) => run.onLine?.(line));
    const errors = lineReader((line) => {
      tail.add(line);
      run.onErrorLine?.(line);
    });
    const texts = [[child.stdout, output] as const, [child.stderr, errors] as const];
    for (const [stream, reader] of run.onBytes ? texts.slice(1) : texts) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        guard.alive();
        reader.push(chunk);
      });
    }
    if (run.onBytes) {
      child.stdout.on('data', (chunk: Buffer) => {
        guard.alive();
        run.onBytes?.(chunk);
      });
    }
    child.on('error', (cause) => {
      guard.release();
      reject(
        new SluiceError('tool-missing', `${path} cannot be started: ${cause.message}`, { path }, { cause }),
      );
    });
    child.on('close', (exitCode, signalName) => {
      guard.release();
      output.end();
      errors.end();
      const reason = guard.reason();
      if (reason === 'aborted') reject(abortedError(path));
      else if (reason === 'stalled') reject(stalledError(path, stallMs));
      else resolve({ exitCode, signalName, stderr: tail.lines() });
    });
  });
}

/** The error of a run that its caller cancelled. */
export function abortedError(what: string): SluiceError {
  return new SluiceError('aborted', `Cancelled: ${what}`);
}

/** The error of a run that gave no sign of life. */
export function stalledError(what: string, stallMs: number): SluiceError {
  const seconds = Math.round(stallMs / 100) / 10;
  return new SluiceError(
    'tool-failed',
    `${what} gave no sign of life for ${seconds} seconds and was stopped. Check the disk the file is on, then try again.`,
    { stallMs },
  );
}
