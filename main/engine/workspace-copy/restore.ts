/** A workspace from a backup. The backup is only read: it may lie on a disk that cannot be written to. */
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { SluiceError } from '#core/errors.ts';
import { openDatabase, takeLock } from '../db/driver.ts';
import { migrate } from '../db/migrate.ts';
import { insideRoot, type WorkspaceFiles, workspaceFiles } from '../files.ts';
import { abandonFolder, commitFolder } from '../media/atomic-folder.ts';
import { writeError } from '../media/tool-errors.ts';
import { checkWorkspace, type FurtherCheck } from '../workspace-check/check.ts';
import { lockedError } from '../workspace-check/closed.ts';
import { refusal } from './archive-entries.ts';
import { readArchive } from './archive-read.ts';
import { compareWithManifest } from './compare.ts';
import { copyItemFiles, copyOwnFolders } from './copy-files.ts';
import { refuseDamage, refuseTarget } from './copy-workspace.ts';
import { LABEL, MANIFEST } from './manifest.ts';
import { makePartial } from './partial.ts';

export type RestoreOptions = {
  /** Absolute path of a folder or a `.tar` that a backup has made. */
  readonly backup: string;
  /** Absolute path of a folder that is not there, or is empty. */
  readonly target: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
};

/**
 * The folder has its name only when everything is there and was checked; on an error nothing is left. Answers what is
 * wrong in it: it was so in the backup too.
 * @throws SluiceError `not-found`, `workspace-locked`, `conflict`, `invalid-input`, `forbidden`, `unsupported`,
 * `database-corrupt`, `database-from-future`, `disk-full`, `io`, `aborted`.
 */
export async function restoreWorkspace(options: RestoreOptions): Promise<WorkspaceReport> {
  const { backup, target } = options;
  refuseTarget(backup, target);
  let partial: string | null = null;
  try {
    const isFolder = await isFolderThere(backup);
    partial = await makePartial(target);
    const to = workspaceFiles(partial);
    const further = isFolder ? await fromFolder(options, to) : await fromArchive(options, to);
    const report = await finish(options, to, further);
    await commitFolder(partial, target);
    return { ...report, path: target };
  } catch (error) {
    if (partial !== null) await abandonFolder(partial);
    throw writeError(target, error);
  }
}

async function isFolderThere(backup: string): Promise<boolean> {
  return await stat(backup).then(
    (stats) => stats.isDirectory(),
    (cause: NodeJS.ErrnoException) => {
      const missing = cause.code === 'ENOENT';
      const what = missing ? `There is no backup ${backup}.` : `${backup} cannot be read: ${cause.message}`;
      throw new SluiceError(missing ? 'not-found' : 'io', what, { path: backup }, { cause });
    },
  );
}

async function fromArchive(
  { backup, signal, onProgress }: RestoreOptions,
  to: WorkspaceFiles,
): Promise<null> {
  await readArchive({
    path: backup,
    signal,
    take: async (path, bytes) => {
      if (path === LABEL) for await (const _ of bytes);
      else await writeNew(insideRoot(to.root, path), bytes, basename(backup));
    },
    onProgress: (done) => onProgress?.('restored', done),
  });
  if (!existsSync(to.database)) throw refusal(basename(backup), 'it has no database');
  return null;
}

async function writeNew(path: string, bytes: AsyncIterable<Buffer>, name: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? refusal(name, 'it has a file twice') : error;
  });
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function fromFolder(options: RestoreOptions, to: WorkspaceFiles): Promise<FurtherCheck | null> {
  const { backup, signal, onProgress } = options;
  const from = workspaceFiles(backup);
  if (!existsSync(from.database)) {
    throw new SluiceError('not-found', `There is no backup in ${backup}: it has no file sluice.db.`, {
      root: backup,
    });
  }
  const lock = lockWhereWritable(from);
  try {
    // With its journal, when it was not closed in order: it is SQLite that puts the two together.
    for (const end of ['', '-wal']) {
      const [source, copy] = [from.database + end, to.database + end];
      if (existsSync(source)) await copyFile(source, copy, constants.COPYFILE_FICLONE);
    }
    const db = openDatabase(to.database);
    try {
      migrate(db);
      const progress = (done: number) => onProgress?.('restored', done);
      const copying = { from, to, hardLinks: false, signal, onProgress: progress };
      await copyItemFiles(db, copying);
      await copyOwnFolders(copying);
    } finally {
      db.close();
    }
  } finally {
    lock?.release();
  }
  const manifest = join(backup, MANIFEST);
  if (!existsSync(manifest)) return null;
  return { check: 'contents', look: (work) => compareWithManifest(work, manifest) };
}

/** A workspace that somebody works in is no backup; one that cannot be written to has nobody. */
function lockWhereWritable(from: WorkspaceFiles): { release(): void } | null {
  if (!existsSync(from.lock)) return null;
  let lock: { release(): void } | null;
  try {
    lock = takeLock(from.lock);
  } catch {
    return null;
  }
  if (!lock) throw lockedError(from.root, 'workspaces.backup');
  return lock;
}

async function finish(
  { backup, signal, onProgress }: RestoreOptions,
  to: WorkspaceFiles,
  further: FurtherCheck | null,
): Promise<WorkspaceReport> {
  const db = openDatabase(to.database);
  try {
    // A backup of long ago is brought up to date on the way.
    migrate(db);
    const rest = { signal, onProgress, ...(further ? { further } : {}) };
    const report = await checkWorkspace({ db, files: to, deep: true, inUse: false, ...rest });
    refuseDamage(report, workspaceFiles(backup));
    return report;
  } finally {
    db.close();
  }
}
