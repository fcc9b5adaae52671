/** Reads a workspace that no engine has open, without starting one: that would go on with its work. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallName } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { type Database, openDatabase, takeLock } from '../db/driver.ts';
import { type WorkspaceFiles, workspaceFiles } from '../files.ts';

/**
 * Has the workspace to itself while the work goes on; the database refuses writes. Of what an unclean end has left in its
 * journal, SQLite finishes what was saved.
 * @param call What a program that has the workspace open is asked for instead.
 * @throws SluiceError `not-found` when there is no workspace, `workspace-locked` when it is open, `database-corrupt`.
 */
export async function withClosedWorkspace<T>(
  root: string,
  call: CallName,
  work: (db: Database, files: WorkspaceFiles) => Promise<T>,
): Promise<T> {
  return await withLockedWorkspace(root, call, async (files) => {
    const db = openDatabase(files.database);
    try {
      db.script('PRAGMA query_only = ON');
      return await work(db, files);
    } finally {
      db.close();
    }
  });
}

/** The same before its database is opened: it may be damaged. @throws SluiceError `not-found`, `workspace-locked`. */
export async function withLockedWorkspace<T>(
  root: string,
  call: CallName,
  work: (files: WorkspaceFiles) => Promise<T>,
): Promise<T> {
  const files = workspaceFiles(root);
  if (!existsSync(files.database)) {
    throw new SluiceError('not-found', `There is no workspace in ${root}: it has no file sluice.db.`, {
      root,
    });
  }
  const lock = takeLock(files.lock);
  if (!lock) throw lockedError(root, call);
  try {
    return await work(files);
  } finally {
    lock.release();
  }
}

export function lockedError(root: string, call: CallName): SluiceError {
  let who = 'another process';
  try {
    const owner: { pid?: number } = JSON.parse(readFileSync(join(root, 'sluice.owner.json'), 'utf8'));
    if (owner.pid) who = `process ${owner.pid}`;
  } catch {
    // It is just starting, or is another check.
  }
  return new SluiceError(
    'workspace-locked',
    `The workspace ${root} is open in another Sluice (${who}). Close it there first, or, if it is "sluice serve", have it done there: POST /call/${call} to the address it printed.`,
    { path: root },
  );
}
