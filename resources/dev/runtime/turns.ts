import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrno } from '../setup-error.ts';
import type { TurnTimes } from './types.ts';

export interface Turn<T> {
  /** Exists exactly while somebody works; also the place for everything half made. */
  readonly workFolder: string;
  readonly times: TurnTimes;
  /** The finished thing, when it is there. */
  readonly find: () => Promise<T | undefined>;
  /** Makes the thing; it may use `workFolder` freely, and must put the result in place by one rename. */
  readonly make: () => Promise<T>;
  /** Called once when another process is at work and this one waits. */
  readonly waiting: () => void;
}

/**
 * Returns what `find` finds, else makes it, in turns with other processes: one works, the others wait for its
 * result. The work folder itself is the sign: making it is atomic, its time of change is the maker's heartbeat,
 * and what a dead maker left is thrown away by the next one. A process id would not do, since containers that
 * share a cache folder do not share ids.
 *
 * Turns only save work. If two do make the thing at once (a maker stopped for long wakes up), the rename into
 * place still keeps the result whole.
 */
export async function takeTurn<T>(turn: Turn<T>): Promise<T> {
  let told = false;
  for (;;) {
    const found = await turn.find();
    if (found !== undefined) return found;
    const claim = await claimFolder(turn.workFolder);
    if (claim !== undefined) return await work(turn, claim);
    if (await isStale(turn.workFolder, turn.times.stale)) {
      await discard(turn.workFolder);
      continue;
    }
    if (!told) turn.waiting();
    told = true;
    await delay(turn.times.poll);
  }
}

async function work<T>(turn: Turn<T>, claim: bigint): Promise<T> {
  const beat = setInterval(() => {
    const now = new Date();
    // The folder may be gone when another process took this one for dead; the work then fails by itself.
    utimes(turn.workFolder, now, now).catch(() => undefined);
  }, turn.times.beat);
  try {
    // Another maker may have finished between the look and the claim.
    return (await turn.find()) ?? (await turn.make());
  } finally {
    clearInterval(beat);
    if ((await inode(turn.workFolder)) === claim) await rm(turn.workFolder, { recursive: true, force: true });
  }
}

/** Makes the folder and returns its inode, or undefined when it exists. */
async function claimFolder(folder: string): Promise<bigint | undefined> {
  await mkdir(dirname(folder), { recursive: true });
  try {
    await mkdir(folder);
  } catch (error) {
    if (hasErrno(error, 'EEXIST')) return undefined;
    throw error;
  }
  return await inode(folder);
}

async function inode(path: string): Promise<bigint | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.ino;
}

async function isStale(folder: string, staleMs: number): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  // A clock that was set back must not make a waiter wait for hours, hence the distance and not the age.
  return found !== undefined && Math.abs(Date.now() - found.mtimeMs) > staleMs;
}

/** Renames first: of several waiters only one gets the folder, and a new maker can start at once. */
async function discard(folder: string): Promise<void> {
  const aside = `${folder}.${process.pid}-${Date.now().toString(36)}`;
  try {
    await rename(folder, aside);
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return;
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}
