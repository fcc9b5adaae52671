/** Checks a workspace that no engine has open. */
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Database } from '../db/driver.ts';
import { MIGRATIONS, schemaVersion } from '../db/migrate.ts';
import { workspaceFiles } from '../files.ts';
import { checkWorkspace, type WorkspaceCheckOptions } from './check.ts';
import { withClosedWorkspace } from './closed.ts';
import { damaged } from './database.ts';
import { createReport } from './report.ts';

type ClosedCheckOptions = Pick<WorkspaceCheckOptions, 'deep' | 'signal' | 'onProgress'>;

/**
 * A database that cannot even be opened is a finding, not an error.
 * @throws SluiceError `not-found`, `workspace-locked`: see `withClosedWorkspace`; `wrong-state` and
 * `database-from-future` when the workspace was made by another version.
 */
export async function checkClosedWorkspace(
  root: string,
  options: ClosedCheckOptions,
): Promise<WorkspaceReport> {
  try {
    return await withClosedWorkspace(root, 'workspaces.check', (db, files) => {
      refuseOtherVersion(db, root);
      return checkWorkspace({ ...options, db, files, inUse: false });
    });
  } catch (error) {
    if (!isSluiceError(error, 'database-corrupt')) throw error;
    const report = createReport(options.onProgress);
    report.looked('database', 1);
    report.add(damaged('database', 'The database cannot be opened: it is damaged.', workspaceFiles(root)));
    return report.result(root, options.deep);
  }
}

export function refuseOtherVersion(db: Database, root: string): void {
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
