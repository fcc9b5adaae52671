/** Opening a workspace's database: one owner, right schema, checked and backed up after an unclean end. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Ports } from '#core/ports.ts';
import { type Database, openDatabase, takeLock } from './db/driver.ts';
import { migrate } from './db/migrate.ts';
import { beginEngineRun, lastEngineRun } from './db/queries/settings.ts';
import type { WorkspaceFiles } from './files.ts';

export type OpenedWorkspace = {
  readonly db: Database;
  readonly epoch: number;
  /** A copy made because the last end was unclean; null after a clean one. */
  readonly backupPath: string | null;
  release(): void;
};

const KEPT_BACKUPS = 5;

/**
 * Takes the workspace for this process and opens its database.
 * @throws SluiceError `workspace-locked` naming the owner, `database-corrupt`, `database-from-future`, `io`,
 * `invalid-input` when the path is a file.
 */
export async function openWorkspace(files: WorkspaceFiles, ports: Ports): Promise<OpenedWorkspace> {
  makeFolders(files);
  const lock = takeLock(files.lock);
  const ownerFile = join(files.root, 'sluice.owner.json');
  if (!lock) throw lockedError(files.root, ownerFile);
  let db: Database | null = null;
  try {
    writeFileSync(
      ownerFile,
      JSON.stringify({ pid: process.pid, since: new Date(ports.clock.now()).toISOString() }),
    );
    db = openDatabase(files.database);
    migrate(db);
    const last = lastEngineRun(db);
    const backupPath = last && !last.ended ? await checkAndBackUp(db, files, ports) : null;
    const epoch = (last?.epoch ?? 0) + 1;
    db.write((tx) => beginEngineRun(tx, { epoch, pid: process.pid, at: ports.clock.now() }));
    await rm(files.scratch, { recursive: true, force: true });
    mkdirSync(files.scratch, { recursive: true });
    const opened = db;
    return {
      db: opened,
      epoch,
      backupPath,
      release() {
        opened.close();
        rmSync(ownerFile, { force: true });
        lock.release();
      },
    };
  } catch (error) {
    db?.close();
    lock.release();
    throw isSluiceError(error, 'database-corrupt') ? damaged(files, error) : error;
  }
}

/** The way out of a damaged database: the newest copy by its name. */
function damaged(files: WorkspaceFiles, cause: SluiceError): SluiceError {
  const newest = readdirSync(files.backups).filter(isBackup).toSorted().at(-1);
  const remedy = newest
    ? `Replace sluice.db by the copy ${join(files.backups, newest)}, and remove the files sluice.db-wal and sluice.db-shm.`
    : 'There is no copy of it in its folder "backups".';
  const details = { ...cause.details, root: files.root, backups: files.backups, newest: newest ?? null };
  return new SluiceError('database-corrupt', `The database of ${files.root} is damaged. ${remedy}`, details, {
    cause,
  });
}

const isBackup = (name: string) => /^sluice-.*\.db$/.test(name);

function makeFolders(files: WorkspaceFiles): void {
  if (existsSync(files.root) && !statSync(files.root).isDirectory()) {
    throw new SluiceError('invalid-input', `${files.root} is a file. Choose a folder for the workspace.`);
  }
  try {
    for (const folder of [
      files.root,
      files.backups,
      files.originals,
      files.frames,
      files.thumbs,
      // Made at once, so that people see where their functions go.
      files.functions,
      files.scratch,
    ]) {
      mkdirSync(folder, { recursive: true });
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError(
      'io',
      `The workspace cannot be made in ${files.root}: ${reason}`,
      { reason },
      { cause },
    );
  }
}

function lockedError(root: string, ownerFile: string): SluiceError {
  let owner: { pid?: number; since?: string } = {};
  try {
    owner = JSON.parse(readFileSync(ownerFile, 'utf8'));
  } catch {
    // The owner is just starting and has not said who it is yet.
  }
  const who = owner.pid ? `process ${owner.pid}, since ${owner.since}` : 'another process';
  return new SluiceError(
    'workspace-locked',
    `The workspace ${root} is open in another Sluice (${who}). Close it there first.`,
    { path: root, ...owner },
  );
}

/** A sound database is copied, so that there is one to go back to; a damaged one is refused with the way out. */
async function checkAndBackUp(db: Database, files: WorkspaceFiles, ports: Ports): Promise<string> {
  const found = db.all<{ quick_check: string }>('PRAGMA quick_check').map((row) => row.quick_check);
  if (found.length !== 1 || found[0] !== 'ok') {
    throw new SluiceError('database-corrupt', 'The database is damaged.', { found: found.slice(0, 10) });
  }
  const stamp = new Date(ports.clock.now()).toISOString().replaceAll(':', '-').replaceAll('.', '-');
  const path = join(files.backups, `sluice-${stamp}.db`);
  await db.backup(path);
  const names = (await readdir(files.backups)).filter(isBackup).toSorted();
  for (const old of names.slice(0, -KEPT_BACKUPS)) await rm(join(files.backups, old), { force: true });
  return path;
}
