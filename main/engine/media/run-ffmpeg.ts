/**
 * Runs ffmpeg through fluent-ffmpeg's process runner: it reads both pipes and reports how the child ended.
 *
 * Only the runner is used, not the command builder: the builder starts ffmpeg twice more to list formats and
 * encoders (0.1 s and more with a static build), and it would rewrite the argument list that is recorded with a video.
 */
import type { ChildProcess } from 'node:child_process';
import ffmpegCommand from 'fluent-ffmpeg';
import { SluiceError } from '#core/errors.ts';
import { guardChild } from './child-guard.ts';
import { lineTail } from './line-tail.ts';
import { abortedError, DEFAULT_STALL_MS, stalledError } from './run-tool.ts';
import { toolEnvironment } from './tool-environment.ts';
import { isRunnable } from './tool-locations.ts';
import type { Tool } from './tools.ts';

export type FfmpegRun = {
  readonly tool: Tool;
  readonly args: readonly string[];
  /** Folder that relative output names are in. */
  readonly cwd: string;
  /** Says in a message what is being worked on. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without progress after which the run counts as hung; 60 seconds by default. */
  readonly stallMs?: number | undefined;
  /** Called for each line of standard output; return true when it shows that the work went on. */
  readonly onLine?: ((line: string) => boolean) | undefined;
  /** Called for each line of standard error that is not empty. */
  readonly onErrorLine?: ((line: string) => void) | undefined;
};

export type FfmpegResult = {
  /** Null when ffmpeg ended well, else how it ended. */
  readonly failure: string | null;
  /** Last lines of standard error. */
  readonly stderr: readonly string[];
};

type LinesRing = { callback(onLine: (line: string) => void): void };

/** The process runner inside fluent-ffmpeg; its published types leave it out. */
type ProcessRunner = {
  setFfmpegPath(path: string): void;
  _spawnFfmpeg(
    args: string[],
    options: { captureStdout: boolean; cwd: string; env: NodeJS.ProcessEnv; windowsHide: boolean },
    onStart: (child: ChildProcess, stdout: LinesRing, stderr: LinesRing) => void,
    onEnd: (error?: Error | null) => void,
  ): void;
};

const TAIL_LINES = 40;

/**
 * Runs ffmpeg once, without a shell, and resolves when it has ended. Throws `aborted` when the signal fired,
 * `tool-failed` when it hung, `tool-missing` when it cannot be started.
 */
export async function runFfmpeg(run: FfmpegRun): Promise<FfmpegResult> {
  const { tool, what, signal, stallMs = DEFAULT_STALL_MS } = run;
  if (signal?.aborted) throw abortedError(what);
  if (!(await isRunnable(tool.path))) {
    throw new SluiceError('tool-missing', `ffmpeg is not at "${tool.path}" any more.`, { path: tool.path });
  }
  const runner = ffmpegCommand() as unknown as ProcessRunner;
  const tail = lineTail(TAIL_LINES);
  return new Promise((resolve, reject) => {
    let guard: ReturnType<typeof guardChild> | undefined;
    const options = { captureStdout: true, cwd: run.cwd, env: toolEnvironment(), windowsHide: true };
    // The path is shared by all commands of the library: set and used within one turn, runs cannot mix it up.
    runner.setFfmpegPath(tool.path);
    runner._spawnFfmpeg(
      [...run.args],
      options,
      (child, stdout, stderr) => {
        const watch = guardChild(child, { signal, stallMs });
        guard = watch;
        child.stdin?.end();
        stdout.callback((line) => {
          if (run.onLine?.(line) ?? true) watch.alive();
        });
        stderr.callback((line) => {
          tail.add(line);
          if (line.trim() !== '') run.onErrorLine?.(line);
        });
      },
      (error) => {
        guard?.release();
        const reason = guard?.reason() ?? null;
        if (reason === 'aborted') reject(abortedError(what));
        else if (reason === 'stalled') reject(stalledError(what, stallMs));
        else resolve({ failure: error ? error.message : null, stderr: tail.lines() });
      },
    );
  });
}
