import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { SetupError } from './setup-error.ts';

/** True where a window can be shown: always on Windows and macOS, elsewhere when a display is named. */
export function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return [env.DISPLAY, env.WAYLAND_DISPLAY].some((value) => value !== undefined && value !== '');
}

/** Throws SetupError, one line that names what works without a display, when no window can be shown. */
export function ensureDisplay(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): void {
  if (hasDisplay(env, platform)) return;
  throw new SetupError(
    'No display is set (DISPLAY, WAYLAND_DISPLAY), so no window can be opened. Without one these work: ' +
      'npm run sluice -- serve, npm run sluice -- run PIPELINE.json --input PATH, npm run sluice -- demo',
  );
}

/** A running X server without a screen. */
export interface VirtualDisplay {
  /** Value for `DISPLAY`, such as `:7`. */
  readonly display: string;
  /** Ends the server and waits until it is gone. */
  close(): Promise<void>;
}

/**
 * Starts an X server of its own on a free display number, which the server itself chooses and tells.
 * @param screen width x height x depth, in pixels and bits
 * @throws SetupError when Xvfb is not installed or does not start
 */
export async function startXvfb(screen = '1600x1000x24'): Promise<VirtualDisplay> {
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  // A test run that ends early must not leave a server behind.
  const endWithUs = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithUs);
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      complaint = error.message;
      resolve();
    });
  });
  const number = await Promise.race([displayNumber(child), ended]);
  if (typeof number !== 'string') {
    process.off('exit', endWithUs);
    throw new SetupError(
      `Xvfb did not start (${complaint.trim().split('\n').at(-1) ?? 'no reason given'}). ` +
        'Run "npm run test:setup", or set DISPLAY.',
    );
  }
  return {
    display: `:${number}`,
    async close() {
      process.off('exit', endWithUs);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Reads the number that `-displayfd 3` makes the server write once it takes connections. */
function displayNumber(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const pipe = child.stdio[3] as Readable;
    let text = '';
    pipe.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.endsWith('\n')) resolve(text.trim());
    });
  });
}
