/**
 * A folder that is either complete or not there: filled as `<name>.partial`, then renamed.
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An orphan of a crash may still be writing into the folder while it is removed; it stops at its next file. */
const REMOVE = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const;

/** Where a folder is filled before it gets its final name. */
export function partialFolder(finalPath: string): string {
  return `${finalPath}.partial`;
}

/** Makes the empty folder to fill; what a crash left there is removed first. */
export async function beginFolder(partial: string): Promise<void> {
  await rm(partial, REMOVE);
  await mkdir(partial, { recursive: true });
}

/** Gives the filled folder its final name, in place of what had that name before, and makes that durable. */
export async function commitFolder(partial: string, finalPath: string): Promise<void> {
  await syncFolder(partial);
  await rm(finalPath, REMOVE);
  await rename(partial, finalPath);
  await syncFolder(dirname(finalPath));
}

/** Removes a folder with what is in it, also while something is being written there. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, REMOVE);
}

/** Removes a folder that will not be finished; what cannot be removed now is removed when it is begun again. */
export async function abandonFolder(partial: string): Promise<void> {
  await rm(partial, REMOVE).catch(() => undefined);
}

/** Writes the folder's names to the disk; Windows neither needs it nor lets a folder be opened. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
