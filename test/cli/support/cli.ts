/** The real command line as a child process, with folders of its own instead of the user's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';

const SCRIPT = join(PROJECT_ROOT, 'main', 'cli', 'sluice.ts');

export type CliResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type CliHome = {
  /** An empty folder; everything the commands make lies in it. */
  readonly folder: string;
  path(...names: string[]): string;
  /** Runs a command to its end. */
  run(...args: string[]): Promise<CliResult>;
  /** Runs a command that must succeed and print one JSON value. */
  json(...args: string[]): Promise<unknown>;
  /** Starts a command that goes on; it is ended with the home. */
  start(...args: string[]): RunningCli;
  [Symbol.asyncDispose](): Promise<void>;
};

export type RunningCli = {
  readonly process: ChildProcess;
  /** The first line on standard output. @throws Error with what it said when it ends before. */
  firstLine(): Promise<string>;
  /** Sends the signal, if any, and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<CliResult>;
};

/** @param script another copy of the command line than this tree's */
export async function cliHome(env: NodeJS.ProcessEnv = {}, script = SCRIPT): Promise<CliHome> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
  const running: RunningCli[] = [];
  const { SLUICE_WORKSPACE: _workspace, ...inherited } = process.env;
  const childEnv = {
    ...inherited,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    TMPDIR: folder,
    ...env,
  };
  const start = (...args: string[]): RunningCli => {
    const started = follow(spawn(process.execPath, [script, ...args], { cwd: folder, env: childEnv }));
    running.push(started);
    return started;
  };
  const run = async (...args: string[]): Promise<CliResult> => await start(...args).end();
  return {
    folder,
    path: (...names) => join(folder, ...names),
    run,
    start,
    async json(...args) {
      const { code, stdout, stderr } = await run(...args, '--json');
      if (code !== 0) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map(async (one) => await one.end('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function follow(child: ChildProcess): RunningCli {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const closed = once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr }));
  return {
    process: child,
    async firstLine() {
      while (!stdout.includes('\n')) {
        const ended = await Promise.race([closed, once(child.stdout ?? child, 'data').then(() => null)]);
        if (ended && !stdout.includes('\n')) throw new Error(`It ended with ${ended.code}: ${ended.stderr}`);
      }
      return stdout.slice(0, stdout.indexOf('\n'));
    },
    async end(signal) {
      if (signal !== undefined) child.kill(signal);
      return await closed;
    },
  };
}
