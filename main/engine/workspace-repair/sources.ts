/** Where a file that is gone or damaged may still be found: the trash of the workspace, and a backup. */

import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { insideRoot, type WorkspaceFiles } from '../files.ts';
import { type ArchiveEntry, archiveEntries, bytesOf } from '../workspace-copy/archive-entries.ts';

export type Found = { readonly name: string; bytes(): AsyncIterable<Buffer> };

export type Sources = {
  /** Files of that location, the likeliest first; whether they are whole is not known. */
  find(location: string): Promise<readonly Found[]>;
  close(): Promise<void>;
};

/** @param backup absolute path of a folder or a `.tar`, or null. @throws SluiceError `not-found`, `invalid-input`. */
export async function openSources(files: WorkspaceFiles, backup: string | null): Promise<Sources> {
  const runs = (await readdir(files.trash).catch(() => [])).toSorted().toReversed();
  const trash = runs.map((run) => folderSource('the trash', join(files.trash, run)));
  const other = backup === null ? null : await openBackup(backup);
  const all = [...(other ? [other] : []), ...trash];
  return {
    async find(location) {
      const found = await Promise.all(all.map((source) => source.find(location)));
      return found.filter((one) => one !== null);
    },
    close: async () => await other?.close(),
  };
}

type Source = { find(location: string): Promise<Found | null>; close(): Promise<void> };

async function openBackup(backup: string): Promise<Source> {
  const stats = await stat(backup).catch((cause: Error) => {
    throw new SluiceError(
      'not-found',
      `There is no backup ${backup}: ${cause.message}`,
      { backup },
      { cause },
    );
  });
  if (stats.isDirectory()) return folderSource(`the backup ${backup}`, backup);
  const handle = await open(backup, 'r');
  try {
    return archiveSource(handle, backup, await listEntries(handle, backup));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function listEntries(handle: FileHandle, backup: string): Promise<ReadonlyMap<string, ArchiveEntry>> {
  const entries = new Map<string, ArchiveEntry>();
  for await (const entry of archiveEntries(handle, basename(backup))) entries.set(entry.path, entry);
  return entries;
}

function archiveSource(
  handle: FileHandle,
  backup: string,
  entries: ReadonlyMap<string, ArchiveEntry>,
): Source {
  return {
    async find(location) {
      const entry = entries.get(location);
      return entry ? { name: `the backup ${backup}`, bytes: () => bytesOf(handle, entry) } : null;
    },
    close: () => handle.close(),
  };
}

function folderSource(name: string, folder: string): Source {
  return {
    async find(location) {
      const path = insideRoot(folder, location);
      const stats = await stat(path).catch(() => null);
      return stats?.isFile() ? fileSource(name, path) : null;
    },
    close: async () => {},
  };
}

/** A file as it lies on a disk. */
export function fileSource(name: string, path: string): Found {
  return { name, bytes: () => createReadStream(path, { highWaterMark: 1 << 20 }) };
}
