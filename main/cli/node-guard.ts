/** Which Node runs the command line. Uses nothing that Node 18 does not have. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

export const OLDEST_NODE = '22.14';

/** True when the database add-on runs on this version of Node, such as `v22.14.0`. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** The Node that `npm ci` put beside Sluice, looked for upwards from the script; null when there is none. */
export function bundledNode(script: string): string | null {
  for (let folder = dirname(script); ; folder = dirname(folder)) {
    const node = join(
      folder,
      'node_modules',
      'node',
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    if (existsSync(node)) return node;
    if (folder === dirname(folder)) return null;
  }
}

/** Runs a program in place of this one, passes signals on, and gives its exit code. */
export function runOn(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    // On a terminal Ctrl-C reaches the child by itself: told twice, it would take the second time as "at once".
    const interrupted = () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
    };
    const terminated = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupted);
    process.on('SIGTERM', terminated);
    const forget = () => {
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', terminated);
    };
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      forget();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
