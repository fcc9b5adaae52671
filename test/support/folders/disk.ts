/** What folders on disk show, found out by other means than the engine's: the truth that it is held against. */
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Contents, Verdict } from './contents.ts';

export type Shown = { readonly path: string; readonly sha256: string; readonly verdict: Verdict };

export type Disk = {
  /** The content of the file at the path, through links; null when there is none. */
  hashAt(path: string): Promise<string | null>;
  /** Every file that a folder shows, by its name relative to the folder, that `wants` wants. */
  show(root: string, wants: (name: string) => boolean): Promise<ReadonlyMap<string, Shown>>;
};

type Known = { readonly sha256: string; readonly bytes: Buffer };

export function createDisk(contents: Contents): Disk {
  const known = new Map<string, Known>();

  /** Read once for each state of each file, by its times in nanoseconds. */
  async function read(path: string): Promise<Known | null> {
    try {
      const stats = await stat(path, { bigint: true });
      if (!stats.isFile()) return null;
      const key = [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ');
      const before = known.get(key);
      if (before) return before;
      const bytes = await readFile(path);
      const found = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
      known.set(key, found);
      return found;
    } catch {
      return null;
    }
  }

  async function show(root: string, wants: (name: string) => boolean): Promise<Map<string, Shown>> {
    const files = new Map<string, Shown>();
    /** @param passed real paths of the folders on the way, which links must not lead back to */
    async function walk(name: string, passed: readonly string[]): Promise<void> {
      const here = join(root, name);
      const real = await realpath(here).catch(() => null);
      if (real === null) return;
      if (passed.some((one) => one === real || one.startsWith(`${real}/`))) return;
      for (const entry of await readdir(here, { withFileTypes: true }).catch(() => [])) {
        const child = name === '' ? entry.name : `${name}/${entry.name}`;
        if (!isOrdinary(entry.name)) continue;
        const path = join(root, child);
        const isFolder = await stat(path).then(
          (stats) => stats.isDirectory(),
          () => false,
        );
        if (isFolder) {
          await walk(child, [...passed, real]);
        } else if (wants(child) && !/\.txt$/.test(child)) {
          const found = await read(path);
          if (found)
            files.set(child, {
              path,
              sha256: found.sha256,
              verdict: contents.judge(found.bytes, basename(path)),
            });
        }
      }
    }
    await walk('', []);
    return files;
  }

  return { hashAt: async (path) => (await read(path))?.sha256 ?? null, show };
}

const isOrdinary = (part: string): boolean => !part.startsWith('.') && !part.endsWith('.part');
