/** Compares a workspace with itself and changes nothing in it. */
import type { WorkspaceCheckName, WorkspaceReport } from '#contract/workspace-check.ts';
import { isSluiceError } from '#core/errors.ts';
import type { Database } from '../db/driver.ts';
import type { WorkspaceFiles } from '../files.ts';
import { checkContents } from './contents.ts';
import { checkCounters } from './counters.ts';
import { checkDatabase, checkReferences, damaged } from './database.ts';
import { checkItemFiles } from './item-files.ts';
import { createLocationSet } from './location-set.ts';
import { checkLogPlaces } from './log-places.ts';
import { createReport } from './report.ts';
import { checkLeftovers, checkUnreferenced } from './unreferenced.ts';
import { type CheckWork, stopIfAborted } from './work.ts';

/** A further look at the workspace, told under the name of one of the checks. */
export type FurtherCheck = {
  readonly check: WorkspaceCheckName;
  readonly look: (work: CheckWork) => Promise<void>;
};

export type WorkspaceCheckOptions = {
  readonly db: Database;
  readonly files: WorkspaceFiles;
  /** Reads every stored file and compares its hash. */
  readonly deep: boolean;
  /** True while an engine works in the workspace. */
  readonly inUse: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((check: WorkspaceCheckName, looked: number) => void) | undefined;
  readonly further?: FurtherCheck | undefined;
};

/**
 * Runs all checks, also after one has found something. Rows are read in pages and files one by one.
 * @throws SluiceError `aborted`, `io`.
 */
export async function checkWorkspace(options: WorkspaceCheckOptions): Promise<WorkspaceReport> {
  const { db, files, deep, inUse, signal, onProgress, further } = options;
  const report = createReport(onProgress);
  const work: CheckWork = { db, files, report, inUse, signal, since: Date.now() };
  const locations = createLocationSet();

  const run = (check: WorkspaceCheckName, part: () => Promise<void>) => runCheck(work, check, part);
  await run('database', () => checkDatabase(work));
  await run('references', () => checkReferences(work));
  const allKnown = await run('files', () => checkItemFiles(work, locations));
  if (deep) await run('contents', () => checkContents(work));
  // With half of the items unread, the files of the others would pass for nobody's, and be deleted.
  if (allKnown) await run('unreferenced', () => checkUnreferenced(work, locations));
  await run('leftovers', () => checkLeftovers(work));
  if (further) await run(further.check, () => further.look(work));
  await run('counters', () => checkCounters(work));
  await run('log', () => checkLogPlaces(work));
  return report.result(files.root, deep);
}

/** Does one check; one that meets damage is a finding. Answers whether it came to its end. */
async function runCheck(
  { report, files, signal }: CheckWork,
  check: WorkspaceCheckName,
  part: () => Promise<void>,
): Promise<boolean> {
  stopIfAborted(signal);
  report.looked(check, 0);
  try {
    await part();
    return true;
  } catch (error) {
    if (!isSluiceError(error, 'database-corrupt')) throw error;
    report.add(damaged(check, 'This could not be checked to the end: the database is damaged.', files));
    return false;
  }
}

/** The checks that need no files: for a copy of the database whose files lie elsewhere. */
export async function checkRows(work: CheckWork): Promise<void> {
  await runCheck(work, 'database', () => checkDatabase(work));
  await runCheck(work, 'references', () => checkReferences(work));
  await runCheck(work, 'counters', () => checkCounters(work));
  await runCheck(work, 'log', () => checkLogPlaces(work));
}
