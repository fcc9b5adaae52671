import { createHash } from 'node:crypto';
import { access, constants, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { hasErrno } from '../setup-error.ts';
import { FUSES_TEXT } from './fuses.ts';
import { LOADER_SOURCE } from './loader.ts';
import type { RegistryPackage } from './types.ts';

/** The user's cache folder for made runtimes, such as `~/.cache/sluice/electron`. */
export function defaultCacheFolder(): string {
  return join(envPaths('sluice', { suffix: '' }).cache, 'electron');
}

/**
 * Name of a made runtime's folder: the version for people, and a short hash of everything that goes into it, so
 * that a runtime made by other rules is never taken for this one.
 */
export function runtimeName(source: RegistryPackage): string {
  const recipe = JSON.stringify([source, LOADER_SOURCE, FUSES_TEXT]);
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 8);
  return `${source.electronVersion}-${source.platform}-${source.arch}-${hash}`;
}

/** A file inside every runtime that was made from the npm registry: such a runtime is never given to users. */
const MARKER = 'made-for-development.json';

export async function writeMarker(runtimeFolder: string, source: RegistryPackage): Promise<void> {
  const facts = { package: `${source.name}@${source.version}`, integrity: source.integrity };
  await writeFile(join(runtimeFolder, MARKER), `${JSON.stringify(facts, null, 2)}\n`);
}

/** True for a folder that holds a runtime made from the npm registry. */
export async function isMarked(runtimeFolder: string): Promise<boolean> {
  return await canAccess(join(runtimeFolder, MARKER), constants.F_OK);
}

/** True for a file that exists and may be run. */
export async function isExecutable(path: string): Promise<boolean> {
  return await canAccess(path, constants.X_OK);
}

async function canAccess(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** The version an Electron folder states in its `version` file, or undefined. */
export async function statedVersion(runtimeFolder: string): Promise<string | undefined> {
  const text = await readFile(join(runtimeFolder, 'version'), 'utf8').catch(() => undefined);
  return text?.trim().replace(/^v/, '');
}

export interface Move {
  readonly finished: string;
  readonly place: string;
  /** Where a broken thing that stands in the place goes. */
  readonly aside: string;
  /** Tells whether what stands in the place is whole. */
  readonly isWhole: () => Promise<boolean>;
}

/**
 * Moves a finished folder to its place by one rename. When another process put a whole one there first, that one
 * stays, since it may already be running; a broken one (a runtime that lost its executable, say) makes room.
 */
export async function moveIntoPlace(move: Move): Promise<void> {
  if (await renamed(move.finished, move.place)) return;
  if (await move.isWhole()) return;
  await rename(move.place, move.aside);
  await renamed(move.finished, move.place);
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasErrno(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
}
