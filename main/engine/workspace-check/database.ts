/** The database as SQLite sees it: its pages and indexes, and references between rows. */
import type { WorkspaceFinding } from '#contract/workspace-check.ts';
import { listBrokenReferences, listTables } from '../db/queries/workspace-check.ts';
import type { WorkspaceFiles } from '../files.ts';
import { findDamageAside } from './integrity.ts';
import { type CheckWork, pause } from './work.ts';

const LISTED = 100;

/** Reads the file with a connection of its own, about a second for each gigabyte in memory. */
export async function checkDatabase({ files, report, signal }: CheckWork): Promise<void> {
  report.looked('database', 1);
  for (const what of await findDamageAside({ path: files.database, limit: LISTED }, signal)) {
    report.add(damaged('database', what, files));
  }
}

/** A finding that only another copy of the database mends. */
export function damaged(
  check: WorkspaceFinding['check'],
  what: string,
  files: WorkspaceFiles,
): WorkspaceFinding {
  const remedy = `Close the workspace and use "sluice doctor --repair", or replace the database by the newest sound copy in ${files.backups} and remove the files sluice.db-wal and sluice.db-shm.`;
  return { check, severity: 'error', what, where: files.database, remedy };
}

export async function checkReferences({ db, report, signal }: CheckWork): Promise<void> {
  for (const table of listTables(db)) {
    report.looked('references', 1);
    for (const { parent, count } of listBrokenReferences(db, table)) {
      report.add({
        check: 'references',
        severity: 'error',
        what: `${count} rows refer to rows of "${parent}" that are not there.`,
        where: table,
        remedy:
          'Go back to a copy of the database from before, or keep it: what belongs to the lost rows is not shown.',
      });
    }
    await pause(signal);
  }
}
