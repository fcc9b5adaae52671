/** A backup in one file, made while the workspace works. Memory does not grow with the workspace. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { type Database, openDatabase } from '../db/driver.ts';
import { migrate } from '../db/migrate.ts';
import type { ItemFile } from '../db/queries/workspace-check.ts';
import { itemPath, type WorkspaceFiles } from '../files.ts';
import { isInside, nameIn } from '../ingest/paths.ts';
import { abandonFolder, syncFolder } from '../media/atomic-folder.ts';
import { writeError } from '../media/tool-errors.ts';
import { checkRows } from '../workspace-check/check.ts';
import { fault } from '../workspace-check/item-files.ts';
import { createReport, type Report } from '../workspace-check/report.ts';
import { filesBelow } from '../workspace-check/walk.ts';
import { stopIfAborted } from '../workspace-check/work.ts';
import { readArchive } from './archive-read.ts';
import { type ArchiveWriter, createArchiveWriter } from './archive-writer.ts';
import { refuseDamage, type WorkspaceCopyOptions } from './copy-workspace.ts';
import { makePartial } from './partial.ts';
import { storedFiles } from './stored-files.ts';

type Packing = {
  readonly options: WorkspaceCopyOptions;
  readonly db: Database;
  readonly writer: ArchiveWriter;
  readonly report: Report;
};

/**
 * As `copyWorkspace`, into one file with the ending `.tar` that is not there yet. It is read again and compared with its
 * hashes before it has its name.
 * @throws SluiceError as `copyWorkspace`.
 */
export async function backUpToArchive(options: WorkspaceCopyOptions): Promise<WorkspaceReport> {
  const { files, target, signal, onProgress } = options;
  refuseTarget(files, target);
  let partial: string | null = null;
  try {
    partial = await makePartial(target);
    const archive = join(partial, 'backup.tar');
    const report = await fill(options, partial, archive);
    await readArchive({ path: archive, signal, onProgress: (done) => onProgress?.('compared', done) });
    await rename(archive, target);
    await syncFolder(dirname(target));
    return report.result(target, true);
  } catch (error) {
    throw writeError(target, error);
  } finally {
    if (partial !== null) await abandonFolder(partial);
  }
}

async function fill(options: WorkspaceCopyOptions, partial: string, archive: string): Promise<Report> {
  const { files, signal } = options;
  stopIfAborted(signal);
  const database = join(partial, 'sluice.db');
  await options.db.backup(database);
  const db = openDatabase(database);
  const report = createReport();
  const made = new Date().toISOString();
  const writer = await createArchiveWriter({ archive, list: join(partial, 'list'), made }, signal).catch(
    (error) => {
      db.close();
      throw error;
    },
  );
  try {
    migrate(db);
    const copied = { ...files, root: partial, database };
    await checkRows({ db, files: copied, report, inUse: false, signal, since: Date.now() });
    refuseDamage(report.result(files.root, true), files);
    await packItemFiles({ options, db, writer, report });
    await packOwnFolders({ options, db, writer, report }, partial);
    // Its journal becomes part of it.
    db.close();
    await writer.add('sluice.db', database);
    await writer.finish();
    return report;
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    db.close();
  }
}

async function packItemFiles({ options, db, writer, report }: Packing): Promise<void> {
  let done = 0;
  for (const item of storedFiles(db)) {
    stopIfAborted(options.signal);
    await packItemFile({ options, db, writer, report }, item);
    report.looked('files', 1);
    done += 1;
    options.onProgress?.('copied', done);
  }
}

async function packItemFile({ options: { files }, writer, report }: Packing, item: ItemFile): Promise<void> {
  try {
    const path = itemPath(files, 'stored', item.location);
    const { sha256 } = await writer.add(item.location, path);
    report.looked('contents', 1);
    if (item.sha256 === null || sha256 === item.sha256) return;
    report.add(fault(item, `The content of ${item.name} has changed since it was stored.`, 'contents'));
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!gone && !isSluiceError(error, 'forbidden')) throw error;
    report.add(fault(item, `The file of ${item.name} is not there.`));
  }
}

/** People change these while they are read: each is copied first. */
async function packOwnFolders({ options, writer }: Packing, partial: string): Promise<void> {
  const { files, signal } = options;
  const copy = join(partial, 'own');
  await mkdir(partial, { recursive: true });
  for (const folder of [files.functions, files.shared, files.exports]) {
    for await (const path of filesBelow(folder)) {
      stopIfAborted(signal);
      const location = nameIn(files.root, path);
      const isFile = await stat(path).then(
        (stats) => stats.isFile(),
        () => false,
      );
      if (location === null || !isFile) continue;
      await copyFile(path, copy);
      await writer.add(location, copy);
      await rm(copy);
    }
  }
}

function refuseTarget({ root }: WorkspaceFiles, target: string): void {
  if (isInside(root, target)) {
    throw new SluiceError('invalid-input', `${target} lies in ${root}. Choose another folder.`);
  }
  if (existsSync(target)) {
    throw new SluiceError(
      'conflict',
      `There is a file ${target} already. Choose a name that is not there yet.`,
      {
        target,
      },
    );
  }
}
