/** The real command line as a child process, with folders of its own instead of the user's. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';

const SCRIPT = join(PROJECT_ROOT, 'main', 'cli', 'sluice.ts');
const COMMANDS = new URL('./commands-process.ts', import.meta.url);
/** Milliseconds; it takes a few. */
const LATEST_END_MS = 20_000;

export type CliResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type CliHome = {
  /** An empty folder; everything the commands make lies in it. */
  readonly folder: string;
  /** What the commands have as their environment. */
  readonly env: NodeJS.ProcessEnv;
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

/**
 * The same, with all commands that run to their end in one process: a start takes several times as long as most of them.
 * When the home is closed that process has to end by itself, so none of them may have left anything open.
 */
export async function sharedCliHome(): Promise<CliHome> {
  const home = await cliHome();
  const child = fork(COMMANDS, { cwd: home.folder, env: home.env, stdio: 'inherit' });
  // Not `close`, which never comes after `disconnect`.
  const ended = once(child, 'exit');
  let last: Promise<unknown> = Promise.resolve();
  const run = (...args: string[]): Promise<CliResult> => {
    const result = last.then(async () => {
      child.send(args);
      const [answer] = await Promise.race([
        once(child, 'message'),
        ended.then(() => Promise.reject(new Error(`sluice ${args.join(' ')} ended its process`))),
      ]);
      return answer as CliResult;
    });
    last = result.catch(() => undefined);
    return result;
  };
  return {
    ...home,
    run,
    json: (...args) => jsonOf(run, args),
    async [Symbol.asyncDispose]() {
      child.disconnect();
      const late = setTimeout(() => child.kill('SIGKILL'), LATEST_END_MS);
      const [code, signal] = await ended;
      clearTimeout(late);
      await home[Symbol.asyncDispose]();
      if (code !== 0) throw new Error(`The commands left something open: ${code ?? signal}`);
    },
  };
}

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
    env: childEnv,
    path: (...names) => join(folder, ...names),
    run,
    start,
    json: (...args) => jsonOf(run, args),
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map(async (one) => await one.end('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function jsonOf(run: CliHome['run'], args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run(...args, '--json');
  if (code !== 0) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
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
