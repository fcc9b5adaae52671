/** Lists the files of a folder and of all folders in it. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { kindByExtension } from '../media/kind.ts';
import { isInside, isOurs } from './paths.ts';
import { look, type Stamp } from './sight.ts';
import type { Wanted } from './wanted.ts';

export type FolderScan = {
  /** By path relative to the folder, with forward slashes. */
  readonly files: ReadonlyMap<string, Stamp>;
  /** What is there but cannot be reached, with the reason: nothing may be concluded about what lies below. */
  readonly unreachable: ReadonlyMap<string, string>;
};

export type ScanOptions = {
  readonly wanted: Wanted;
  /** Folders whose files are never listed, absolute and without links: those that Sluice fills itself. */
  readonly own: readonly string[];
  readonly signal: AbortSignal;
};

/** A folder to list. `trail`: the real paths from which links were followed to get here. */
type Step = { readonly name: string; readonly real: string; readonly trail: readonly string[] };

/** Calls to the file system at once: enough to hide its latency, few enough to leave it to others. */
const AT_ONCE = 64;

const NOT_TEXT = 'Its name is not valid text (UTF-8). Rename it, then it is taken in.';

/**
 * Throws what the file system throws when the folder itself cannot be listed, or the signal's reason. Links are
 * followed, but never back up the way they came, nor into the workspace.
 */
export async function scanFolder(root: string, options: ScanOptions): Promise<FolderScan> {
  const files = new Map<string, Stamp>();
  const unreachable = new Map<string, string>();
  const steps: Step[] = [{ name: '', real: await realpath(root), trail: [] }];

  async function visit(step: Step, entry: Dirent): Promise<void> {
    const name = step.name === '' ? entry.name : `${step.name}/${entry.name}`;
    if (entry.isDirectory()) {
      const real = join(step.real, entry.name);
      if (options.wanted.folder(name) && !isOurs(options.own, real)) steps.push({ ...step, name, real });
    } else if (entry.isSymbolicLink()) {
      await follow(step, name);
    } else if (entry.isFile() && options.wanted.file(name)) {
      await note(name);
    }
  }

  async function note(name: string): Promise<void> {
    const sight = await look(join(root, name));
    if (sight.kind === 'file') files.set(name, sight.stamp);
    else if (sight.kind === 'unknown') unreachable.set(name, sight.reason);
    else if (isGarbled(name) && kindByExtension(name).kind !== 'unknown') unreachable.set(name, NOT_TEXT);
  }

  async function follow(step: Step, name: string): Promise<void> {
    const target = await realpath(join(root, name)).catch(() => null);
    if (target === null || isOurs(options.own, target)) return;
    const isFolder = await stat(target).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    const trail = [...step.trail, step.real];
    if (!isFolder) {
      if (options.wanted.file(name)) await note(name);
    } else if (options.wanted.folder(name) && !trail.some((passed) => isInside(target, passed))) {
      steps.push({ name, real: target, trail });
    }
  }

  for (let step = steps.pop(); step; step = steps.pop()) {
    options.signal.throwIfAborted();
    const at = step;
    const entries = await readdir(join(root, at.name), { withFileTypes: true }).catch((error: Error) => {
      if (at.name === '') throw error;
      if (stillListed(error) || isGarbled(at.name)) {
        unreachable.set(
          at.name,
          isGarbled(at.name) ? NOT_TEXT : `The folder cannot be read: ${error.message}`,
        );
      }
      return [];
    });
    for (let from = 0; from < entries.length; from += AT_ONCE) {
      await Promise.all(entries.slice(from, from + AT_ONCE).map((entry) => visit(at, entry)));
    }
  }
  return { files, unreachable };
}

/** False for a folder that went away while we came to it. */
function stillListed(error: NodeJS.ErrnoException): boolean {
  return error.code !== 'ENOENT' && error.code !== 'ENOTDIR';
}

/** Names that are not UTF-8 arrive with this in the place of what cannot be told, and cannot be opened. */
function isGarbled(name: string): boolean {
  return name.includes('\uFFFD');
}
