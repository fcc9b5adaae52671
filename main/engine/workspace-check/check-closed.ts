/** Checks a workspace that no engine has open, without starting one: that would go on with its work. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { type Database, openDatabase, takeLock } from '../db/driver.ts';
import { MIGRATIONS, schemaVersion } from '../db/migrate.ts';
import { workspaceFiles } from '../files.ts';
import { checkWorkspace, type WorkspaceCheckOptions } from './check.ts';
import { damaged } from './database.ts';
import { createReport } from './report.ts';

type ClosedCheckOptions = Pick<WorkspaceCheckOptions, 'deep' | 'signal' | 'onProgress'>;

/**
 * Has the workspace to itself meanwhile. Of what an unclean end has left in its journal, SQLite finishes what was saved.
 * @throws SluiceError `not-found` when there is no workspace, `workspace-locked` when it is open,
 * `wrong-state` and `database-from-future` when it was made by another version.
 */
export async function checkClosedWorkspace(
  root: string,
  options: ClosedCheckOptions,
): Promise<WorkspaceReport> {
  const files = workspaceFiles(root);
  if (!existsSync(files.database)) {
    throw new SluiceError('not-found', `There is no workspace in ${root}: it has no file sluice.db.`, {
      root,
    });
  }
  const lock = takeLock(files.lock);
  if (!lock) throw lockedError(root);
  try {
    const db = openOrNull(files.database);
    if (!db) {
      const report = createReport(options.onProgress);
      report.looked('database', 1);
      report.add(damaged('database', 'The database cannot be opened: it is damaged.', files));
      return report.result(root, options.deep);
    }
    try {
      db.script('PRAGMA query_only = ON');
      refuseOtherVersion(db, root);
      return await checkWorkspace({ ...options, db, files, inUse: false });
    } finally {
      db.close();
    }
  } finally {
    lock.release();
  }
}

/** Null when the file is so damaged that it is no database any more. */
function openOrNull(path: string): Database | null {
  try {
    return openDatabase(path);
  } catch (error) {
    if (isSluiceError(error, 'database-corrupt')) return null;
    throw error;
  }
}

function refuseOtherVersion(db: Database, root: string): void {
  const found = schemaVersion(db);
  const newest = Math.max(...MIGRATIONS.map(({ name }) => Number.parseInt(name, 10)));
  if (found === newest) return;
  const remedy =
    found > newest
      ? 'Update Sluice to check it.'
      : 'Open it once, which brings it up to date, and check it then.';
  throw new SluiceError(
    found > newest ? 'database-from-future' : 'wrong-state',
    `The workspace ${root} was last used with another version of Sluice. ${remedy} Nothing was changed.`,
    { found, newest },
  );
}

function lockedError(root: string): SluiceError {
  let who = 'another process';
  try {
    const owner: { pid?: number } = JSON.parse(readFileSync(join(root, 'sluice.owner.json'), 'utf8'));
    if (owner.pid) who = `process ${owner.pid}`;
  } catch {
    // It is just starting, or is another check.
  }
  return new SluiceError(
    'workspace-locked',
    `The workspace ${root} is open in another Sluice (${who}). Close it there first, or, if it is "sluice serve", have it checked there: POST /call/workspaces.check to the address it printed.`,
    { path: root },
  );
}
