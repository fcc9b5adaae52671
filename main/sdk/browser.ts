/** The browser of the person who runs the script. */
import { spawn } from 'node:child_process';

const OPENERS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  // Not `start`, which is a word of the shell: what is in the address must never be run.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** @throws Error when there is nothing that opens addresses; it names the address. */
export async function openInBrowser(url: string): Promise<void> {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', (cause) =>
      reject(new Error(`No browser could be started (${command}). The address is ${url}`, { cause })),
    );
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
