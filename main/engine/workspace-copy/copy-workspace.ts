/** A backup in a folder: a second workspace that is like the first. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { SluiceError } from '#core/errors.ts';
import { type Database, openDatabase } from '../db/driver.ts';
import { migrate } from '../db/migrate.ts';
import { type WorkspaceFiles, workspaceFiles } from '../files.ts';
import { isInside } from '../ingest/paths.ts';
import { abandonFolder, commitFolder } from '../media/atomic-folder.ts';
import { writeError } from '../media/tool-errors.ts';
import { checkWorkspace } from '../workspace-check/check.ts';
import { stopIfAborted } from '../workspace-check/work.ts';
import { writeManifest } from './compare.ts';
import { copyItemFiles, copyOwnFolders } from './copy-files.ts';
import { makePartial } from './partial.ts';

export type WorkspaceCopyOptions = {
  readonly db: Database;
  readonly files: WorkspaceFiles;
  /** Absolute path of a folder that is not there, or is empty. */
  readonly target: string;
  readonly hardLinks: boolean;
  /** The folder of a backup made before: see `FileCopying`. */
  readonly like?: string | null;
  readonly signal: AbortSignal;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
  /** Called with the folder once it is whole and checked, before it has its name. What it throws ends the copy. */
  readonly seal?: (partial: string, report: WorkspaceReport) => Promise<void>;
};

/**
 * Copies the database as it is at one instant, then the files that it knows, then checks the copy as `deep` as can be.
 * The folder has its name only when all of that is done; on an error nothing is left. Answers what is wrong in the
 * copy: it was so in the original too. Thumbnails are not copied: they are made again.
 * @throws SluiceError `conflict` when the target is not empty, `invalid-input` when it lies in the workspace,
 * `database-corrupt`, `database-from-future`, `disk-full`, `io`, `aborted`.
 */
export async function copyWorkspace(options: WorkspaceCopyOptions): Promise<WorkspaceReport> {
  const { files, target } = options;
  refuseTarget(files.root, target);
  let partial: string | null = null;
  try {
    partial = await makePartial(target);
    const report = await fill(options, workspaceFiles(partial));
    await writeManifest(partial, options.signal);
    await options.seal?.(partial, report);
    await commitFolder(partial, target);
    return { ...report, path: target };
  } catch (error) {
    if (partial !== null) await abandonFolder(partial);
    throw writeError(target, error);
  }
}

async function fill(options: WorkspaceCopyOptions, to: WorkspaceFiles): Promise<WorkspaceReport> {
  const { files: from, hardLinks, like, signal, onProgress } = options;
  stopIfAborted(signal);
  await options.db.backup(to.database);
  // What the copy knows is what is copied: the original may go on meanwhile, and never removes what an item needs.
  const db = openDatabase(to.database);
  try {
    // A backup of long ago is brought up to date on the way.
    migrate(db);
    const copying = {
      from,
      to,
      hardLinks,
      like: like ? workspaceFiles(like) : null,
      signal,
      onProgress: (done: number) => onProgress?.('copied', done),
    };
    await copyItemFiles(db, copying);
    await copyOwnFolders(copying);
    const report = await checkWorkspace({ db, files: to, deep: true, inUse: false, signal, onProgress });
    refuseDamage(report, from);
    return report;
  } finally {
    db.close();
  }
}

/** @throws SluiceError `invalid-input`, `conflict`: see `copyWorkspace`. */
export function refuseTarget(root: string, target: string): void {
  if (isInside(root, target) || isInside(target, root)) {
    throw new SluiceError('invalid-input', `${target} lies in ${root}, or around it. Choose another folder.`);
  }
  if (!existsSync(target)) return;
  if (statSync(target).isDirectory() && readdirSync(target).length === 0) return;
  throw new SluiceError(
    'conflict',
    `There is something in ${target} already. Choose a folder that is not there yet.`,
    {
      target,
    },
  );
}

/** Files that are missing may be missed; a copy of a damaged database is none. @throws SluiceError `database-corrupt`. */
export function refuseDamage(report: WorkspaceReport, { database }: WorkspaceFiles): void {
  const damage = report.findings.find(({ check }) => check === 'database');
  if (!damage) return;
  throw new SluiceError(
    'database-corrupt',
    `${database} is damaged, so it was not copied. "sluice doctor --workspace" tells what there is to go back to.`,
    { found: damage.what },
  );
}
