/** Makes one backup of the open workspace: whole by itself, and no larger than what has changed since the one before. */
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { Backup } from '#core/model/backup.ts';
import type { Database } from '../db/driver.ts';
import type { WorkspaceFiles } from '../files.ts';
import { hashFile } from '../media/hash.ts';
import { copyWorkspace } from '../workspace-copy/copy-workspace.ts';
import { MANIFEST } from '../workspace-copy/manifest.ts';
import { backupName, listBackups, removeOld, writeRecord } from './shelf.ts';

export type BackupWork = {
  readonly db: Database;
  readonly files: WorkspaceFiles;
  readonly folder: string;
  readonly keep: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
};

/**
 * Files that the backup before has already are given a second name, where the disk can do that: they never change. Each
 * is read and compared all the same, and where one of them has gone bad all are copied anew.
 * @throws SluiceError as `copyWorkspace`
 */
export async function makeBackup(work: BackupWork): Promise<Backup> {
  const { files, folder, keep } = work;
  const [last] = await listBackups(folder, files.root);
  const made = await copyLike(work, last ? join(folder, last.name) : null);
  // Only now, when there is one that was checked.
  if (made.errors === 0) await removeOld(folder, files.root, keep);
  return made;
}

/** That a file of the backup before is not what it was. */
class Spoilt extends Error {}

async function copyLike(work: BackupWork, like: string | null): Promise<Backup> {
  try {
    return await copy(work, like);
  } catch (error) {
    if (!(error instanceof Spoilt)) throw error;
    return await copy(work, null);
  }
}

async function copy(work: BackupWork, like: string | null): Promise<Backup> {
  const { db, files, folder, at, signal, onProgress } = work;
  const name = backupName(files.root, at);
  const sealed: Backup[] = [];
  await copyWorkspace({
    ...{ db, files, signal, like, hardLinks: false },
    target: join(folder, name),
    onProgress: (_, done) => onProgress(done),
    async seal(partial, report) {
      if (like !== null && report.findings.some(({ check }) => check === 'contents')) throw new Spoilt();
      const { sha256: manifest } = await hashFile(join(partial, MANIFEST), signal);
      const items = report.checks.find((check) => check.name === 'files')?.looked ?? 0;
      const made = { name, madeAt: at, items, errors: report.totals.error, manifest };
      await writeRecord(partial, files.root, made);
      sealed.push(made);
    },
  });
  const [made] = sealed;
  if (!made) throw new SluiceError('internal', 'A backup was made without being sealed.');
  return made;
}
